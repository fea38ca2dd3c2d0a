import { expect } from "chai";
import fc from "fast-check";
import type { Hex } from "viem";
import { errorsByName, errorsBySelector } from "../../../src/abis/declaredErrors.ts";
import { explain, toJson } from "../../../src/index.ts";
import { readDrawing } from "../../helpers/drawing.ts";

const { runs, seed, path } = readDrawing(500);
const drawn = { numRuns: runs, ...(seed !== undefined && { seed }), ...(path !== undefined && { path }) };

/** What an input may be known by: without any of it nothing may be made of it. */
const isMarked = (text: string) =>
  /AA\d\d|GS\d{3}|-3\d{4}|-32\d{3}/.test(text) ||
  (text.match(/[A-Za-z_]\w*/g) ?? []).some((word) => errorsByName(word).length > 0) ||
  (text.match(/[0-9a-fA-F]{8}/g) ?? []).some((digits) => errorsBySelector(`0x${digits}`).length > 0);

const hex = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString("hex")}`;

/** Nothing of what was drawn is known, so nothing may be told as known. */
async function expectNothing(input: string): Promise<void> {
  fc.pre(input.trim() !== "" && !isMarked(input) && !/08c379a0|4e487b71/i.test(input));
  const explanation = await explain(input);
  expect(explanation.verdict, toJson(explanation)).to.equal("unknown");
  expect(explanation.causes, toJson(explanation)).to.deep.equal([]);
  expect(explanation.layers.every(({ layer }) => layer === "unknown")).to.equal(true);
}

describe("explain, of what was drawn", () => {
  it("makes nothing of random bytes", async () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map(hex);
    await fc.assert(fc.asyncProperty(bytes, expectNothing), drawn);
  });

  it("makes nothing of random text", async () => {
    const words = fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.lorem());
    await fc.assert(fc.asyncProperty(words, expectNothing), drawn);
  });

  it("makes nothing of random JSON", async () => {
    const keys = fc.constantFrom(
      "error",
      "code",
      "message",
      "data",
      "result",
      "sender",
      "nonce",
      "receipt",
      "x",
    );
    const json = fc.letrec((tie) => ({
      value: fc.oneof(fc.string(), fc.boolean(), fc.constant(null), fc.nat(1000), tie("list"), tie("fields")),
      list: fc.array(tie("value"), { maxLength: 3 }),
      fields: fc.dictionary(keys, tie("value"), { maxKeys: 4 }),
    }));
    const property = fc.asyncProperty(json.fields, async (fields) => {
      const explanation = await explain(JSON.stringify(fields));
      // A code of a bundler's own may have been drawn: then it is told as such, and no cause with it.
      expect(["unknown", "refused"]).to.include(explanation.verdict);
      expect(explanation.causes).to.deep.equal([]);
    });
    await fc.assert(property, drawn);
  });

  it("does not fail on arguments that no error has", async () => {
    const selectors = [
      "0x1c792c05",
      "0xf4270752",
      "0x65c8fd4d",
      "0x220266b6",
      "0x3b577361",
      "0x08c379a0",
      "0x4e487b71",
    ];
    const data = fc.tuple(fc.constantFrom(...selectors), fc.uint8Array({ maxLength: 400 }));
    const property = fc.asyncProperty(data, async ([selector, bytes]) => {
      const input = selector + hex(bytes).slice(2);
      const { layers } = await explain(input);
      expect(layers.length, input).to.be.greaterThan(0);
    });
    await fc.assert(property, drawn);
  });

  const megabytes = 2_000_000;
  const large: Readonly<Record<string, string>> = {
    spaces: `AA23${" ".repeat(megabytes)}x`,
    digits: `0x${"ab".repeat(megabytes)}`,
    "open brackets": "[".repeat(megabytes),
    "open braces": "{".repeat(megabytes),
    quotes: '{"'.repeat(megabytes / 2),
    "names that are none": "Abcdefg(".repeat(megabytes / 8),
    "beginnings of digits": "0x".repeat(megabytes / 2),
    lines: "a:\n".repeat(megabytes / 3),
    "fields of an operation": "nonce: 1\n".repeat(megabytes / 9),
    "a long text of a revert": `0x08c379a0${"0".repeat(62)}20${"0".repeat(58)}1e8480${"41".repeat(megabytes)}`,
    "deep JSON": `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`,
    "wide JSON": JSON.stringify(Array.from({ length: 100_000 }, (_, index) => ({ x: { y: index } }))),
  };
  for (const [what, input] of Object.entries(large)) {
    // Mocha's own bound is the measure: what took time by the square of its length would never end.
    it(`comes to an end on megabytes of ${what}`, async () => {
      expect(toJson(await explain(input)).length).to.be.lessThan(25_000);
    });
  }
});
