import type { SmartAccountClient } from "permissionless";
import { type Address, numberToHex } from "viem";
import { formatUserOperationRequest, type SmartAccount, type UserOperation } from "viem/account-abstraction";
import type { Account } from "../account/Account.ts";
import { parseCalls } from "../account/parseCalls.ts";
import { parseInput } from "../config/parseInput.ts";
import { gasSchema, paymasterSchema } from "../config/schemas.ts";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import type { PaymasterAnswer, PaymasterService } from "../submission/paymasterService.ts";
import type { Call } from "../world/Call.ts";
import type { World } from "../world/World.ts";
import { knownError } from "./knownError.ts";
import { type Fees, offeredFees } from "./offeredFees.ts";
import { type BundlerRefusal, readBundlerError } from "./readBundlerError.ts";
import { withRoom } from "./withRoom.ts";

/** A contract that pays for an operation, and what it is given (ERC-4337 v0.7). */
export interface Paymaster {
  readonly address: Address;
  /** What the paymaster goes by. Default: nothing. */
  readonly data?: `0x${string}`;
  /** Gas for its validation. Default 100,000. */
  readonly verificationGasLimit?: bigint;
  /** Gas for what it does afterwards. Default 50,000. */
  readonly postOpGasLimit?: bigint;
}

/** What an operation may use, and what it offers for it (ERC-4337 v0.7). */
export interface GasLimits {
  /** Gas for the calls. */
  readonly callGasLimit: bigint;
  /** Gas for the account's validation, and for its deployment. */
  readonly verificationGasLimit: bigint;
  /** Gas that the bundler is paid beside what EntryPoint measures. */
  readonly preVerificationGas: bigint;
  /** In wei for each unit of gas. Default: what the bundler asks, else what the chain asks. */
  readonly maxFeePerGas?: bigint;
  /** In wei for each unit of gas. Default: what the bundler asks, else what the chain asks. */
  readonly maxPriorityFeePerGas?: bigint;
}

/** What a user operation is made of. */
export interface OperationParameters {
  readonly world: World;
  /** The bundler's client. */
  readonly client: SmartAccountClient;
  readonly account: Account;
  /** Who signs for the account: its owner, or a session (see `toSessionAccount`). */
  readonly signer: SmartAccount;
  /** The calls, in their order. */
  readonly calls: readonly Call[];
  /** Gas and fees. Default: the bundler is asked. */
  readonly gas?: GasLimits | undefined;
  /** Who pays for the gas. Default: the account. */
  readonly paymaster?: Paymaster | undefined;
  /** A service that says who pays (ERC-7677, see `paymasterService`), in place of `paymaster`. */
  readonly paymasterService?: PaymasterService | undefined;
  /**
   * The operation's nonce, key included. Default: the next one of the signer's key. Who names it may send again: of all
   * operations by one nonce, EntryPoint lets one take effect.
   */
  readonly nonce?: bigint | undefined;
}

/** A user operation that wants but its signature; where the bundler refuses to estimate its gas, that as well. */
export interface PreparedOperation {
  /** Signed with a stub. */
  readonly operation: UserOperation<"0.7">;
  readonly refusal?: BundlerRefusal;
}

/** In gas, where neither the service nor the bundler says. */
const paymasterDefaults = { verification: 100_000n, postOp: 50_000n };

/**
 * Makes a user operation of calls: nonce, fees, gas, and who pays. Nothing is signed, and nothing is sent.
 *
 * @param parameters World, client, signer and calls.
 * @returns The operation, with a stub for a signature.
 * @throws InvalidInputError; PaymasterServiceRefusedError and PaymasterServiceUnreachableError; and what is no refusal of
 * the bundler.
 */
export async function prepareOperation(parameters: OperationParameters): Promise<PreparedOperation> {
  const { world, client, account, signer, nonce, paymasterService } = parameters;
  // viem would encode a call that has an ABI; here the data is given.
  const calls = parseCalls(parameters.calls).map(({ to, value = 0n, data = "0x" }) => ({ to, value, data }));
  const given = parameters.gas && parseInput(gasSchema, parameters.gas, "gas");
  const paymaster = parameters.paymaster && parseInput(paymasterSchema, parameters.paymaster, "paymaster");
  if (paymaster && paymasterService) throw twoPayers(paymaster.address);
  const { maxFeePerGas, maxPriorityFeePerGas, ...limits } = given ?? {};
  const fees =
    maxFeePerGas !== undefined && maxPriorityFeePerGas !== undefined
      ? { maxFeePerGas, maxPriorityFeePerGas }
      : withGiven(await offeredFees(world, client).catch(rethrow), { maxFeePerGas, maxPriorityFeePerGas });
  const unpaid = (await client
    .prepareUserOperation({
      account: signer,
      calls,
      parameters: ["factory", "fees", "nonce", "signature"],
      ...(nonce !== undefined && { nonce }),
      callGasLimit: 0n,
      verificationGasLimit: 0n,
      preVerificationGas: 0n,
      ...fees,
      ...limits,
      ...(paymaster && paymasterFields(paymaster)),
    })
    .catch(rethrow)) as UserOperation<"0.7">;

  const entryPointAddress = world.contracts.EntryPoint.address;
  const asked = (operation: UserOperation<"0.7">) => ({
    ...operation,
    chainId: world.chainId,
    entryPointAddress,
  });
  const stub = await paymasterService?.getPaymasterStubData(asked(unpaid));
  const unmeasured = stub ? { ...unpaid, ...serviceFields(stub) } : unpaid;
  let measured = unmeasured;
  if (!given) {
    try {
      const estimate = await estimateGas(client, unmeasured, entryPointAddress, stub);
      const bySession = unmeasured.nonce >> 64n === account.nonceKey(world.contracts.SmartSession.address);
      const { callData } = unmeasured;
      measured = { ...unmeasured, ...withRoom(estimate, { callData, bySession }) };
    } catch (error) {
      const refusal = readBundlerError(error);
      if (!refusal) throw knownError(error);
      return { operation: unmeasured, refusal };
    }
  }
  if (!paymasterService || stub?.isFinal) return { operation: measured };
  const answer = await paymasterService.getPaymasterData(asked(measured));
  return { operation: { ...measured, ...serviceFields(answer, measured) } };
}

