import { encode7579Calls } from "permissionless/utils";
import type { Address } from "viem";
import { signEnable } from "../../session/signEnable.ts";
import { toSessionAccount } from "../../session/toSessionAccount.ts";
import type { Stage } from "./acts.ts";
import type { Chance } from "./chance.ts";
import type { Grant } from "./Grant.ts";
import { begin, isInTime } from "./lives.ts";
import { ownNftOf, type PlannedCall } from "./plannedCalls.ts";

/** What a use is drawn and paid by. */
export interface UseStage extends Stage {
  readonly chance: Chance;
  /** It pays for whatever it is asked to. */
  readonly paymaster: Address;
}

/**
 * Uses a session, in one operation.
 *
 * @param stage The stage.
 * @param grant The session.
 * @param enables Whether the operation carries the owner's signature, which enables the session. Default: where its
 * first use is to, and this is the first.
 * @returns Whether it was used: its time may not have come, or be over, or nothing is left of it.
 */
export async function use(
  stage: UseStage,
  grant: Grant,
  enables = grant.firstUse && grant.enablings === 0,
): Promise<boolean> {
  const { post, chance } = stage;
  const { holder, compiled, sort } = grant;
  if (!holder.installed || !isInTime(grant, post.time()) || (!enables && !grant.enabled)) return false;
  const signature = enables
    ? await signEnable(stage.harness.world, holder.account, compiled, "ENABLE")
    : undefined;
  if (enables) {
    begin(grant, "first use", post.time());
    holder.toEnable += 1;
  }
  const calls = drawCalls(stage, grant);
  if (calls.length === 0) return false;

  const success = apply(grant, calls);
  const sponsored = !enables && sort.permission.permitERC4337Paymaster === true && chance.happens(0.3);
  grant.lastUsed = post.time();
  grant.tally.count(calls, success, sponsored);
  const { account, nonces } = holder;
  const nonce = nonces.session;
  nonces.session += 1n;
  await post.add({
    what: `A use of a session (${sort.name}) of ${account.kind} ${account.address}`,
    signer: signature
      ? toSessionAccount(stage.harness.world, account, compiled, grant.key, signature)
      : grant.signer,
    operation: {
      sender: account.address,
      nonce,
      // The account is there: every kind takes its calls by ERC-7579's execute.
      callData: encode7579Calls({ mode: { type: calls.length > 1 ? "batchcall" : "call" }, callData: calls }),
      callGasLimit: 1_000_000n,
      verificationGasLimit: enables ? 4_000_000n : 1_500_000n,
      ...(sponsored && paidBy(stage.paymaster)),
    },
    success,
    onMined: (charge) => grant.tally.charge(charge),
  });
  return true;
}

/** Up to three calls: as many as its policies let pass. */
function drawCalls({ chance }: UseStage, { holder, sort, counters }: Grant): PlannedCall[] {
  const drawing = {
    chance,
    account: holder.account.address,
    ownNft: ownNftOf(holder.account.address),
    freeNft: () => holder.nextNft++,
  };
  const wanted = chance.happens(0.25) ? 2 + chance.below(2) : 1;
  const drawn: PlannedCall[] = [];
  while (drawn.length < wanted) {
    const more = [...drawn, sort.draw(drawing)];
    if (!counters.every((one) => one.used + one.needs(more) <= one.limit)) break;
    drawn.push(...more.slice(-1));
  }
  return drawn;
}

/** Policies count what is tried; targets hold what took effect, of all calls or of none. */
function apply({ holder, counters }: Grant, calls: readonly PlannedCall[]): boolean {
  for (const counter of counters) counter.used += counter.needs(calls);
  const held = { ...holder.holdings };
  const success = calls.every((call) => call.apply(held));
  if (success) Object.assign(holder.holdings, held);
  for (const { to: target, selector, value } of calls) {
    const name = `${target} ${selector}`;
    const tally = holder.targets.get(name) ?? { target, selector, calls: 0, failed: 0, value: 0n };
    holder.targets.set(name, tally);
    tally.calls += 1;
    if (success) tally.value += value;
    else tally.failed += 1;
  }
  return success;
}

const paidBy = (paymaster: Address) => ({
  paymaster,
  paymasterData: "0x" as const,
  paymasterVerificationGasLimit: 100_000n,
  paymasterPostOpGasLimit: 50_000n,
});
