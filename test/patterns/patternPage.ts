import { readFileSync } from "node:fs";
import { type AbiFunction, type Address, formatEther, toFunctionSignature } from "viem";
import { contractArtifact, fromPreset, type Harness, presets } from "../../src/index.ts";
import type { PatternName } from "./patternScene.ts";

/** Addresses that stand on a page for those that a permission is given. */
const given = {
  sessionKey: "0x00000000000000000000000000000000000A11cE",
  account: "0x0000000000000000000000000000000000aCc001",
  targets: { token: "0x0000000000000000000000000000000000707e01" },
} as const;
const target: Address = "0x0000000000000000000000000000000000C0De01";

/** The sessions file of a pattern. */
export const exampleOf = (name: PatternName): URL =>
  new URL(`../../examples/patterns/${name}.json`, import.meta.url);

/**
 * What a pattern's page says of its permission: in TypeScript, as an entry of a sessions file, and field by field.
 *
 * @param harness Compiles it.
 * @param name The pattern.
 * @returns Markdown.
 */
export function permissionOf(harness: Harness, name: PatternName): string {
  return [
    `In TypeScript, by \`${shortOf(name)}\`, or all of it:`,
    ["```ts", sourceOf(name), "```"].join("\n"),
    `In a sessions file, [examples/patterns/${name}.json](../../examples/patterns/${name}.json); or \`"preset": "${name}"\` alone:`,
    ["```json", readFileSync(exampleOf(name), "utf8").trimEnd(), "```"].join("\n"),
    "Who enforces each field:",
    tableOf(harness, name),
    "A paymaster pays only where `permitERC4337Paymaster` is true: SmartSession v1 sees to it. On the beta any may.",
  ].join("\n\n");
}

/** By the preset, with what its words stand for where it has any. */
function shortOf(name: PatternName): string {
  const known = "argumentRules" in presets[name].permission ? ", account: account.address, targets" : "";
  return `fromPreset("${name}", { sessionKey: key.address, target: targets.${name}${known} })`;
}

/** The preset's function with the names of its arguments. */
function signatureOf(name: PatternName): string {
  const { contract, permission } = presets[name];
  const declared = contractArtifact(contract).abi as readonly { readonly type: string }[];
  const called = declared.find(
    (item): item is AbiFunction =>
      item.type === "function" && toFunctionSignature(item as AbiFunction) === permission.function,
  );
  const inputs = called?.inputs.map(({ type, name: argument }) => `${type} ${argument}`).join(",");
  return `${called?.name}(${inputs})`;
}

function sourceOf(name: PatternName): string {
  const { contract, permission } = presets[name];
  const {
    function: _,
    argumentRules = [],
    ...limits
  } = {
    ...permission,
    ...("argumentRules" in permission && { argumentRules: permission.argumentRules }),
  };
  const words: Readonly<Record<string, string>> = { account: "account.address", token: "targets.token" };
  const rules = argumentRules.map(
    ({ argument, condition, value }) =>
      `    { argument: "${argument}", condition: "${condition}", value: ${words[value]} },`,
  );
  const literal = (value: string | bigint) =>
    typeof value === "string" ? `"${value}"` : value === 0n ? "0n" : `parseEther("${formatEther(value)}")`;
  return [
    "const session = harness.compile({",
    "  sessionKey: key.address,",
    `  target: targets.${name},`,
    `  abi: contractArtifact("${contract}").abi,`,
    `  function: "${signatureOf(name)}",`,
    ...(rules.length > 0 ? ["  argumentRules: [", ...rules, "  ],"] : []),
    ...Object.entries(limits).map(([field, value]) => `  ${field}: ${literal(value)},`),
    "});",
  ].join("\n");
}

/** The statement of enforcement; a paymaster's field is each release's own. */
function tableOf(harness: Harness, name: PatternName): string {
  const { enforcement } = harness.compile(fromPreset(name, { ...given, target, validAfter: 1_900_000_000n }));
  const readable = (text: string) =>
    text
      .replace(given.sessionKey, "the session's key")
      .replace(given.account, "the account")
      .replace(given.targets.token, "the token")
      .replace(target, "the contract")
      .replace(/not after \S+Z/, "not after its end");
  const valueText = (field: string, value: string | bigint | null): string => {
    if (field === "validUntil") return `${presets[name].permission.duration} from its beginning`;
    if (typeof value === "bigint") return value === 0n ? "0" : `${formatEther(value)} ETH`;
    return value === null ? "–" : readable(value);
  };
  const rows = enforcement
    .filter(({ field }) => field !== "permitERC4337Paymaster" && field !== "validAfter")
    .map(
      ({ field, value, enforcedBy, statement }) =>
        `| \`${field}\` | ${valueText(field, value)} | ${enforcedBy ?? "nothing"} | ${readable(statement)} |`,
    );
  return ["| field | value | enforced by | which means |", "|---|---|---|---|", ...rows].join("\n");
}
