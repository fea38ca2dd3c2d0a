import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { smartSessionAbi } from "../abis/smartSessionAbi.ts";
import type { Account } from "../account/Account.ts";
import type { Harness } from "../harness.ts";
import type { Outcome } from "../refusal/Outcome.ts";
import type { CompiledPermission } from "../session/compilePermission.ts";
import type { PresetName } from "../session/presets.ts";
import type { Call } from "../world/Call.ts";
import { setChainTime } from "../world/clock.ts";
import { demoCalls, demoReadings, deployDemoTargets } from "./demoTargets.ts";
import { type DemoOptions, nftValue, planDemo } from "./planDemo.ts";
import { type Check, type Expectation, isExpected, type Step } from "./Step.ts";

/** What the demo did. */
export interface DemoResult {
  readonly account: Pick<Account, "kind" | "address">;
  /** A session of each preset, as they were enabled. */
  readonly sessions: Readonly<Record<PresetName, CompiledPermission>>;
  readonly steps: readonly Step[];
  /** Whether every step ended as it should. */
  readonly ok: boolean;
}

const accepted: Expectation = { status: "accepted" };
const refusedBy = (
  layer: Extract<Expectation, { layer: unknown }>["layer"],
  code: string,
  rule: Extract<Expectation, { layer: unknown }>["rule"],
): Expectation => ({ status: "rejected", layer, code, rule });

const oneToken = 10n ** 18n;
const freshKey = () => privateKeyToAccount(generatePrivateKey());

/**
 * The presets' sessions, their whole life, and what they refuse: from an account without the module to the
 * module uninstalled.
 *
 * @param harness A harness on a local chain. The chain's clock is moved past the sessions' end.
 * @param options What is granted, and on which kind of account.
 * @param onStep Told of each step when it has ended.
 * @returns Every step with its outcome.
 * @throws InvalidInputError where an option cannot be meant; then no operation was sent.
 */
