import { readFileSync } from "node:fs";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { InvalidInputError } from "../../src/index.ts";
import { fromHere } from "../fromHere.ts";
import type { MissingVariable } from "../missingVariables.ts";

const variable = "SESSION_KEYS_PASSPHRASE";

/** Gives the passphrase when it is needed, asking for it where it has to be asked for. */
export type Passphrase = () => Promise<string>;

/**
 * Finds where the passphrase of the session keys comes from: a file, `SESSION_KEYS_PASSPHRASE`, or a prompt. Nobody is
 * asked yet.
 *
 * @param hre Hardhat.
 * @param file What `--passphrase-file` was given, if it was.
 * @param purpose `seal`: keys are encrypted by it, so it is asked for twice. `open`: a key is decrypted.
 * @returns Gives the passphrase; or the variable that has to be set, where there is no terminal to ask at.
 * @throws InvalidInputError where the file cannot be read, or what is given is empty.
 */
export function readPassphrase(
  hre: HardhatRuntimeEnvironment,
  file: string | undefined,
  purpose: "seal" | "open",
): { readonly passphrase: Passphrase } | { readonly missing: MissingVariable } {
  if (file !== undefined) {
    const text = readText(file);
    return { passphrase: async () => text };
  }
  const { [variable]: given } = process.env;
  if (given) return { passphrase: async () => given };
  if (process.stdin.isTTY) {
    return {
      passphrase: () => (purpose === "seal" ? askTwice(hre) : ask(hre, "Passphrase of the session key")),
    };
  }
  return {
    missing: {
      name: variable,
      what: "what the session keys are encrypted by, and there is no terminal to ask at",
      remedy: "Set it, or give --passphrase-file.",
    },
  };
}

function readText(file: string): string {
  let text: string;
  try {
    text = readFileSync(fromHere(file), "utf8").replace(/\r?\n$/, "");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw refuse("passphraseFile", file, `cannot be read (${code})`);
  }
  if (text !== "") return text;
  throw refuse("passphraseFile", file, "is empty");
}

const ask = (hre: HardhatRuntimeEnvironment, what: string) =>
  hre.interruptions.requestSecretInput("sessions", what);

async function askTwice(hre: HardhatRuntimeEnvironment): Promise<string> {
  const first = await ask(hre, "Passphrase for the new session keys");
  if (first === "") throw refuse("passphrase", "(nothing)", "is empty");
  if (first === (await ask(hre, "The same once more"))) return first;
  throw refuse("passphrase", "(not shown)", "is not the same both times");
}

const refuse = (field: string, value: string, problem: string) =>
  new InvalidInputError([{ field, value, problem, remedy: "Give the passphrase of the session keys." }]);
