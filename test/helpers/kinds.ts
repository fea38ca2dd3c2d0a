import {
  type AccountKind,
  AccountKindNotPresentError,
  createAccount,
  createWorld,
  howToPull,
  type WorldContract,
} from "../../src/index.ts";
import { freshChain } from "./freshChain.ts";
import { isOneOfAll, releaseOfRun, skipped } from "./releases.ts";

/** What this run's worlds lack of each kind's contracts: they are all alike. */
const lacking = new Map<AccountKind, Promise<readonly string[]>>();

/**
 * Tells what this run's worlds lack to make a kind of account.
 *
 * @param kind The kind.
 * @returns The contracts; none where they hold it.
 */
export async function lacksOf(kind: AccountKind): Promise<readonly string[]> {
  const asked = lacking.get(kind) ?? ask(kind);
  lacking.set(kind, asked);
  return asked;
}

async function ask(kind: AccountKind): Promise<readonly string[]> {
  try {
    await createAccount(await createWorld(await freshChain()), { kind });
    return [];
  } catch (error) {
    if (error instanceof AccountKindNotPresentError) return error.missing;
    throw error;
  }
}

/**
 * Leaves the tests of a `describe` out where this run's worlds do not hold a kind of account, and has the run say so
 * once at its end.
 *
 * @param kind The kind.
 */
export function needsKind(kind: AccountKind): void {
  before(async function () {
    const lacks = await lacksOf(kind);
    if (lacks.length === 0) return;
    say(`${kind} accounts`, lacks);
    this.skip();
  });
}

/** Has the run say it once. */
function say(of: string, lacks: readonly string[]): void {
  const what = `whatever is held of ${of}`;
  if (skipped.some((one) => one.what === what)) return;
  if (releaseOfRun() === "v1") {
    skipped.push({ what, why: `there is no code of ${lacks.join(", ")}`, command: howToPull });
  } else if (!isOneOfAll()) {
    const why = "worlds of SmartSession v1 alone have the Startale account and what belongs to it";
    skipped.push({ what, why, command: "SMART_SESSIONS_RELEASE=v1 ./harness test" });
  }
}

/**
 * Leaves the tests of a `describe` out where this run's worlds do not hold a contract that worlds may lack.
 *
 * @param name The contract.
 */
export function needsContract(name: WorldContract["name"]): void {
  before(async function () {
    const { contracts } = await createWorld(await freshChain());
    if (contracts[name]) return;
    say(`the contract ${name}`, [name]);
    this.skip();
  });
}

/**
 * The kinds of account that this run's worlds hold; the run says at its end which they do not.
 *
 * @param kinds The kinds.
 * @returns Those that are there.
 */
export async function presentKinds(kinds: readonly AccountKind[]): Promise<readonly AccountKind[]> {
  const all = await Promise.all(kinds.map(async (kind) => ({ kind, lacks: await lacksOf(kind) })));
  for (const { kind, lacks } of all) if (lacks.length > 0) say(`${kind} accounts`, lacks);
  return all.filter(({ lacks }) => lacks.length === 0).map(({ kind }) => kind);
}
