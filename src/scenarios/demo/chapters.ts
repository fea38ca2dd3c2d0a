import { setChainTime } from "../../world/clock.ts";
import { nftValue } from "./planDemo.ts";
import { accepted, freshKey, refusedBy, type Stage, usesOf } from "./stage.ts";

/** The account is created, the module installed, and the presets' sessions enabled in one operation. */
export async function begin({ harness, plan, step, holdings, installed, enabled, calls, firstCount }: Stage) {
  const { account, sessions } = plan;
  const tokens = 100n * 10n ** 18n;
  await step(
    `Create the account; its owner calls increment() ${firstCount} times and fetches 100 tokens`,
    accepted,
    () =>
      harness.execute(account, [
        ...Array.from({ length: Number(firstCount) }, () => calls.counter(plan.increment)),
        calls.faucet(account.address, tokens),
      ]),
    holdings,
  );
  await step("Install SmartSession", accepted, () => harness.install(account), installed(true));
  await step(
    "Enable the presets' three sessions in one operation: counter, ERC-20, NFT",
    accepted,
    () => harness.enable(account, Object.values(sessions)),
    enabled(["counter", "erc20", "nft"], true),
  );
}

/** Scope, key, and number of uses. */
export async function counter(stage: Stage) {
  const { harness, plan, use, calls } = stage;
  const { granted, other, value, maxUses, targets } = plan;
  const session = plan.sessions.counter;
  const { count } = usesOf(stage);
  if (plan.startsLater) {
    const early = refusedBy("EntryPoint", "AA22", "validAfter");
    await use("Use a session before it begins", early, session, count());
    await setChainTime(harness.world, plan.validAfter);
  }
  await use(`Counter: call ${granted.signature}`, counted(plan.value), session, count());
  const outside = refusedBy("SmartSession", "NoPoliciesSet", "action");
  await use(`Call another function: ${other.signature}`, outside, session, {
    calls: [calls.counter(other.selector, value)],
  });
  await use("Call the same function of another contract", outside, session, {
    calls: [{ ...calls.counter(granted.selector, value), to: targets.token }],
  });
  const foreign = refusedBy("SmartSession", "SIG_VALIDATION_FAILED", "sessionKey");
  await use("Sign with another key", foreign, session, count(), { key: freshKey() });
  const rest = maxUses - 1n;
  const last = rest === 1n ? "the last use" : `the last ${rest} uses in one operation`;
  await use(`Counter: make ${last}`, counted(plan.value), session, count(rest));
  const usedUp = refusedBy("policy", "PolicyViolation", "maxUses");
  await use("Use a session that is used up", usedUp, session, count());
}

/** An amount of tokens. */
export async function tokens(stage: Stage) {
  const { plan, use } = stage;
  const { transfer } = usesOf(stage);
  const { erc20 } = plan.sessions;
  await use("ERC-20: transfer 60 of 100 tokens", accepted, erc20, transfer(60n));
  const over = refusedBy("policy", "PolicyViolation", "spendingLimit");
  await use("ERC-20: transfer 50 more", over, erc20, transfer(50n));
}

/** Native value by call and in all, an argument, and revocation. */
export async function nfts(stage: Stage) {
  const { harness, plan, step, use, enabled, recipient } = stage;
  const { mint } = usesOf(stage);
  const { nft } = plan.sessions;
  const { perCall } = nftValue;
  const over = refusedBy("policy", "ValueLimitExceeded", "maxValue");
  await use("NFT: mint for 0.05 ETH and 1 wei", over, nft, mint(0n, perCall + 1n));
  await use("NFT: mint for 0.05 ETH", accepted, nft, mint(1n, perCall));
  const notTheAccount = refusedBy("policy", "PolicyViolation", "argumentRules");
  await use("NFT: mint for somebody else", notTheAccount, nft, mint(2n, perCall / 5n, recipient));
  const inAll = refusedBy("policy", "PolicyViolation", "maxTotalValue");
  await use("NFT: mint for another 0.05 ETH, of 0.08 in all", inAll, nft, mint(3n, perCall));
  await step(
    "Revoke the NFT session",
    accepted,
    () => harness.revoke(plan.account, nft),
    enabled(["nft"], false),
  );
  const revoked = refusedBy("SmartSession", "InvalidPermissionId", "sessionEnabled");
  await use("Use a session that is revoked", revoked, nft, mint(4n, perCall / 5n));
}

/** A session that its own first use enables. */
export async function enabledByUse(stage: Stage) {
  const { harness, plan, use } = stage;
  const { count } = usesOf(stage);
  const session = plan.enabledByUse;
  const enable = await harness.signEnable(plan.account, session);
  const first = "Counter: enable a session by its own first use, which the owner has signed";
  await use(first, counted(plan.value), session, count(), { enable });
  const replayed = refusedBy("SmartSession", "HashMismatch", "enableSignature");
  await use("Use the owner's signature a second time", replayed, session, count(), { enable });
}

/** The sessions expire, and the module is uninstalled. */
export async function end(stage: Stage) {
  const { harness, plan, step, use, installed } = stage;
  const { transfer } = usesOf(stage);
  const { erc20 } = plan.sessions;
  await setChainTime(harness.world, plan.validUntil);
  await use("ERC-20: transfer 30 tokens in the last second", accepted, erc20, transfer(30n));
  await setChainTime(harness.world, plan.validUntil + 1n);
  const late = refusedBy("EntryPoint", "AA22", "validUntil");
  await use("Use a session that has expired", late, erc20, transfer(1n));
  await step("Uninstall SmartSession", accepted, () => harness.uninstall(plan.account), installed(false));
  const without = refusedBy("account", "module not installed", "moduleInstalled");
  await use("Use a session without the module", without, erc20, transfer(1n));
}

/** The session lets value pass that the Counter does not take. */
function counted(value: bigint) {
  return value === 0n ? accepted : refusedBy("target", "no data", "execution");
}
