import { decodeFunctionResult, encodeFunctionData, type Hex, numberToHex, size, zeroAddress } from "viem";
import { toPackedUserOperation, type UserOperation } from "viem/account-abstraction";
import { entryPointSimulationsAbi } from "../../abis/entryPointSimulationsAbi.ts";
import { entryPointSimulationsCode } from "../../world/entryPointSimulations.ts";
import { revertData } from "../revertData.ts";
import type { Context } from "./Context.ts";
import { refuse } from "./refuse.ts";

/** Room above what was measured: a nested call may spend only 63/64 of what its caller has (EIP-150). */
const withRoom = (gas: bigint) => (gas * 5n) / 4n + 20_000n;

/** The gas fields of a user operation. */
export interface GasEstimate {
  readonly preVerificationGas: bigint;
  readonly verificationGasLimit: bigint;
  readonly callGasLimit: bigint;
}

/**
 * `eth_estimateUserOperationGas`: measures validation and execution apart, with a signature that need not be
 * right, on the state of the next block.
 *
 * @param context The bundler.
 * @param userOperation The operation; its gas fields are not looked at.
 * @returns Limits with room above what was measured. A call that reverts is measured as far as it goes.
 * Paymasters are not measured.
 * @throws BundlerRpcError with what EntryPoint refused.
 */
export async function estimateUserOperationGas(
  context: Context,
  userOperation: UserOperation<"0.7">,
): Promise<GasEstimate> {
  const { world, executor, transactionGasCap } = context;
  // What validation and execution may use while they are measured; the rest is EntryPoint's.
  const measuring = {
    verificationGasLimit: transactionGasCap / 6n,
    callGasLimit: (transactionGasCap * 2n) / 3n,
  };
  const measured: UserOperation<"0.7"> = {
    ...userOperation,
    preVerificationGas: 0n,
    ...measuring,
    // At a price of one wei what is paid is what is used.
    maxFeePerGas: 1n,
    maxPriorityFeePerGas: 1n,
  };
  const call = {
    from: executor,
    to: world.contracts.EntryPoint.address,
    data: encodeFunctionData({
      abi: entryPointSimulationsAbi,
      functionName: "simulateHandleOp",
      args: [toPackedUserOperation(measured), zeroAddress, "0x"],
    }),
    gas: numberToHex(transactionGasCap),
  };
  let answer: Hex;
  try {
    answer = await world.provider.request({
      method: "eth_call",
      params: [
        call,
        "pending",
        {
          [call.to]: { code: entryPointSimulationsCode() },
          // Whether the account can pay is known when the price is: when it is sent.
          [userOperation.sender]: { balance: numberToHex(10n ** 30n) },
        },
      ],
    });
  } catch (error) {
    const data = revertData(error);
    if (data === undefined) throw error;
    throw refuse(data);
  }
  const { preOpGas, paid } = decodeFunctionResult({
    abi: entryPointSimulationsAbi,
    functionName: "simulateHandleOp",
    data: answer,
  });
  const used = executionGas(paid - preOpGas, measuring.callGasLimit);
  return {
    preVerificationGas: preVerificationGas(userOperation),
    verificationGasLimit: withRoom(preOpGas),
    callGasLimit: withRoom(used),
  };
}

/** EntryPoint charges a tenth of the execution gas that was granted and not used: taken out again here. */
function executionGas(charged: bigint, granted: bigint): bigint {
  const used = (charged * 10n - granted) / 9n;
  return used > 0n ? used : 0n;
}

/** What the bundle pays beside the operation's own gas: its share of the transaction and its call data. */
function preVerificationGas(userOperation: UserOperation<"0.7">): bigint {
  const perTransaction = 21_000n;
  const perOperation = 20_000n;
  const bytes = BigInt(
    size(userOperation.callData) +
      size(userOperation.signature) +
      size(userOperation.factoryData ?? "0x") +
      600,
  );
  return perTransaction + perOperation + 16n * bytes;
}
