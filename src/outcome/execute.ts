import type { SmartAccountClient } from "permissionless";
import type { Address, Hex } from "viem";
import { formatUserOperationRequest, type SmartAccount, type UserOperation } from "viem/account-abstraction";
import type { Account } from "../account/Account.ts";
import { parseCalls } from "../account/parseCalls.ts";
import { parseInput } from "../config/parseInput.ts";
import { gasSchema, paymasterSchema } from "../config/schemas.ts";
import { ReceiptMissingError } from "../errors/outcome.ts";
import type { Outcome } from "../refusal/Outcome.ts";
import type { Call } from "../world/Call.ts";
import type { World } from "../world/World.ts";
import { outcomeOfError } from "./outcomeOfError.ts";
import { outcomeOfReceipt } from "./outcomeOfReceipt.ts";
import { readBundlerError } from "./readBundlerError.ts";

/** What {@link execute} needs. */
export interface ExecuteParameters {
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
}

/** A contract that pays for an operation, and what it is given (ERC-4337 v0.7). */
export interface Paymaster {
  readonly address: Address;
  /** What the paymaster goes by. Default: nothing. */
  readonly data?: Hex;
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
  /** In wei for each unit of gas. Default: what the chain asks. */
  readonly maxFeePerGas?: bigint;
  /** In wei for each unit of gas. Default: what the chain asks. */
  readonly maxPriorityFeePerGas?: bigint;
}

/**
 * Sends calls as one user operation, and tells what became of it.
 *
 * @param parameters World, client, account, signer and calls.
 * @returns Accepted, or rejected with the reason. A refusal is a value here, not an exception.
 * @throws InvalidInputError for calls that cannot be meant; ReceiptMissingError where the operation was sent and
 * its receipt is not to be had; any other error that is not a bundler's refusal.
 */
export async function execute({
  world,
  client,
  account,
  signer,
  calls,
  gas,
  paymaster,
}: ExecuteParameters): Promise<Outcome> {
  const entryPointAddress = world.contracts.EntryPoint.address;
  const limits = gas && parseInput(gasSchema, gas, "gas");
  const unsigned = (await client.prepareUserOperation({
    account: signer,
    // viem would encode a call that has an ABI; here the data is given.
    calls: parseCalls(calls).map(({ to, value = 0n, data = "0x" }) => ({ to, value, data })),
    parameters: ["factory", "fees", "nonce", "signature"],
    callGasLimit: 0n,
    verificationGasLimit: 0n,
    preVerificationGas: 0n,
    ...limits,
    ...(paymaster && paymasterFields(parseInput(paymasterSchema, paymaster, "paymaster"))),
  })) as UserOperation<"0.7">;

  let signed: UserOperation<"0.7"> | undefined;
  let hash: Hex;
  try {
    signed = await sign(
      signer,
      limits ? unsigned : { ...unsigned, ...(await estimateGas(client, unsigned, entryPointAddress)) },
    );
    hash = await client.sendUserOperation({ ...signed, entryPointAddress });
  } catch (error) {
    const refusal = readBundlerError(error);
    if (!refusal) throw error;
    // Refused while its gas was estimated, with a stub for a signature: what the validator says of it is
    // worth knowing only with the real one.
    return outcomeOfError(world, account, signed ?? (await sign(signer, unsigned)), refusal);
  }

  const receipt = await client.waitForUserOperationReceipt({ hash }).catch((cause: unknown) => {
    throw new ReceiptMissingError({ userOpHash: hash, cause });
  });
  return outcomeOfReceipt(world, account, calls, receipt);
}

function paymasterFields({ address, data, verificationGasLimit, postOpGasLimit }: Paymaster) {
  return {
    paymaster: address,
    paymasterData: data ?? "0x",
    paymasterVerificationGasLimit: verificationGasLimit ?? 100_000n,
    paymasterPostOpGasLimit: postOpGasLimit ?? 50_000n,
  };
}

async function estimateGas(
  client: SmartAccountClient,
  userOperation: UserOperation<"0.7">,
  entryPoint: Address,
) {
  const estimate = await client.request({
    method: "eth_estimateUserOperationGas",
    params: [formatUserOperationRequest(userOperation), entryPoint],
  });
  return {
    callGasLimit: BigInt(estimate.callGasLimit),
    verificationGasLimit: BigInt(estimate.verificationGasLimit),
    preVerificationGas: BigInt(estimate.preVerificationGas),
  };
}

async function sign(
  signer: SmartAccount,
  userOperation: UserOperation<"0.7">,
): Promise<UserOperation<"0.7">> {
  const signature: Hex = await signer.signUserOperation(userOperation);
  return { ...userOperation, signature };
}
