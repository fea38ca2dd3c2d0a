import { expect } from "chai";
import { encodeFunctionData, type Hex, keccak256, numberToHex, zeroAddress } from "viem";
import {
  type Call,
  type EnableSignature,
  neverEnabled,
  type Operation,
  type Outcome,
  type PolicyOnChain,
  predict,
  type Session,
  type SessionOnChain,
  toSessionAccount,
} from "../../src/index.ts";
import { execute } from "../../src/outcome/execute.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { managementAbi } from "../helpers/managementAbi.ts";
import { metBounds } from "./bounds.ts";
import type { Stage } from "./buildStage.ts";
import { toAsked } from "./calls.ts";
import { type DrawnSession, toSession } from "./grants.ts";
import { Model } from "./Model.ts";
import type { Disabling, Management, Step, Use, Wait } from "./steps.ts";
import type { Tally } from "./Tally.ts";

/** What a session may be enabled as: the second time perhaps with other limits. */
export type Variants = readonly [DrawnSession, DrawnSession];

/** Enough for whatever a walk does. */
const gas = {
  callGasLimit: 10_000_000n,
  verificationGasLimit: 8_000_000n,
  preVerificationGas: 100_000n,
  maxFeePerGas: 10n ** 9n,
  maxPriorityFeePerGas: 10n ** 9n,
};

/** A prediction and the chain say different things. */
export class Disagreement extends Error {
  override readonly name = "Disagreement";
}

/**
 * Plays a walk on a chain, predicts each of the session's operations, and holds the predictions against what becomes
 * of them; in the end, what the chain holds against what it is thought to hold.
 *
 * @param stage The chain, put back to where walks begin.
 * @param variants The two sessions that walk, each as it may be enabled.
 * @param steps What is done.
 * @param tally Told of each operation, and of the rules that it keeps or breaks.
 * @throws Disagreement.
 */
export async function play(
  stage: Stage,
  variants: readonly [Variants, Variants],
  steps: readonly Step[],
  tally: Tally,
): Promise<void> {
  const walk = begin(stage, variants);
  await manage(walk, { do: "enable", session: 0, variant: 0 });
  await manage(walk, { do: "enable", session: 1, variant: 0 });
  for (const step of steps) {
    if (step.do === "wait") goOn(walk, step);
    else if (step.do !== "use") await manage(walk, step);
    else await use(walk, step, tally);
  }
  await compareStates(walk);
}

/** A walk under way. */
interface Walk {
  readonly stage: Stage;
  readonly model: Model;
  /** The sessions, each as it may be enabled. */
  readonly sessions: readonly { readonly permissionId: Hex; readonly variants: readonly Session[] }[];
  /** What the owner has signed last for each session: that it may be enabled. */
  readonly signatures: Map<Hex, EnableSignature>;
}

function begin(stage: Stage, variants: readonly [Variants, Variants]): Walk {
  const { world, account, keys, now } = stage;
  const sessions = variants.map((drawn, index) => {
    const salt = keccak256(numberToHex(index));
    const made = drawn.map((one) => toSession(stage, one, (keys[index] as (typeof keys)[0]).address, salt));
    return { permissionId: world.release.permissionId(made[0] as Session), variants: made };
  });
  const states = sessions.map(({ permissionId }) => neverEnabled(world, account, permissionId));
  return { stage, sessions, model: new Model(states, now), signatures: new Map() };
}

