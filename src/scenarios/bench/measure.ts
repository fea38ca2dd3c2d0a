import { encodeFunctionData, type Hex, type LocalAccount, numberToHex, parseEventLogs, size } from "viem";
import { entryPoint07Abi, toPackedUserOperation } from "viem/account-abstraction";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { contractArtifact } from "../../abis/contractArtifact.ts";
import type { Account, AccountKind } from "../../account/Account.ts";
import { BenchRefusedError } from "../../errors/scenarios.ts";
import type { Harness } from "../../harness.ts";
import type { GasLimits } from "../../outcome/execute.ts";
import type { Accepted, Outcome } from "../../refusal/Outcome.ts";
import type { CompiledPermission } from "../../session/compilePermission.ts";
import { toSessionAccount } from "../../session/toSessionAccount.ts";
import type { Call } from "../../world/Call.ts";
import { chainTime } from "../../world/clock.ts";
import { deployContract } from "../../world/deployContract.ts";
import { mined } from "../../world/mined.ts";
import { unlockedAccount } from "../../world/unlockedAccount.ts";
import type { TimedUse } from "./breakDown.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** An account whose session is measured: it may count until tomorrow, as often as is measured. */
export interface Bench {
  readonly harness: Harness;
  readonly account: Account;
  readonly key: LocalAccount;
  readonly session: CompiledPermission;
  readonly calls: readonly Call[];
  readonly gas: Required<GasLimits>;
}

/** What one batch of sessions cost to enable. */
export interface Enabling {
  readonly sessions: number;
  /** Of the transaction, as its receipt says: what the chain counted. */
  readonly transactionGas: bigint;
  /** UserOperationEvent.actualGasUsed: what the account is charged for, the bundler's padding included. */
  readonly actualGasUsed: bigint;
  /** Of the user operation. */
  readonly callDataBytes: number;
}

const incrementSelector: Hex = "0xd09de08a";

/**
 * Holds that an operation took effect.
 *
 * @param what Which operation.
 * @param outcome What became of it.
 * @returns The outcome.
 * @throws BenchRefusedError where it did not: what was refused is no measure.
 */
export function demandAccepted(what: string, outcome: Outcome): Accepted {
  if (outcome.status === "accepted") return outcome;
  const { layer, code, reason } = outcome.refusal;
  throw new BenchRefusedError({ what, refusal: `${layer} ${code}: ${reason}` });
}

/**
 * Sets up an account with a session that has been used once.
 *
 * @param harness Where.
 * @param kind The account's kind.
 * @returns What is to be measured.
 * @throws BenchRefusedError where an operation is not accepted.
 */
export async function setUp(harness: Harness, kind: AccountKind): Promise<Bench> {
  const { world } = harness;
  const account = await harness.createAccount({ kind });
  const key = privateKeyToAccount(generatePrivateKey());
  demandAccepted("Installing SmartSession", await harness.install(account));
  const session = (await permissions(harness, key))();
  demandAccepted("Enabling a session", await harness.enable(account, [session]));
  const calls: Call[] = [{ to: session.permission.target, data: incrementSelector }];
  demandAccepted("The first use", await harness.use({ account, session, key, calls }));
  const { maxFeePerGas, maxPriorityFeePerGas } = await world.client.estimateFeesPerGas();
  const gas = {
    callGasLimit: 500_000n,
    verificationGasLimit: 1_000_000n,
    preVerificationGas: 100_000n,
    maxFeePerGas: 2n * maxFeePerGas,
    maxPriorityFeePerGas,
  };
  return { harness, account, key, session, calls, gas };
}

/** Makes the permission that is measured, each time another: one function until a time, a number of times. */
async function permissions(harness: Harness, key: LocalAccount): Promise<() => CompiledPermission> {
  const target = await deployContract(harness.world, contractArtifact("targets/Counter").bytecode);
  const validUntil = (await chainTime(harness.world)) + 86_400n;
  const fields = { sessionKey: key.address, target, function: "increment()", validUntil, maxUses: 1_000_000 };
  return () => harness.compile(fields);
}

