import { concat, encodeAbiParameters, type Hex, numberToHex, parseAbiParameters } from "viem";
import { increment } from "../helpers/counter.ts";
import { callOf, executing, modes } from "../helpers/execution.ts";
import { expectRefused } from "../helpers/expectOutcome.ts";
import { auditRoom } from "./auditRoom.ts";
import { expectError, expectPass } from "./expectAnswer.ts";

const executeSelector: Hex = "0xe9ae5c53";
const word = (value: bigint): Hex => numberToHex(value, { size: 32 });
const executions = parseAbiParameters("(address target, uint256 value, bytes callData)[]");

auditRoom("batches and malformed call data", (finding) => {
  finding("Cantina 0826 M3.2.7", async ({ make, enableMade, send }) => {
    const made = make();
    await enableMade(made);
    const empty = executing(modes.batch, encodeAbiParameters(executions, [[]]));
    expectRefused(await send(made.permissionId, empty), {
      layer: "SmartSession",
      code: "NoExecutionsInBatch",
      rule: "action",
      args: {},
    });
    return "fixed";
  });

  finding("Renascence update M-1", async ({ world, release, make, enableMade, ask, account, counter }) => {
    const made = make();
    await enableMade(made);
    const { permissionId } = made;
    expectPass(await ask(permissionId, await callOf(account, counter.call(increment))));

    const batch = encodeAbiParameters(executions, [
      [{ target: counter.address, value: 0n, callData: increment }],
    ]);
    // Right but for its length, with which the end lies before the beginning.
    const overflowing = concat([executeSelector, modes.batch, word(0x40n), word(2n ** 256n - 0x40n), batch]);
    const head = concat([executeSelector, modes.single]);
    for (const short of [head, concat([head, `0x${"00".repeat(31)}`])]) {
      expectError(world, await ask(permissionId, short));
    }
    if (release === "beta") {
      expectPass(await ask(permissionId, overflowing));
      return "still so";
    }
    expectError(world, await ask(permissionId, overflowing));
    return "fixed";
  });

  finding("Renascence update M-2", async ({ world, release, make, enableMade, ask }) => {
    const made = make();
    await enableMade(made);
    // The list is said to begin behind the call data's end, where a length of 0 stands.
    const malformed = concat([executeSelector, modes.batch, word(0x40n), word(0x20n), word(0x40n), word(0n)]);
    const answer = await ask(made.permissionId, malformed);
    if (release === "beta") {
      expectError(world, answer, "NoExecutionsInBatch");
      return "still so";
    }
    expectError(world, answer, "DecodingError");
    return "fixed";
  });
});