async function use({ stage, model, sessions, signatures }: Walk, step: Use, tally: Tally): Promise<void> {
  const { world, harness, account, keys, paymaster } = stage;
  const { permissionId } = of(sessions, step.session);
  const state = model.of(permissionId);
  const enable = step.enables ? signatures.get(permissionId) : undefined;
  const key = {
    "its key": keys[step.session],
    "the other's key": keys[1 - step.session],
    "nobody's key": keys[2],
  }[step.by] as (typeof keys)[0];
  // Which of a wrong nonce and a missing module is heard of is the account's choice.
  const nonce = model.nonce + (model.moduleInstalled ? { next: 0n, used: -1n, future: 1n }[step.nonce] : 0n);
  if (nonce >> 64n !== model.nonce >> 64n) return; // no nonce is used yet
  const asked = toAsked(stage, state, step);
  const operation: Operation = {
    ...asked,
    signer: key.address,
    nonce,
    paymaster: step.paid,
    ...(enable && { enable }),
  };
  const prediction = predict({ permissionId }, state, operation, model.time);

  const signer = toSessionAccount(world, account, permissionId, key, enable);
  const { callData, calls = [{ to: zeroAddress }] } = { callData: undefined, calls: undefined, ...asked };
  await setTime(stage, model.time);
  const outcome = await execute({
    world,
    client: harness.client,
    account,
    signer: {
      ...signer,
      getNonce: async () => nonce,
      ...(callData !== undefined && { encodeCalls: async () => callData }),
    },
    calls,
    gas,
    ...(step.paid && { paymaster: { address: paymaster } }),
  });

  const said = { prediction: summaryOfPrediction(prediction), chain: summaryOfOutcome(outcome) };
  if (print(said.prediction) !== print(said.chain)) {
    throw new Disagreement(`predicted: ${print(said.prediction)}\nthe chain: ${print(said.chain)}`);
  }
  tally.operations++;
  if (prediction.status === "accepted") {
    for (const rule of metBounds(state, prediction.state, operation, model.time)) tally.of(rule).kept++;
    model.set(prediction.state);
  } else if (prediction.status === "rejected") tally.of(prediction.refusal.rule).broken++;
}

/** Calls that the target refuses are the target's business: validation has passed, and counted. */
function summaryOfOutcome(outcome: Outcome): unknown {
  if (outcome.status === "accepted" || outcome.mined) return "accepted";
  const { layer, code, args, policy, rule } = outcome.refusal;
  return { layer, code, args, rule, policy };
}

function summaryOfPrediction(prediction: ReturnType<typeof predict>): unknown {
  if (prediction.status === "accepted") return "accepted";
  if (prediction.status === "unknown") return prediction;
  const { layer, code, args, policy, rule } = prediction.refusal;
  return { layer, code, args, rule, policy };
}

function goOn({ model }: Walk, { session, to, offset }: Wait): void {
  const ahead = to === "later" ? [] : boundsOf(model, to).filter((bound) => bound > model.time);
  const bound = ahead[session % Math.max(ahead.length, 1)];
  const time = bound === undefined ? model.time + 1n : bound + BigInt(offset);
  if (time > model.time) model.time = time;
}

const boundsOf = (model: Model, to: "validAfter" | "validUntil") =>
  model.all().flatMap((session) => framesOf(session).map((frame) => frame[to]));

const framesOf = ({ userOpPolicies, actions }: SessionOnChain) =>
  [userOpPolicies, ...actions.map(({ policies }) => policies)]
    .flat()
    .filter(({ name }) => name === "TimeFramePolicy")
    .map(({ state }) => state as { validAfter: bigint; validUntil: bigint });

async function manage(walk: Walk, step: Management): Promise<void> {
  const { stage, model, sessions, signatures } = walk;
  const { world } = stage;
  if (step.do === "install" || step.do === "uninstall") return installOrNot(walk, step.do === "install");
  const { permissionId, variants } = of(sessions, step.session);
  switch (step.do) {
    case "enable": {
      const session = of(variants, step.variant);
      await byOwner(walk, [world.release.encodeEnable([session])]);
      return model.enable(permissionId, session);
    }
    case "sign": {
      const [session, { mode }] = [of(variants, step.variant), step];
      signatures.set(permissionId, await stage.signEnable(session, mode));
      return;
    }
    case "remove":
      await byOwner(walk, world.release.encodeRevoke(permissionId).slice(0, 1));
      return model.remove(permissionId);
    case "revoke":
      await byOwner(walk, world.release.encodeRevoke(permissionId));
      model.remove(permissionId);
      return model.revokeEnableSignature(permissionId);
    default:
      return disable(walk, permissionId, step);
  }
}

