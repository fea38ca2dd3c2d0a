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
  /** The network that the targets are deployed on, by its name: what is said of one that is not names it. */
  readonly network?: string | undefined;
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
 * @param known What words stand for; undefined where none stands for anything.
 * @returns What is wrong, and what to do.
 */
export function unknownWord(word: AddressWord, known: KnownAddresses | undefined): Complaint {
  const problem =
    word === accountWord
      ? "stands for the account that the session is for, and which that is was not given"
      : "stands for a deployed target, and where that stands is not known";
  if (known === undefined) {
    const remedy = "Give the address itself: words are for fromPreset and for sessions files.";
    return { problem, remedy };
  }
  const inPlace = "or an address in place of the word";
  if (word === accountWord)
    return {
      problem,
      remedy: `Give its address beside the permission (account: account.address), ${inPlace}.`,
    };
  const { network } = known;
  const where = network
    ? `Deploy it: ./harness targets deploy ${word} --network ${network}; ${inPlace}.`
    : `Give where it stands (targets: { ${word}: 0x… }), ${inPlace}.`;
  return { problem, remedy: where };
}
