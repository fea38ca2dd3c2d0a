import { createRequire } from "node:module";
import { SourceNotParsedError } from "./errors.ts";

/** A node of solc's syntax tree; what else it has depends on its type. */
export interface AstNode {
  readonly nodeType: string;
  /** Where it stands: `offset:length:file`, in bytes. */
  readonly src: string;
  readonly [key: string]: unknown;
}

const require = createRequire(import.meta.url);

/**
 * Parses one source, without what it imports.
 *
 * @param file What the source is called.
 * @param source The source.
 * @returns The root of solc's syntax tree.
 * @throws SourceNotParsedError where it is no Solidity.
 */
export function parseSolidity(file: string, source: string): AstNode {
  const solc = require("solc") as { compile(input: string): string };
  const input = {
    language: "Solidity",
    sources: { [file]: { content: source } },
    settings: { stopAfter: "parsing", outputSelection: { "*": { "": ["ast"] } } },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input)));
  const ast = output.sources?.[file]?.ast;
  if (!ast) throw new SourceNotParsedError({ file, problem: output.errors?.[0]?.formattedMessage ?? "" });
  return ast;
}

/**
 * Tells whether a value of the tree is a node.
 *
 * @param value The value.
 * @returns Whether it is one.
 */
export function isNode(value: unknown): value is AstNode {
  return typeof value === "object" && value !== null && "nodeType" in value;
}
