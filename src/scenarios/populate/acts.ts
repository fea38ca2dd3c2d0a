import { encodeFunctionData, parseAbi, parseEther } from "viem";
import type { Harness } from "../../harness.ts";
import type { Call } from "../../world/Call.ts";
import type { PolicyData } from "../../world/Release.ts";
import { addedCounter } from "./counters.ts";
import type { Grant, Holder } from "./Grant.ts";
import { begin, end } from "./lives.ts";
import { ownNftOf, type PlannedCall, type plannedCalls } from "./plannedCalls.ts";
import type { Post } from "./post.ts";

/** What an owner does is done by these. */
export interface Stage {
  readonly harness: Harness;
  readonly post: Post;
  readonly calls: ReturnType<typeof plannedCalls>;
}

/** Sessions that fit into one operation, with the gas of EIP-7825. */
const enabledAtOnce = 12;
/** Gas: more than it takes to enable the dearest session. */
const enablingGas = 1_150_000n;

const managementAbi = parseAbi([
  "struct PolicyData { address policy; bytes initData; }",
  "function enableUserOpPolicies(bytes32 permissionId, PolicyData[] policies)",
  "function disableUserOpPolicies(bytes32 permissionId, address[] policies)",
]);

/**
 * An operation of an account's owner: it is nobody's use.
 *
 * @param stage The stage.
 * @param holder The account.
 * @param what What it is, for people.
 * @param calls Its calls.
 * @param callGasLimit Gas for the calls. Default 1,000,000.
 */
export async function byOwner(
  { post }: Stage,
  { account, nonces }: Holder,
  what: string,
  calls: readonly Call[],
  callGasLimit = 1_000_000n,
): Promise<void> {
  const { smartAccount } = account;
  await post.add({
    what: `${what}, by the owner of ${account.kind} ${account.address}`,
    signer: smartAccount,
    operation: {
      sender: account.address,
      nonce: nonces.owner,
      ...(await smartAccount.getFactoryArgs()),
      callData: await smartAccount.encodeCalls(
        calls.map(({ to, value = 0n, data = "0x" }) => ({ to, value, data })),
      ),
      callGasLimit,
      verificationGasLimit: 3_000_000n,
    },
    success: true,
  });
  nonces.owner += 1n;
}

/**
 * The owner makes calls to targets.
 *
 * @param stage The stage.
 * @param holder The account.
 * @param calls The calls; they take effect.
 */
export async function act(stage: Stage, holder: Holder, calls: readonly PlannedCall[]): Promise<void> {
  for (const call of calls) call.apply(holder.holdings);
  await byOwner(stage, holder, "Calls", calls);
}

/**
 * Deploys an account: it has the module, with sessions that are enabled by its installation, and what it gives away.
 *
 * @param stage The stage.
 * @param holder The account.
 * @param grants Its first sessions.
 */
export async function settle(stage: Stage, holder: Holder, grants: readonly Grant[]): Promise<void> {
  const { harness, post, calls } = stage;
  const { account, holdings } = holder;
  const { address } = account;
  const sessions = grants.map(({ compiled }) => compiled.session);
  const initData = harness.world.release.encodeInstallData(sessions);
  const first = [
    calls.faucet(address, 10n ** 24n),
    calls.approve(2n ** 256n - 1n, address),
    calls.mint(address, ownNftOf(address), parseEther("0.01")),
  ];
  const install = account.encodeInstall(harness.world.contracts.SmartSession.address, initData);
  for (const call of first) call.apply(holdings);
  holder.nextNft += 1n;
  await byOwner(stage, holder, "The first operation", [install, ...first], 7_000_000n);
  holder.installed = true;
  for (const grant of grants) begin(grant, "call", post.time());
  if (grants.length > 0) holder.toEnable += 1;
  await post.flush();
}

/**
 * Enables sessions of an account; those that are enabled begin anew.
 *
 * @param stage The stage.
 * @param holder The account.
 * @param grants Its sessions.
 */
export async function enable(stage: Stage, holder: Holder, grants: readonly Grant[]): Promise<void> {
  const { harness, post } = stage;
  for (let from = 0; from < grants.length; from += enabledAtOnce) {
    const some = grants.slice(from, from + enabledAtOnce);
    await post.flush();
    const call = harness.world.release.encodeEnable(some.map(({ compiled }) => compiled.session));
    await byOwner(stage, holder, "Enabling", [call], enablingGas * BigInt(some.length) + 300_000n);
    for (const grant of some) begin(grant, "call", post.time());
    holder.toEnable += 1;
  }
  await post.flush();
}

/**
 * Removes sessions of an account.
 *
 * @param stage The stage.
 * @param holder The account.
 * @param grants Its sessions.
 * @param forGood Whether enable signatures that were made before are made void as well.
 */
export async function remove(
  stage: Stage,
  holder: Holder,
  grants: readonly Grant[],
  forGood: boolean,
): Promise<void> {
  const { harness, post } = stage;
  await post.flush();
  const calls = grants.flatMap(({ compiled }) =>
    harness.world.release.encodeRevoke(compiled.permissionId).slice(0, forGood ? 2 : 1),
  );
  await byOwner(stage, holder, "Removing", calls, 500_000n * BigInt(grants.length));
  await post.flush();
  for (const grant of grants) end(grant);
}

/**
 * Adds a policy to a session that is enabled: a count of its operations.
 *
 * @param stage The stage.
 * @param grant The session; it has no such policy yet.
 */
export async function addPolicy(stage: Stage, grant: Grant): Promise<void> {
  await manage(stage, grant, "enableUserOpPolicies", addedPolicies(stage, grant));
  grant.counters.push(addedCounter(addedLimit));
  grant.holder.policiesAdded += 1;
}

/**
 * Takes the policy from a session again.
 *
 * @param stage The stage.
 * @param grant The session.
 */
export async function takePolicy(stage: Stage, grant: Grant): Promise<void> {
  const policies = addedPolicies(stage, grant).map(({ policy }) => policy);
  await manage(stage, grant, "disableUserOpPolicies", policies);
  grant.counters = grant.counters.filter(({ added }) => !added);
  grant.holder.policiesTaken += 1;
}

/** More operations than are made. */
const addedLimit = 1_000_000n;

/** The policies of a permission that limits nothing else. */
function addedPolicies({ harness }: Stage, { compiled, key }: Grant): readonly PolicyData[] {
  const { target } = compiled.permission;
  const counted = { sessionKey: key.address, target, function: "increment()", maxOperations: addedLimit };
  return harness.compile(counted).session.userOpPolicies;
}

async function manage(
  stage: Stage,
  { holder, compiled }: Grant,
  functionName: "enableUserOpPolicies" | "disableUserOpPolicies",
  policies: readonly unknown[],
): Promise<void> {
  await stage.post.flush();
  const args = [compiled.permissionId, policies] as never;
  const data = encodeFunctionData({ abi: managementAbi, functionName, args });
  const to = stage.harness.world.contracts.SmartSession.address;
  await byOwner(stage, holder, functionName, [{ to, data }]);
  await stage.post.flush();
}

/**
 * Uninstalls the module: every session of the account ends.
 *
 * @param stage The stage.
 * @param holder The account.
 */
export async function uninstall(stage: Stage, holder: Holder): Promise<void> {
  const { post, harness } = stage;
  await post.flush();
  const call = await holder.account.encodeUninstall(harness.world.contracts.SmartSession.address);
  await byOwner(stage, holder, "Uninstalling", [call], 14_000_000n);
  await post.flush();
  holder.installed = false;
  for (const grant of holder.grants) if (grant.enabled) end(grant);
}
