import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { contractArtifact } from "../abis/contractArtifact.ts";
import { smartSessionAbi } from "../abis/smartSessionAbi.ts";
import type { Account } from "../account/Account.ts";
import type { Harness } from "../harness.ts";
import type { Outcome } from "../refusal/Outcome.ts";
import type { CompiledPermission } from "../session/compilePermission.ts";
import { setChainTime } from "../world/clock.ts";
import { deployContract } from "../world/deployContract.ts";
import { type DemoOptions, planDemo } from "./planDemo.ts";
import { type Check, type Expectation, isExpected, type Step } from "./Step.ts";

/** What the demo did. */
export interface DemoResult {
  readonly account: Pick<Account, "kind" | "address">;
  /** One of its sessions; the others differ by their salt alone. */
  readonly session: CompiledPermission;
  readonly steps: readonly Step[];
  /** Whether every step ended as it should. */
  readonly ok: boolean;
}

const accepted: Expectation = { status: "accepted" };

/**
 * A session's whole life, and what it refuses: from an account without the module to the module uninstalled.
 *
 * @param harness A harness on a local chain. The chain's clock is moved past the session's end.
 * @param options What the session grants.
 * @param onStep Told of each step when it has ended.
 * @returns Every step with its outcome.
 * @throws InvalidInputError where an option cannot be meant; then nothing was sent.
 */
export async function runDemo(
  harness: Harness,
  options: DemoOptions = {},
  onStep: (step: Step) => void = () => {},
): Promise<DemoResult> {
  const { world } = harness;
  const smartSession = world.contracts.SmartSession.address;
  const { abi, bytecode } = contractArtifact("targets/Counter");
  const plan = await planDemo(harness, options);
  const { key, target, granted, other, value, maxUses, validAfter, validUntil, startsLater } = plan;

  const account = await harness.createAccount();
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

  // What the chain should say: the count moves with every call that takes effect, and with no other.
  let count = maxUses + 2n; // enough for decrement() to take from
  const moved = (calls: bigint) => {
    if (value === 0n) count += granted.direction * calls;
  };
  const counted = async (): Promise<Check[]> => {
    const actual = await world.client.readContract({
      address: target,
      abi,
      functionName: "counts",
      args: [account.address],
    });
    return [{ what: "count", expected: count, actual }];
  };
  const installed = (expected: boolean) => async () => [
    { what: "module installed", expected, actual: await account.isInstalled(smartSession) },
  ];
  const enabled = (sessions: readonly CompiledPermission[], expected: boolean) => () =>
    Promise.all(
      sessions.map(async ({ permissionId }, index) => ({
        what: sessions.length > 1 ? `session ${index + 1} enabled` : "session enabled",
        expected,
        actual: await world.client.readContract({
          address: smartSession,
          abi: smartSessionAbi,
          functionName: "isPermissionEnabled",
          args: [permissionId, account.address],
        }),
      })),
    );

  const call = (selector: typeof granted.selector) => ({ to: target, value, data: selector, abi });
  const use = (session: CompiledPermission, calls: bigint) => async () => {
    const outcome = await harness.use({
      account,
      session,
      key,
      calls: Array.from({ length: Number(calls) }, () => call(granted.selector)),
    });
    if (outcome.status === "accepted") moved(calls);
    return outcome;
  };
  /** The Counter takes no value: a session may send some, and the target then refuses. */
  const used: Expectation =
    value === 0n ? accepted : { status: "rejected", layer: "target", code: "no data", rule: "execution" };
  const refusedUse = (expected: Expectation, title: string, session: CompiledPermission) =>
    step(title, expected, use(session, 1n), counted);

  if (plan.deploysTarget) await deployContract(world, bytecode);
  const [limited, revoked, lasting] = [plan.session(), plan.session(), plan.session()];

  await step(
    `Create the account; its owner calls increment() ${count} times`,
    accepted,
    () =>
      harness.execute(
        account,
        Array.from({ length: Number(count) }, () => ({ to: target, data: plan.increment, abi })),
      ),
    counted,
  );
  await step("Install SmartSession", accepted, () => harness.install(account), installed(true));
  await step(
    "Enable three sessions in one operation",
    accepted,
    () => harness.enable(account, [limited, revoked, lasting]),
    enabled([limited, revoked, lasting], true),
  );
  if (startsLater) {
    await refusedUse(
      { status: "rejected", layer: "EntryPoint", code: "AA22", rule: "validAfter" },
      "Use a session before it begins",
      limited,
    );
    await setChainTime(world, validAfter);
  }
  await step(`Use a session: ${granted.signature}`, used, use(limited, 1n), counted);
  await step(
    `Call another function: ${other.signature}`,
    { status: "rejected", layer: "SmartSession", code: "NoPoliciesSet", rule: "action" },
    () => harness.use({ account, session: limited, key, calls: [call(other.selector)] }),
    counted,
  );
  await step(
    "Sign with another key",
    { status: "rejected", layer: "SmartSession", code: "SIG_VALIDATION_FAILED", rule: "sessionKey" },
    () =>
      harness.use({
        account,
        session: limited,
        key: privateKeyToAccount(generatePrivateKey()),
        calls: [call(granted.selector)],
      }),
    counted,
  );
  const rest = maxUses - 1n;
  const last = rest === 1n ? "the last use" : `the last ${rest} uses in one operation`;
  await step(`Make ${last}`, used, use(limited, rest), counted);
  await refusedUse(
    { status: "rejected", layer: "policy", code: "PolicyViolation", rule: "maxUses" },
    "Use a session that is used up",
    limited,
  );
  await step("Use another session", used, use(revoked, 1n), counted);
  await step("Revoke it", accepted, () => harness.revoke(account, revoked), enabled([revoked], false));
  await refusedUse(
    { status: "rejected", layer: "SmartSession", code: "InvalidPermissionId", rule: "sessionEnabled" },
    "Use a session that is revoked",
    revoked,
  );
  await setChainTime(world, validUntil);
  await step("Use the third session in its last second", used, use(lasting, 1n), counted);
  await setChainTime(world, validUntil + 1n);
  await refusedUse(
    { status: "rejected", layer: "EntryPoint", code: "AA22", rule: "validUntil" },
    "Use a session that has expired",
    lasting,
  );
  await step("Uninstall SmartSession", accepted, () => harness.uninstall(account), installed(false));
  await refusedUse(
    { status: "rejected", layer: "account", code: "module not installed", rule: "moduleInstalled" },
    "Use a session without the module",
    lasting,
  );
  const { kind, address } = account;
  return { account: { kind, address }, session: limited, steps, ok: steps.every(({ ok }) => ok) };
}
