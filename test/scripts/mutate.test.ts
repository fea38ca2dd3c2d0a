import { expect } from "chai";
import { runTask } from "../helpers/runTask.ts";
import { runTaskHere } from "../helpers/runTaskHere.ts";

const mutate = (...words: string[]) => runTaskHere({ network: undefined }, "mutate", ...words);

describe("mutate", () => {
  it("lists the mutants of a contract, and says which are equivalent", async () => {
    const { exitCode, stdout } = await runTask("mutate", "--list", "UsageLimitPolicy", "ExecutionValue");
    expect(exitCode).to.equal(0);
    const ids = stdout.trim().split("\n");
    expect(ids).to.include("UsageLimitPolicy:82 config.used >= config.limit → config.used > config.limit");
    expect(new Set(ids.map((id) => id.split(":")[0]))).to.have.all.keys("UsageLimitPolicy", "ExecutionValue");

    const mutants = JSON.parse((await mutate("--list", "--json", "ExecutionValue")).stdout);
    const place = "ExecutionValue._totalOfBatch pointer > lastWord → pointer >= lastWord";
    const listed = mutants.find((mutant: { place: string }) => mutant.place === place);
    expect(listed).to.include({ contract: "ExecutionValue", file: "contracts/policies/ExecutionValue.sol" });
    expect(listed.equivalent).to.match(/the error is the same/);
  });

  it("refuses a contract that is not mutated, and no workers, and copies nothing", async () => {
    const unknown = await mutate("Counter");
    expect(unknown.exitCode).to.equal(1);
    expect(unknown.stderr).to.match(
      /--contracts: "Counter" is no contract that is mutated\n.*ExecutionValue, /,
    );
    const none = await mutate("--workers", "0", "SudoPolicy");
    expect(none.exitCode).to.equal(1);
    expect(none.stderr).to.include('--workers: "0" is no number of workers').and.not.include("Copying");
  });
});
