import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { findMutants, type Mutant } from "./findMutants.ts";

/** A contract that is mutated, and what tests it. Paths are relative to the project. */
export interface Subject {
  readonly contract: string;
  readonly file: string;
  /** The contract that is deployed: the subject, or for a library the contract that uses it. */
  readonly deployed: string;
  /** The Solidity tests; none for the validator, which the TypeScript suite alone tests. */
  readonly solidityTests: readonly string[];
  /** The TypeScript tests, those that are about this contract first. */
  readonly suite: readonly string[];
  /** The source. */
  readonly original: string;
  readonly mutants: readonly Mutant[];
}

const validator = "contracts/validators/OwnableValidator.sol";
/** Libraries, and the policy that each is a part of. */
const partOf: Record<string, string> = { ExecutionValue: "ValueLimitPolicy" };

/**
 * What of the suite runs sessions on the reference contracts. Not findDifference.test.ts, which looks up lines of
 * the contracts' sources, and fails for any change.
 */
const relevant =
  /^test\/(policies|sessions|validators|prediction|audits|sdk|differential\/rows|scenarios\/demo|harness)\b/;

/**
 * Finds the contracts that are mutated, with their mutants and tests.
 *
 * @param root The project's folder.
 * @returns The policies, their library, and the validator of session keys.
 * @throws SourceNotParsedError where one of them is no Solidity.
 */
export function findSubjects(root: string): readonly Subject[] {
  const list = (folder: string, ending: string) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(ending))
      .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
      .sort();
  const solidityTests = list("test/contracts", ".t.sol");
  const tests = list("test", ".test.ts").filter((path) => relevant.test(path));
  return [...list("contracts/policies", ".sol"), validator].map((file) => {
    const contract = basename(file, ".sol");
    const name = partOf[contract] ?? contract;
    const original = readFileSync(join(root, file), "utf8");
    const own = (path: string) =>
      path.split("/").some((part) => part.startsWith(`${name}.`)) ||
      (file === validator && path === "test/sessions/keys.test.ts");
    return {
      contract,
      file,
      deployed: file.replace(contract, name),
      solidityTests: solidityTests.filter((path) => basename(path, ".t.sol") === name),
      suite: inOrder(tests, own, (path) => /^test\/(policies|sessions)\//.test(path)),
      original,
      mutants: findMutants(file, original),
    };
  });
}

/** Those that match the first condition first, then those that match the second, then the others. */
function inOrder(paths: readonly string[], ...conditions: ((path: string) => boolean)[]): readonly string[] {
  const rank = (path: string) => conditions.findIndex((matches) => matches(path)) >>> 0;
  return [...paths].sort((one, other) => rank(one) - rank(other));
}
