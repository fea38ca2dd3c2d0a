import { expect } from "chai";
import { runAtEdge } from "../../scripts/runAtEdge.ts";
import { InvalidInputError, PlacementError } from "../../src/index.ts";

describe("runAtEdge", () => {
  const wrongInput = new InvalidInputError([
    { field: "maxUses", value: "0", problem: "is less than 2", remedy: "Give more." },
  ]);

  /** Runs work at the edge, and takes what it prints and the exit code that it sets. */
  async function atEdge(work: () => Promise<boolean>, json = false) {
    const { log, error } = console;
    const before = process.exitCode;
    const printed = { out: "", err: "", thrown: undefined as unknown };
    console.log = (text) => {
      printed.out += text;
    };
    console.error = (text) => {
      printed.err += text;
    };
    process.exitCode = undefined;
    try {
      await runAtEdge(work, { json }).catch((thrown) => {
        printed.thrown = thrown;
      });
      return { ...printed, exitCode: process.exitCode as number | undefined };
    } finally {
      Object.assign(console, { log, error });
      process.exitCode = before;
    }
  }

  it("leaves the exit code alone where all went as it should", async () => {
    expect(await atEdge(async () => true)).to.include({ exitCode: undefined, out: "", err: "" });
  });

  it("ends with 1 where something did not", async () => {
    expect(await atEdge(async () => false)).to.include({ exitCode: 1, out: "", err: "" });
  });

  it("names a wrong input by its option", async () => {
    const { exitCode, err, out } = await atEdge(() => Promise.reject(wrongInput));
    expect({ exitCode, err, out }).to.deep.equal({
      exitCode: 1,
      err: 'Error INVALID_INPUT: --max-uses: "0" is less than 2\n  → Give more.',
      out: "",
    });
  });

  it("names a field of a file as it stands there, and the file", async () => {
    const problem = { field: "sessions[2].validUntil", value: "0", problem: "is past", remedy: "Give more." };
    const error = new InvalidInputError([problem], { source: "batch.json" });
    const { err } = await atEdge(() => Promise.reject(error));
    expect(err).to.equal(
      'Error INVALID_INPUT: batch.json: sessions[2].validUntil: "0" is past\n  → Give more.',
    );
    const { out } = await atEdge(() => Promise.reject(error), true);
    expect(JSON.parse(out).error).to.include({ source: "batch.json" });
  });

  it("prints a known error as JSON where that is asked for", async () => {
    const failed = new PlacementError({ piece: "Safe", address: "0x", problem: "no room" });
    for (const [error, expected] of [
      [wrongInput, { code: "INVALID_INPUT", message: wrongInput.message, problems: wrongInput.problems }],
      [failed, { code: "PLACEMENT_FAILED", message: failed.shortMessage, remedies: failed.remedies }],
    ] as const) {
      const { exitCode, out, err } = await atEdge(() => Promise.reject(error), true);
      expect({ exitCode, err }).to.deep.equal({ exitCode: 1, err: "" });
      expect(JSON.parse(out).error).to.deep.equal(expected);
    }
  });

  it("leaves an unknown error to Hardhat, as JSON too", async () => {
    const bug = new TypeError("a bug");
    expect(await atEdge(() => Promise.reject(bug))).to.include({ exitCode: 1, thrown: bug, out: "" });
    const { out, thrown } = await atEdge(() => Promise.reject(bug), true);
    expect(thrown).to.equal(bug);
    expect(JSON.parse(out).error).to.deep.equal({ code: "UNEXPECTED", message: "a bug" });
  });
});
