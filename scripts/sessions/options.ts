import { text } from "../taskOptions.ts";

/** Which account, for every command about one. */
export interface AccountOptions {
  readonly account: string | undefined;
  readonly owner: string | undefined;
  readonly salt: string | undefined;
  readonly json: boolean;
}

/** How it is sent, for every command that sends. */
export interface SendOptions extends AccountOptions {
  readonly bundler: string | undefined;
  readonly paymasterUrl: string | undefined;
  readonly dryRun: boolean;
}

/** By which passphrase, for every command that opens or seals keys. */
export interface KeyOptions {
  readonly passphraseFile: string | undefined;
}

export const accountOptions = [
  {
    ...text,
    name: "account",
    description:
      "The kind of account: safe7579, nexus, kernel, reference or startale (default: safe7579; live: startale)",
  },
  {
    ...text,
    name: "owner",
    description:
      "Its owner's address, enough where nothing is signed by it (default: of ACCOUNT_OWNER_PRIVATE_KEY)",
  },
  { ...text, name: "salt", description: "Tells accounts of one owner apart (default: 0)" },
] as const;

export const sendOptions = [
  ...accountOptions,
  {
    ...text,
    name: "bundler",
    description:
      "instant or alto (simulated chains), or a URL (default: the network's variable, else instant on a simulated chain)",
  },
  { ...text, name: "paymasterUrl", description: "A paymaster service (ERC-7677) that pays for the gas" },
] as const;

export const keyOptions = [
  {
    ...text,
    name: "passphraseFile",
    description: "A file with the keys' passphrase (default: SESSION_KEYS_PASSPHRASE, else it is asked for)",
  },
] as const;

export const dryRun = {
  name: "dryRun",
  description: "Only say what would be sent and what it would cost; needs no owner's key",
} as const;
