import type { Address } from "viem";
import type { Complaint } from "../config/parseInput.ts";
import { type TargetName, targetNames } from "../deployments/deploymentsSchema.ts";

/** What stands for the account whose session it is, where an address is asked for. */
export const accountWord = "account";

/** Words that stand for addresses: the account, and the presets' targets. */
export type AddressWord = typeof accountWord | TargetName;

/** What words stand for. */
export interface KnownAddresses {
  /** The account that the session is for: `account`. */
  readonly account?: Address | undefined;
  /** Where targets stand, each by its name: `token`. */
  readonly targets?: Readonly<Partial<Record<TargetName, Address | undefined>>> | undefined;
}

/**
 * Tells whether a value is a word that stands for an address.
 *
 * @param value What was written.
 * @returns Whether it is.
 */
export const isAddressWord = (value: unknown): value is AddressWord =>
  value === accountWord || targetNames.some((name) => name === value);

/**
 * Finds the address that a word stands for.
 *
 * @param word The word.
 * @param known What words stand for.
 * @returns The address; undefined where it is not known.
 */
export const addressOf = (word: AddressWord, { account, targets }: KnownAddresses): Address | undefined =>
  word === accountWord ? account : targets?.[word];

/**
 * Says of a word that what it stands for is not known.
 *
 * @param word The word.
 * @returns What is wrong, and what to do.
 */
export function unknownWord(word: AddressWord): Complaint {
  return word === accountWord
    ? {
        problem: "stands for the account that the session is for, and which that is was not given",
        remedy: "Give the account beside the permission (account: …), or its address in place of the word.",
      }
    : {
        problem: "stands for a deployed target, and where that stands is not known",
        remedy: `Deploy it (./harness targets deploy ${word}) and give where (targets: { ${word}: … }), or an address in place of the word.`,
      };
}
