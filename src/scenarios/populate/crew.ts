import { type Address, parseEther } from "viem";
import type { AccountKind } from "../../account/Account.ts";
import { accountKinds, createAccount } from "../../account/createAccount.ts";
import { AccountKindNotPresentError } from "../../errors/account.ts";
import { InvalidInputError } from "../../errors/InvalidInputError.ts";
import { setBalance } from "../../world/setBalance.ts";
import type { World } from "../../world/World.ts";
import { deployPresets } from "../deployPresets.ts";
import type { Chance } from "./chance.ts";
import type { Holder } from "./Grant.ts";
import type { LedgerPlaces } from "./Ledger.ts";
import { ownNftOf } from "./plannedCalls.ts";

/** More than gas and values come to. */
const balance = parseEther("1000000");

/**
 * The kinds of account that a world has the contracts of.
 *
 * @param world The world.
 * @returns The kinds.
 */
export async function kindsIn(world: World): Promise<readonly AccountKind[]> {
  const isPresent = (kind: AccountKind) =>
    createAccount(world, { kind }).then(
      () => true,
      (error: unknown) => {
        if (error instanceof AccountKindNotPresentError) return false;
        throw error;
      },
    );
  const present = await Promise.all(accountKinds.map(isPresent));
  return accountKinds.filter((_, index) => present[index]);
}

/**
 * Deploys the targets, and says who is paid.
 *
 * @param world A local world.
 * @param chance Whose keys they are.
 * @returns Where they stand.
 */
export async function prepareTargets(world: World, chance: Chance): Promise<LedgerPlaces> {
  const treasury = chance.key("treasury").address;
  const targets = await deployPresets(world, treasury);
  return { ...targets, treasury, recipient: chance.key("recipient").address };
}

/**
 * Makes an account, which its first operation deploys.
 *
 * @param world A local world.
 * @param chance Whose key owns it.
 * @param name Which account.
 * @param kind Its kind.
 * @returns The account, funded; nothing was done with it yet.
 * @throws AccountKindNotPresentError; InvalidInputError where it is there already, by the same seed.
 */
export async function createHolder(
  world: World,
  chance: Chance,
  name: string,
  kind: AccountKind,
): Promise<Holder> {
  const account = await createAccount(world, { kind, owner: chance.key(name) });
  await demandFree(world, account.address, chance.seed);
  await setBalance(world, account.address, balance);
  return {
    account,
    nonces: {
      owner: await account.smartAccount.getNonce(),
      session: account.nonceKey(world.contracts.SmartSession.address) << 64n,
    },
    holdings: { count: 0n, tokens: 0n, given: 0n, allowance: 0n, nfts: 0n, paid: 0n, sent: 0n },
    targets: new Map(),
    grants: [],
    nextNft: ownNftOf(account.address),
    installed: false,
    toEnable: 0,
    policiesAdded: 0,
    policiesTaken: 0,
  };
}

async function demandFree({ client }: World, address: Address, seed: number): Promise<void> {
  if ((await client.getCode({ address })) === undefined) return;
  throw new InvalidInputError([
    {
      field: "seed",
      value: seed,
      problem: "was used on this chain before: its accounts are there",
      remedy: "Give another seed, or use a fresh chain.",
    },
  ]);
}
