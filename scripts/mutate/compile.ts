import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);

/**
 * Compiles a contract, without touching a file.
 *
 * @param root The project's folder, where its imports are.
 * @param entry The contract's file, relative to the project.
 * @param sources Sources in place of those of the project, by path.
 * @returns What is wrong, in a line each, and the code of everything that was compiled, without metadata.
 */
export function compile(
  root: string,
  entry: string,
  sources: Readonly<Record<string, string>>,
): { readonly errors: readonly string[]; readonly code: string } {
  const solc = require("solc") as { compile(input: string, callbacks: object): string };
  const read = (path: string) =>
    sources[path] ??
    readFileSync(path.startsWith("contracts/") ? join(root, path) : require.resolve(path), "utf8");
  const input = {
    language: "Solidity",
    sources: { [entry]: { content: read(entry) } },
    settings: {
      optimizer: { enabled: true, runs: 200 },
      evmVersion: "cancun",
      metadata: { appendCBOR: false },
      outputSelection: { "*": { "*": ["evm.deployedBytecode.object"] } },
    },
  };
  const callbacks = { import: (path: string) => ({ contents: read(path) }) };
  const output = JSON.parse(solc.compile(JSON.stringify(input), callbacks));
  const errors = ((output.errors ?? []) as { severity: string; message: string }[])
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => message);
  return { errors, code: JSON.stringify(output.contracts) };
}
