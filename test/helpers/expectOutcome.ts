import { expect } from "chai";
import { parseEventLogs } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import type { Accepted, Layer, MinedUserOperation, Outcome, Rejected, Rule, World } from "../../src/index.ts";

/**
 * Holds that an operation took effect: EntryPoint says so in its event, and the nonce has been used.
 *
 * @param world Where it was sent.
 * @param outcome What became of it.
 * @returns The outcome, accepted.
 */
export async function expectAccepted(world: World, outcome: Outcome): Promise<Accepted> {
  if (outcome.status === "rejected") {
    const { layer, code, reason } = outcome.refusal;
    expect.fail(`expected the operation to be accepted; ${layer} refused with ${code}: ${reason}`);
  }
  await expectMined(world, outcome, true);
  return outcome;
}

/** What a refusal has to be. */
export interface ExpectedRefusal {
  readonly layer: Layer;
  readonly code: string;
  readonly rule: Rule;
  /** All of the error's arguments. */
  readonly args: Readonly<Record<string, unknown>>;
  /** The layers that spoke, from outside in, as `layer code`. */
  readonly layers?: readonly string[];
  readonly policy?: string;
}

/**
 * Holds that an operation was refused: by which layer, with which error and arguments, for which rule; and
 * that nothing was mined.
 *
 * @param outcome What became of it.
 * @param expected The refusal.
 * @returns The outcome, rejected.
 */
export function expectRefused(outcome: Outcome, expected: ExpectedRefusal): Rejected {
  const rejected = expectRejected(outcome, expected);
  expect(rejected.mined, "nothing is mined").to.equal(undefined);
  return rejected;
}

/**
 * Holds that an operation was mined with its calls undone: by whom, with which error and arguments; EntryPoint
 * says so in its event, and the nonce has been used.
 *
 * @param world Where it was sent.
 * @param outcome What became of it.
 * @param expected The refusal.
 * @returns The outcome, rejected.
 */
export async function expectReverted(
  world: World,
  outcome: Outcome,
  expected: Omit<ExpectedRefusal, "rule">,
): Promise<Rejected> {
  const rejected = expectRejected(outcome, { ...expected, rule: "execution" });
  if (!rejected.mined) expect.fail("expected the operation to be mined");
  await expectMined(world, rejected.mined, false);
  return rejected;
}

function expectRejected(outcome: Outcome, expected: ExpectedRefusal): Rejected {
  if (outcome.status === "accepted") {
    expect.fail(`expected ${expected.layer} to refuse with ${expected.code}; the operation was accepted`);
  }
  const { layer, code, rule, args, layers, policy } = outcome.refusal;
  expect({ layer, code, rule, args }).to.deep.equal({
    layer: expected.layer,
    code: expected.code,
    rule: expected.rule,
    args: expected.args,
  });
  if (expected.layers) expect(layers.map((one) => `${one.layer} ${one.code}`)).to.deep.equal(expected.layers);
  expect(policy?.name).to.equal(expected.policy);
  return outcome;
}

async function expectMined(world: World, mined: MinedUserOperation, success: boolean): Promise<void> {
  const { address } = world.contracts.EntryPoint;
  const [event, ...others] = parseEventLogs({
    abi: entryPoint07Abi,
    eventName: "UserOperationEvent",
    logs: [...mined.logs],
  });
  expect(others).to.have.lengthOf(0);
  expect(event?.address.toLowerCase()).to.equal(address.toLowerCase());
  expect(event?.args).to.include({ userOpHash: mined.userOpHash, nonce: mined.nonce, success });
  const next = await world.client.readContract({
    address,
    abi: entryPoint07Abi,
    functionName: "getNonce",
    args: [event?.args.sender ?? "0x", mined.nonce >> 64n],
  });
  expect(next, "the nonce is used").to.equal(mined.nonce + 1n);
}
