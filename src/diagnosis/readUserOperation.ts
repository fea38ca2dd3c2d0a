import { readFileSync } from "node:fs";
import type { UserOperation } from "viem/account-abstraction";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import { parseJson } from "../session/parseJson.ts";
import { readText } from "../session/readText.ts";
import { readOperation } from "./explain/readOperation.ts";

/** What an operation lacks that nobody has signed, or asked a bundler about. */
const unsent = {
  signature: "0x",
  callGasLimit: 0n,
  verificationGasLimit: 0n,
  preVerificationGas: 0n,
  maxFeePerGas: 0n,
  maxPriorityFeePerGas: 0n,
};

/**
 * Reads a file with a user operation of EntryPoint v0.7, as bundlers take it or packed; it need be neither signed nor
 * estimated yet.
 *
 * @param file Its path; `-` for standard input.
 * @returns The operation; gas and fees that are not in it are 0.
 * @throws InvalidInputError where the file cannot be read, or holds no such operation.
 */
export function readUserOperation(file: string): UserOperation<"0.7"> {
  const isInput = file === "-";
  const source = isInput ? "standard input" : file;
  const written = parseJson(isInput ? readFileSync(0, "utf8") : readText(file, "operation"), source);
  const refuse = (problem: string) =>
    new InvalidInputError(
      [
        {
          field: "operation",
          value: "(not shown)",
          problem,
          remedy: "Give a JSON object with sender, nonce, callData, signature, and gas, as bundlers take it.",
        },
      ],
      { source },
    );
  const isObject = typeof written === "object" && written !== null && !Array.isArray(written);
  const read = isObject ? readOperation({ ...unsent, ...written }) : undefined;
  if (!read) throw refuse("is no user operation: sender, nonce and callData make one");
  if ("problem" in read) throw refuse(`cannot be read. ${read.problem}`);
  return read.operation;
}