async function installOrNot(walk: Walk, install: boolean): Promise<void> {
  const { model, stage } = walk;
  const { world, account, smartSession } = stage;
  if (model.moduleInstalled === install) return;
  // A session may be enabled without the module, which is then not installed over it.
  if (install && model.all().some(({ enabled }) => enabled)) return;
  const initData = world.release.encodeInstallData([]);
  await byOwner(walk, [
    install ? account.encodeInstall(smartSession, initData) : await account.encodeUninstall(smartSession),
  ]);
  if (install) model.moduleInstalled = true;
  else model.uninstall();
}

async function disable(walk: Walk, permissionId: Hex, step: Disabling): Promise<void> {
  const { model } = walk;
  const { enabled, userOpPolicies, actions } = model.of(permissionId);
  if (!enabled) return;
  const managing = (functionName: string, ...args: readonly unknown[]) =>
    byOwner(walk, [
      {
        to: walk.stage.smartSession,
        data: encodeFunctionData({
          abi: managementAbi,
          functionName,
          args: [permissionId, ...args],
        } as never),
      },
    ]);
  const action = actions[step.action % Math.max(actions.length, 1)];
  if (step.do === "disableAction") {
    if (!action) return;
    await managing("disableActionId", action.actionId);
    model.disableAction(permissionId, action);
  } else {
    const policies = step.ofSession ? userOpPolicies : (action?.policies ?? []);
    const policy = policies[step.policy % Math.max(policies.length, 1)];
    if (!policy) return;
    if (step.ofSession) {
      await managing("disableUserOpPolicies", [policy.address]);
      model.disableUserOpPolicy(permissionId, policy);
    } else if (action) {
      await managing("disableActionPolicies", action.actionId, [policy.address]);
      model.disableActionPolicy(permissionId, action, policy);
    }
  }
}

async function byOwner({ stage, model }: Walk, calls: readonly Call[]): Promise<void> {
  const { world, harness, account } = stage;
  await setTime(stage, model.time);
  const signer = account.smartAccount;
  await expectAccepted(world, await execute({ world, client: harness.client, account, signer, calls, gas }));
}

const setTime = ({ world }: Stage, time: bigint) =>
  world.provider.request({ method: "evm_setNextBlockTimestamp", params: [numberToHex(time)] });

/** What the chain holds in the end is what it is thought to hold. */
async function compareStates({ stage, model, sessions }: Walk): Promise<void> {
  const { harness, account } = stage;
  for (const { permissionId, variants } of sessions) {
    const [first] = variants as readonly [Session];
    const session = { ...first, actions: variants.flatMap(({ actions }) => actions) };
    const onChain = await harness.readSession(account, { permissionId, session });
    const [held, thought] = [inOrder(onChain), inOrder(model.of(permissionId))];
    if (print(held) !== print(thought)) {
      throw new Disagreement(`thought to be held: ${print(thought)}\nthe chain holds: ${print(held)}`);
    }
  }
}

/** The beta does not tell the order of an action's policies. */
function inOrder(state: SessionOnChain): SessionOnChain {
  const sorted = (policies: readonly PolicyOnChain[]) =>
    [...policies].sort((one, other) => (one.address < other.address ? -1 : 1));
  if (state.release !== "beta") return state;
  return { ...state, actions: state.actions.map((one) => ({ ...one, policies: sorted(one.policies) })) };
}

/** Addresses are written with and without their checksum. */
const print = (value: unknown) =>
  JSON.stringify(value, (_, one) => {
    if (typeof one === "bigint") return `${one}n`;
    return typeof one === "string" && one.startsWith("0x") ? one.toLowerCase() : one;
  });

function of<One>(list: readonly One[], index: number): One {
  const found = list[index];
  if (found === undefined) expect.fail(`there is no ${index}`);
  return found;
}