export async function runDemo(
  harness: Harness,
  options: DemoOptions = {},
  onStep: (step: Step) => void = () => {},
): Promise<DemoResult> {
  const { world } = harness;
  const smartSession = world.contracts.SmartSession.address;
  const plan = await planDemo(harness, options);
  const { account, key, targets, granted, other, value, maxUses, sessions, enabledByUse } = plan;
  const calls = demoCalls(targets);
  const read = demoReadings(world, targets);
  const recipient = freshKey().address;

  const steps: Step[] = [];
  const step = async (
    title: string,
    expected: Expectation,
    act: () => Promise<Outcome>,
    check: () => Promise<readonly Check[]> = async () => [],
  ) => {
    const begun = performance.now();
    const outcome = await act();
    const checks = await check();
    const ok = isExpected(outcome, expected) && checks.every((one) => one.expected === one.actual);
    const done: Step = { title, expected, outcome, checks, ok, milliseconds: performance.now() - begun };
    steps.push(done);
    onStep(done);
  };

  // What the chain should say: it moves with every call that takes effect, and with no other.
  const held = { count: maxUses + 3n, transferred: 0n, nfts: 0n, paid: 0n }; // enough for decrement() to take from
  const holding = async (): Promise<Check[]> => [
    { what: "count", expected: held.count, actual: await read.count(account.address) },
    { what: "tokens transferred", expected: held.transferred, actual: await read.tokens(recipient) },
    { what: "NFTs of the account", expected: held.nfts, actual: await read.nfts(account.address) },
    { what: "paid for NFTs", expected: held.paid, actual: await read.paid() },
  ];
  const installed = (expected: boolean) => async () => [
    { what: "module installed", expected, actual: await account.isInstalled(smartSession) },
  ];
  const enabled = (names: readonly PresetName[], expected: boolean) => () =>
    Promise.all(
      names.map(async (name) => ({
        what: `${name} session enabled`,
        expected,
        actual: await world.client.readContract({
          address: smartSession,
          abi: smartSessionAbi,
          functionName: "isPermissionEnabled",
          args: [sessions[name].permissionId, account.address],
        }),
      })),
    );

  const use =
    (session: CompiledPermission, made: readonly Call[], moved: () => void = () => {}) =>
    async () => {
      const outcome = await harness.use({ account, session, key, calls: made });
      if (outcome.status === "accepted") moved();
      return outcome;
    };
  const usePreset = (
    name: PresetName,
    title: string,
    expected: Expectation,
    call: Call,
    moved?: () => void,
  ) => step(title, expected, use(sessions[name], [call], moved), holding);

  const granting = calls.counter(granted.selector, value);
  const counted = (times: bigint) => () => {
    if (value === 0n) held.count += granted.direction * times;
  };
  /** The Counter takes no value: what is sent all the same, the target refuses. */
  const used = value === 0n ? accepted : refusedBy("target", "no data", "execution");
  const transfer = (tokens: bigint) => calls.transfer(recipient, tokens * oneToken);
  const transferred = (tokens: bigint) => () => {
    held.transferred += tokens * oneToken;
  };
  // The number of an NFT is free for whom it is made of.
  const mint = (to: `0x${string}`, index: bigint, paid: bigint) =>
    calls.mint(to, BigInt(account.address) * 16n + index, paid);
  const minted = (paid: bigint) => () => {
    held.nfts += 1n;
    held.paid += paid;
  };

  await deployDemoTargets(world, targets);
  await step(
    `Create the account; its owner calls increment() ${held.count} times and fetches 100 tokens`,
    accepted,
    () =>
      harness.execute(account, [
        ...Array.from({ length: Number(held.count) }, () => calls.counter(plan.increment)),
        calls.faucet(account.address, 100n * oneToken),
      ]),
    holding,
  );
  await step("Install SmartSession", accepted, () => harness.install(account), installed(true));
  await step(
    "Enable the presets' three sessions in one operation: counter, ERC-20, NFT",
    accepted,
    () => harness.enable(account, Object.values(sessions)),
    enabled(["counter", "erc20", "nft"], true),
  );
  if (plan.startsLater) {
    await usePreset(
      "counter",
      "Use a session before it begins",
      refusedBy("EntryPoint", "AA22", "validAfter"),
      granting,
      counted(1n),
    );
    await setChainTime(world, plan.validAfter);
  }

  await usePreset("counter", `Counter: call ${granted.signature}`, used, granting, counted(1n));
  await usePreset(
    "counter",
    `Call another function: ${other.signature}`,
    refusedBy("SmartSession", "NoPoliciesSet", "action"),
    calls.counter(other.selector, value),
  );
  await usePreset(
    "counter",
    "Call the same function of another contract",
    refusedBy("SmartSession", "NoPoliciesSet", "action"),
    { ...granting, to: targets.token },
  );
  await step(
    "Sign with another key",
    refusedBy("SmartSession", "SIG_VALIDATION_FAILED", "sessionKey"),
    () => harness.use({ account, session: sessions.counter, key: freshKey(), calls: [granting] }),
    holding,
  );
  const rest = maxUses - 1n;
  await step(
    `Counter: make ${rest === 1n ? "the last use" : `the last ${rest} uses in one operation`}`,
    used,
    use(
      sessions.counter,
      Array.from({ length: Number(rest) }, () => granting),
      counted(rest),
    ),
    holding,
  );
  await usePreset(
    "counter",
    "Use a session that is used up",
    refusedBy("policy", "PolicyViolation", "maxUses"),
    granting,
    counted(1n),
  );

  await usePreset("erc20", "ERC-20: transfer 60 of 100 tokens", accepted, transfer(60n), transferred(60n));
  await usePreset(
    "erc20",
    "ERC-20: transfer 50 more",
    refusedBy("policy", "PolicyViolation", "spendingLimit"),
    transfer(50n),
    transferred(50n),
  );

  const { perCall } = nftValue;
  await usePreset(
    "nft",
    "NFT: mint for 0.05 ETH and 1 wei",
    refusedBy("policy", "ValueLimitExceeded", "maxValue"),
    mint(account.address, 0n, perCall + 1n),
    minted(perCall + 1n),
  );
  await usePreset(
    "nft",
    "NFT: mint for 0.05 ETH",
    accepted,
    mint(account.address, 1n, perCall),
    minted(perCall),
  );
  await usePreset(
    "nft",
    "NFT: mint for somebody else",
    refusedBy("policy", "PolicyViolation", "argumentRules"),
    mint(recipient, 2n, perCall / 5n),
  );
  await usePreset(
    "nft",
    "NFT: mint for another 0.05 ETH, of 0.08 in all",
    refusedBy("policy", "PolicyViolation", "maxTotalValue"),
    mint(account.address, 3n, perCall),
    minted(perCall),
  );
  await step(
    "Revoke the NFT session",
    accepted,
    () => harness.revoke(account, sessions.nft),
    enabled(["nft"], false),
  );
  await usePreset(
    "nft",
    "Use a session that is revoked",
    refusedBy("SmartSession", "InvalidPermissionId", "sessionEnabled"),
    mint(account.address, 4n, perCall / 5n),
    minted(perCall / 5n),
  );

  const enable = await harness.signEnable(account, enabledByUse);
  const useWithLeave = async () => {
    const outcome = await harness.use({ account, session: enabledByUse, key, calls: [granting], enable });
    if (outcome.status === "accepted") counted(1n)();
    return outcome;
  };
  await step(
    "Counter: enable a session by its own first use, which the owner has signed",
    used,
    useWithLeave,
    holding,
  );
  await step(
    "Use the owner's signature a second time",
    refusedBy("SmartSession", "HashMismatch", "enableSignature"),
    useWithLeave,
    holding,
  );

  await setChainTime(world, plan.validUntil);
  await usePreset(
    "erc20",
    "ERC-20: transfer 30 tokens in the last second",
    accepted,
    transfer(30n),
    transferred(30n),
  );
  await setChainTime(world, plan.validUntil + 1n);
  await usePreset(
    "erc20",
    "Use a session that has expired",
    refusedBy("EntryPoint", "AA22", "validUntil"),
    transfer(1n),
    transferred(1n),
  );
  await step("Uninstall SmartSession", accepted, () => harness.uninstall(account), installed(false));
  await usePreset(
    "erc20",
    "Use a session without the module",
    refusedBy("account", "module not installed", "moduleInstalled"),
    transfer(1n),
    transferred(1n),
  );
  const { kind, address } = account;
  return { account: { kind, address }, sessions, steps, ok: steps.every(({ ok }) => ok) };
}
