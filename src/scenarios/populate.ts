import { parseEther } from "viem";
import { z } from "zod";
import type { AccountKind } from "../account/Account.ts";
import { accountKindSchema } from "../account/createAccount.ts";
import { complain, parseInput } from "../config/parseInput.ts";
import { uintSchema } from "../config/schemas.ts";
import type { Harness } from "../harness.ts";
import { chainTime } from "../world/clock.ts";
import { createChance } from "./populate/chance.ts";
import { createHolder, kindsIn, prepareTargets } from "./populate/crew.ts";
import type { Holder } from "./populate/Grant.ts";
import { day, grantAll } from "./populate/grantAll.ts";
import type { Ledger } from "./populate/Ledger.ts";
import { ledgerOf } from "./populate/ledgerOf.ts";
import { plannedCalls } from "./populate/plannedCalls.ts";
import { play } from "./populate/play.ts";
import { openPost } from "./populate/post.ts";
import { sortsOn } from "./populate/sorts.ts";
import { placePaymaster } from "./prove/placePaymaster.ts";

export type {
  Ledger,
  LedgerAccount,
  LedgerFigures,
  LedgerHoldings,
  LedgerPlaces,
  LedgerSession,
  LedgerState,
  LedgerTarget,
  LedgerToken,
} from "./populate/Ledger.ts";

/** How far it is. */
export interface PopulateProgress {
  /** Uses so far, and in all. */
  readonly uses: number;
  readonly of: number;
  /** What was done so far. */
  ledger(): Ledger;
}

/** How many, by whom. */
export interface PopulateParameters {
  /** Sessions, 1 to 1,000,000. */
  readonly sessions: bigint | number | string;
  /** Operations of sessions, 1 to 100,000,000. Default: ten a session. */
  readonly uses?: bigint | number | string | undefined;
  /** Accounts, 1 to 100,000. Default: one for 40 sessions, at least two, and one of each kind. */
  readonly accounts?: bigint | number | string | undefined;
  /** The same seed does the same, on a chain whose clock stands the same; 0 to 2^32 - 1. Default 1. */
  readonly seed?: bigint | number | string | undefined;
  /** The accounts' kinds, in turns. Default: every kind that the world has. */
  readonly kinds?: readonly AccountKind[] | undefined;
  /** Told when the sessions are there, and after each eighth of the uses; what it does is waited for. */
  readonly onProgress?: ((progress: PopulateProgress) => Promise<void> | void) | undefined;
}

const uint = (unit: string, min: bigint, max: bigint) => uintSchema({ bits: 32, unit, min, max });

const parametersSchema = z.strictObject(
  {
    sessions: uint("sessions", 1n, 1_000_000n),
    uses: uint("uses", 1n, 100_000_000n).optional(),
    accounts: uint("accounts", 1n, 100_000n).optional(),
    seed: uint("", 0n, 2n ** 32n - 1n).default(1n),
    kinds: z
      .array(accountKindSchema)
      .min(1, { error: complain("names no kind", "Name one, or leave it out.") })
      .optional(),
    onProgress: z
      .custom<PopulateParameters["onProgress"]>(
        (value) => value === undefined || typeof value === "function",
        { error: complain("is not a function", "Give a function, or leave it out.") },
      )
      .optional(),
  },
  {
    error: complain(
      "are not what a chain is populated by",
      "Give { sessions, uses?, accounts?, seed?, kinds?, onProgress? }.",
    ),
  },
);

/** Sessions of an account, where it is not said how many accounts there are. */
const sessionsOfAccount = 40;
/** Seconds from a bundle to the next. */
const step = 600n;

/**
 * Fills a simulated chain with sessions and their uses, and keeps a ledger of what it does: what an analysis of the chain
 * has to come to. The ledger is kept from what is done and what each bundle's receipt says of its operations.
 *
 * Sessions of many sorts, enabled by calls, by the module's installation and by first uses, some of them again; single
 * calls and batches; operations that fail; bundles of operations of several accounts; sessions that expire, are used up,
 * revoked, not yet valid; paymasters; operations of owners and of accounts without sessions in between; a module that is
 * uninstalled. A month passes meanwhile.
 *
 * @param harness A harness on a chain that mines by itself.
 * @param parameters How many sessions and uses, and by which seed.
 * @returns The ledger. A session that its first use was to enable is not in it where that use never came.
 * @throws InvalidInputError, also where the same seed was used on the chain before; AccountKindNotPresentError for a kind
 * that was asked for; StageRefusedError where an operation does not end as it should.
 * @example
 * ```ts
 * const ledger = await populate(harness, { sessions: 40, uses: 300 });
 * ```
 */
export async function populate(harness: Harness, parameters: PopulateParameters): Promise<Ledger> {
  const given = parseInput(parametersSchema, parameters, "parameters");
  const { world } = harness;
  const sessions = Number(given.sessions);
  const uses = Number(given.uses ?? given.sessions * 10n);
  const kinds = given.kinds ?? (await kindsIn(world));
  const accounts = Number(
    given.accounts ?? Math.max(2, kinds.length, Math.ceil(sessions / sessionsOfAccount)),
  );
  const chance = createChance(Number(given.seed));

  const begin = await chainTime(world);
  const holders: Holder[] = [];
  for (let index = 0; index < accounts; index++) {
    const kind = kinds[index % kinds.length] as AccountKind;
    holders.push(await createHolder(world, chance, `account ${index}`, kind));
  }
  const places = await prepareTargets(world, chance);
  const stranger = await createHolder(world, chance, "stranger", kinds[0] as AccountKind);
  const paymaster = await placePaymaster(harness, stranger.account, parseEther("100000"));
  stranger.nonces.owner = await stranger.account.smartAccount.getNonce();
  const post = await openPost(world, { begin: begin + step, step });
  const stage = { harness, post, chance, calls: plannedCalls(places), paymaster };

  const grants = grantAll(harness, chance, holders, sortsOn(places), { count: sessions, begin });
  const ledger = () => ledgerOf(places, holders, post.last());
  await play(stage, {
    holders,
    stranger,
    grants,
    uses,
    monthLater: begin + 31n * day,
    onPart: async (made) => given.onProgress?.({ uses: made, of: uses, ledger }),
  });
  return ledger();
}