/** Where one of the fees is given, the other is offered. */
const withGiven = (offered: Fees, given: { [Name in keyof Fees]: Fees[Name] | undefined }): Fees => ({
  maxFeePerGas: given.maxFeePerGas ?? offered.maxFeePerGas,
  maxPriorityFeePerGas: given.maxPriorityFeePerGas ?? offered.maxPriorityFeePerGas,
});

function rethrow(error: unknown): never {
  throw knownError(error);
}

function paymasterFields({ address, data, verificationGasLimit, postOpGasLimit }: Paymaster) {
  return {
    paymaster: address,
    paymasterData: data ?? "0x",
    paymasterVerificationGasLimit: verificationGasLimit ?? paymasterDefaults.verification,
    paymasterPostOpGasLimit: postOpGasLimit ?? paymasterDefaults.postOp,
  };
}

/** What a service answers; the limits that it leaves out stay as they are. */
function serviceFields(
  { paymaster, paymasterData, ...limits }: PaymasterAnswer,
  known: Partial<UserOperation<"0.7">> = {},
) {
  return {
    paymaster,
    paymasterData,
    paymasterVerificationGasLimit:
      limits.paymasterVerificationGasLimit ??
      known.paymasterVerificationGasLimit ??
      paymasterDefaults.verification,
    paymasterPostOpGasLimit:
      limits.paymasterPostOpGasLimit ?? known.paymasterPostOpGasLimit ?? paymasterDefaults.postOp,
  };
}

async function estimateGas(
  client: SmartAccountClient,
  userOperation: UserOperation<"0.7">,
  entryPoint: Address,
  stub: PaymasterAnswer | undefined,
) {
  const estimate = await askEstimate(client, userOperation, entryPoint);
  const { paymasterVerificationGasLimit, paymasterPostOpGasLimit } = estimate;
  return {
    callGasLimit: BigInt(estimate.callGasLimit),
    verificationGasLimit: BigInt(estimate.verificationGasLimit),
    preVerificationGas: BigInt(estimate.preVerificationGas),
    // Of a paymaster that was given, the limits were given too.
    ...(stub &&
      stub.paymasterVerificationGasLimit === undefined &&
      paymasterVerificationGasLimit && {
        paymasterVerificationGasLimit: BigInt(paymasterVerificationGasLimit),
      }),
    ...(stub &&
      stub.paymasterPostOpGasLimit === undefined &&
      paymasterPostOpGasLimit && { paymasterPostOpGasLimit: BigInt(paymasterPostOpGasLimit) }),
  };
}

/** An account without means is estimated as if it had some: what it lacks can be told only then. */
async function askEstimate(
  client: SmartAccountClient,
  userOperation: UserOperation<"0.7">,
  entryPoint: Address,
) {
  const params = [formatUserOperationRequest(userOperation), entryPoint] as const;
  const ask = (...more: readonly unknown[]) =>
    client.request({
      method: "eth_estimateUserOperationGas",
      params: [...params, ...more] as unknown as [(typeof params)[0], Address],
    });
  try {
    return await ask();
  } catch (error) {
    const isUnpaid = readBundlerError(error)?.entryPoint?.code === "AA21" && !userOperation.paymaster;
    if (!isUnpaid) throw error;
    const funded = { [userOperation.sender]: { balance: numberToHex(10n ** 24n) } };
    return await ask(funded).catch(() => {
      throw error; // it does not know such overrides, or refuses for something else
    });
  }
}

const twoPayers = (address: Address) =>
  new InvalidInputError([
    {
      field: "paymaster",
      value: address,
      problem: "is given beside a paymaster service, and one of them pays",
      remedy: "Leave one of them out.",
    },
  ]);
