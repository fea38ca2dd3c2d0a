import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Hex } from "viem";
import type { Subject } from "./Subject.ts";

/** A small mistake in a reference contract. */
export interface Mutant {
  /** What the contract does then. */
  readonly what: string;
  readonly contract: Subject["contract"];
  /** The file that the mistake is in, in `contracts/`. Default: the contract's own. */
  readonly file?: string;
  /** What stands there, once. */
  readonly from: string;
  readonly to: string;
}

const require = createRequire(import.meta.url);
const contracts = new URL("../../contracts/", import.meta.url);

/**
 * Compiles reference contracts with a mistake in each.
 *
 * @param mutants The mistakes.
 * @returns The runtime codes, in the same order.
 */
export function compileMutants(mutants: readonly Mutant[]): readonly Hex[] {
  const solc = require("solc") as { compile(input: string, callbacks: object): string };
  // Each mutant has a folder of its own, where its imports find the file that the mistake is in.
  const read = (path: string): string => {
    const [, index, file] = /^(\d+)\/(.*)$/.exec(path) ?? [];
    if (index === undefined || file === undefined) return readFileSync(require.resolve(path), "utf8");
    const source = readFileSync(new URL(file, contracts), "utf8");
    const mutant = mutants[Number(index)] as Mutant;
    if (file !== (mutant.file ?? `${mutant.contract}.sol`)) return source;
    const [before, after, ...more] = source.split(mutant.from);
    if (before === undefined || after === undefined || more.length > 0) {
      throw new Error(`${file} does not hold ${JSON.stringify(mutant.from)} once`);
    }
    return `${before}${mutant.to}${after}`;
  };
  const paths = mutants.map(({ contract }, index) => `${index}/${contract}.sol`);
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(paths.map((path) => [path, { content: read(path) }])),
    settings: { evmVersion: "cancun", outputSelection: { "*": { "*": ["evm.deployedBytecode.object"] } } },
  };
  const callbacks = { import: (path: string) => ({ contents: read(path) }) };
  const output = JSON.parse(solc.compile(JSON.stringify(input), callbacks));
  return mutants.map(({ what, contract }, index) => {
    const name = contract.slice(contract.indexOf("/") + 1);
    const code = output.contracts?.[paths[index] as string]?.[name]?.evm.deployedBytecode.object;
    if (!code) throw new Error(`the mutant that ${what} does not compile: ${JSON.stringify(output.errors)}`);
    return `0x${code}` as Hex;
  });
}
