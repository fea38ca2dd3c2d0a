import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { InvalidInputError } from "../src/index.ts";

/**
 * Reads a private key that a variable holds. The key leaves this file in no other way than as signatures.
 *
 * @param text What the variable holds.
 * @param variable The variable.
 * @returns The account that signs by it.
 * @throws InvalidInputError, without the key, where it is none.
 */
export function parsePrivateKey(text: string, variable: string): PrivateKeyAccount {
  const [, digits] = /^(?:0x)?([0-9a-fA-F]{64})$/.exec(text.trim()) ?? [];
  try {
    if (digits) return privateKeyToAccount(`0x${digits}`);
  } catch {
    // The error of a key that is none shows it.
  }
  throw new InvalidInputError([
    {
      field: variable,
      value: "(not shown)",
      problem: "is not a private key",
      remedy: "Give 0x and 64 hexadecimal digits.",
    },
  ]);
}