/**
 * Times one use, from the calls to the outcome.
 *
 * @param bench The account and its session.
 * @param watch Notes what went on meanwhile.
 * @param gasGiven Whether gas and fees are given, or the bundler is asked.
 * @returns The times.
 * @throws BenchRefusedError where it is not accepted.
 */
export async function timeUse(
  { harness, account, session, key, calls, gas }: Bench,
  watch: Stopwatch,
  gasGiven: boolean,
): Promise<TimedUse> {
  const parameters = { account, session, key: watch.key(key), calls, ...(gasGiven && { gas }) };
  watch.take();
  const begun = performance.now();
  const outcome = await harness.use(parameters);
  const ended = performance.now();
  demandAccepted("A use", outcome);
  return { begun, ended, laps: watch.take() };
}

/**
 * Signs the same operation a number of times, and times sending each by `handleOps` until its receipt is there.
 *
 * @param bench The account and its session.
 * @param count How many.
 * @returns Sends the next one, and gives its time in milliseconds; it throws BenchRefusedError where the
 * operation had no success.
 */
export async function rawUses(
  { harness: { world }, account, session, key, calls, gas }: Bench,
  count: number,
): Promise<() => Promise<number>> {
  const { provider, contracts } = world;
  const signer = toSessionAccount(world, account, session, key);
  const from = await unlockedAccount(world);
  const nonce = await signer.getNonce();
  const callData = await signer.encodeCalls(calls.map(({ to, data = "0x" }) => ({ to, data })));
  const transactions: object[] = [];
  for (let index = 0n; index < count; index++) {
    const unsigned = {
      sender: account.address,
      nonce: nonce + index,
      callData,
      ...gas,
      signature: "0x",
    } as const;
    const signature = await signer.signUserOperation(unsigned);
    const args = [[toPackedUserOperation({ ...unsigned, signature })], from] as const;
    const data = encodeFunctionData({ abi: entryPoint07Abi, functionName: "handleOps", args });
    transactions.push({ from, to: contracts.EntryPoint.address, data, gas: numberToHex(3_000_000) });
  }

  return async () => {
    const params = [transactions.shift()];
    const begun = performance.now();
    const hash = await provider.request({ method: "eth_sendTransaction", params });
    const { logs } = await mined(provider, hash);
    const ended = performance.now();
    const [event] = parseEventLogs({ abi: entryPoint07Abi, eventName: "UserOperationEvent", logs });
    if (!event?.args.success) {
      throw new BenchRefusedError({ what: "A use by raw handleOps", refusal: `no success in ${hash}` });
    }
    return ended - begun;
  };
}

/**
 * Enables a batch of sessions on a fresh account in one operation.
 *
 * @param harness Where.
 * @param kind The account's kind.
 * @param sessions How many.
 * @returns What it cost.
 * @throws BenchRefusedError where it is not accepted.
 */
export async function enableBatch(harness: Harness, kind: AccountKind, sessions: number): Promise<Enabling> {
  const account = await harness.createAccount({ kind });
  demandAccepted("Installing SmartSession", await harness.install(account));
  const next = await permissions(harness, privateKeyToAccount(generatePrivateKey()));
  const compiled = Array.from({ length: sessions }, next);
  const { transactionHash, gasUsed } = demandAccepted(
    `Enabling ${sessions} sessions`,
    await harness.enable(account, compiled),
  );
  const { client, release } = harness.world;
  const receipt = await client.getTransactionReceipt({ hash: transactionHash });
  const { to, data = "0x" } = release.encodeEnable(compiled.map(({ session }) => session));
  const callDataBytes = size(await account.smartAccount.encodeCalls([{ to, data }]));
  return { sessions, transactionGas: receipt.gasUsed, actualGasUsed: gasUsed, callDataBytes };
}
