import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { InvalidInputError, readSessionsFile, sessionsFileJsonSchema } from "../../src/index.ts";

const target = "0x1111111111111111111111111111111111111111";

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly [bound: string]: unknown;
}

/** What the checks below know of JSON Schema: a word that they do not know is a word that nobody checks. */
const known = [
  ...["$schema", "title", "description", "type", "anyOf", "enum", "pattern", "properties", "required"],
  ...[
    "additionalProperties",
    "propertyNames",
    "items",
    "minItems",
    "maxItems",
    "minLength",
    "minimum",
    "maximum",
  ],
];

function accepts(schema: JsonSchema, value: unknown): boolean {
  expect(Object.keys(schema).filter((word) => !known.includes(word))).to.deep.equal([]);
  const { type, anyOf, properties = {}, required = [], items } = schema;
  if (type !== undefined && ![type].flat().some((one) => isOfType(one, value))) return false;
  if (anyOf && !anyOf.some((one) => accepts(one, value))) return false;
  if (schema.enum && !schema.enum.includes(value)) return false;
  if (typeof value === "string") {
    return new RegExp(schema.pattern ?? "", "u").test(value) && value.length >= Number(schema.minLength ?? 0);
  }
  if (typeof value === "number") {
    return value >= Number(schema.minimum ?? -Infinity) && value <= Number(schema.maximum ?? Infinity);
  }
  if (Array.isArray(value)) {
    const fits =
      value.length >= Number(schema.minItems ?? 0) && value.length <= Number(schema.maxItems ?? Infinity);
    return fits && value.every((one) => items === undefined || accepts(items, one));
  }
  if (typeof value !== "object" || value === null) return true;
  if (required.some((name) => !(name in value))) return false;
  const { additionalProperties = {}, propertyNames = {} } = schema;
  return Object.entries(value).every(([name, member]) => {
    const of = properties[name] ?? additionalProperties;
    return accepts(propertyNames, name) && of !== false && accepts(of, member);
  });
}

function isOfType(type: string, value: unknown): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return type === "integer" ? Number.isInteger(value) : typeof value === type;
}

describe("the schema of sessions files", () => {
  const published = new URL("../../docs/sessions.schema.json", import.meta.url);
  const schema = sessionsFileJsonSchema() as JsonSchema;
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "sessions-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const isRead = (content: unknown): boolean => {
    const file = join(folder, "batch.json");
    writeFileSync(file, JSON.stringify(content));
    try {
      readSessionsFile(file);
      return true;
    } catch (error) {
      if (error instanceof InvalidInputError) return false;
      throw error;
    }
  };

  it("is published as it is: ./harness sessions schema", () => {
    expect(JSON.parse(readFileSync(published, "utf8"))).to.deep.equal(JSON.parse(JSON.stringify(schema)));
  });

  it("describes every field, and says the unit of each that has one", () => {
    const fields = schema.properties?.sessions?.items?.properties ?? {};
    expect(Object.keys(fields)).to.have.length.above(15);
    for (const [name, { description }] of Object.entries(fields)) expect(description, name).to.be.a("string");
    for (const name of ["maxValue", "maxTotalValue"]) expect(fields[name]?.description).to.match(/In wei/);
    for (const name of ["validAfter", "validUntil"])
      expect(fields[name]?.description).to.match(/Unix seconds/);
  });

  const counting = { name: "a", target, function: "increment()" };
  const paying = { name: "a", target, function: "pay(address to,uint256 amount)" };
  const rule = { argument: "amount", condition: "inRange", value: [1, "2"] };
  const both: [string, unknown][] = [
    ["a preset", { name: "a", preset: "nft" }],
    ["an address", counting],
    ["a target by name", { ...counting, target: "counter" }],
    [
      "every limit",
      {
        ...paying,
        argumentRules: [rule],
        maxValue: "1 ether",
        maxTotalValue: 5,
        maxUses: "3",
        maxOperations: 4,
        permitERC4337Paymaster: true,
        validAfter: "2027-01-01T00:00:00Z",
        duration: "1 day",
        count: 2,
        example: { args: ["account", 1], value: "1 wei" },
      },
    ],
    ["what is not linted", { ...counting, lint: { off: { "no-expiry": "why" } } }],
    ["an ABI of signatures", { ...counting, abi: ["function increment()"] }],
    ["a rule by position", { ...paying, argumentRules: [{ argument: 1, maxTotal: "5" }] }],
  ];
  for (const [what, entry] of both) {
    it(`takes what is read: ${what}`, () => {
      const file = { $schema: "sessions.schema.json", sessions: [entry] };
      expect([accepts(schema, file), isRead(file)]).to.deep.equal([true, true]);
    });
  }

  const neither: [string, unknown][] = [
    ["no name", { ...counting, name: undefined }],
    ["a name with a blank", { ...counting, name: "a b" }],
    ["neither preset nor target", { name: "a", function: "increment()" }],
    ["a preset that is not known", { name: "a", preset: "x" }],
    ["a short address", { ...counting, target: "0x11" }],
    ["a field that is not known", { ...counting, maxUse: 1 }],
    ["a key", { ...counting, privateKey: "x" }],
    ["a negative limit", { ...counting, maxUses: -1 }],
    ["a fraction of uses", { ...counting, maxUses: 1.5 }],
    ["a currency that is no unit", { ...paying, maxValue: "1 ETH" }],
    ["a time without a zone", { ...counting, validUntil: "2027-01-01T00:00:00" }],
    ["a comparison that is not known", { ...paying, argumentRules: [{ ...rule, condition: "<" }] }],
    ["a range of one", { ...paying, argumentRules: [{ ...rule, value: [1] }] }],
    ["a rule without an argument", { ...paying, argumentRules: [{ condition: "equal", value: 1 }] }],
    ["a count of 1001", { ...counting, count: 1001 }],
    ["an example that is a list", { ...paying, example: [] }],
    ["what is not linted without a reason", { ...counting, lint: { off: { "no-expiry": " " } } }],
    ["an ABI without items", { ...counting, abi: [] }],
    ["an entry that is none", 5],
  ];
  for (const [what, entry] of neither) {
    it(`refuses what is not read: ${what}`, () => {
      const file = JSON.parse(JSON.stringify({ sessions: [entry] }));
      expect([accepts(schema, file), isRead(file)]).to.deep.equal([false, false]);
    });
  }

  it("refuses a file without sessions, or with more than them", () => {
    for (const file of [{}, { sessions: [] }, [counting], { sessions: [counting], more: 1 }]) {
      expect([accepts(schema, file), isRead(file)]).to.deep.equal([false, false]);
    }
  });
});
