import { encodeFunctionData, type Hex, numberToHex, size } from "viem";
import { entryPoint07Abi, toPackedUserOperation, type UserOperation } from "viem/account-abstraction";
import { userOperationHash } from "../../account/userOperationHash.ts";
import { revertData } from "../revertData.ts";
import type { Context } from "./Context.ts";
import { refuse } from "./refuse.ts";

/** What EntryPoint itself spends around an operation, with room. */
const overheadGas = 500_000n;
/** The most that a byte of call data costs (EIP-7623). */
const calldataGas = 40n;

/**
 * `eth_sendUserOperation`: plays `handleOps` as the next block would, and where that passes, sends it.
 *
 * @param context The bundler.
 * @param userOperation The operation, signed.
 * @returns The user operation's hash. A chain that mines by itself has mined it by then, or (anvil) soon after.
 * @throws BundlerRpcError with what EntryPoint refused; then nothing was sent.
 */
export async function sendUserOperation(context: Context, userOperation: UserOperation<"0.7">): Promise<Hex> {
  const { world, executor, sent, transactionGasCap } = context;
  const entryPoint = world.contracts.EntryPoint.address;
  const transaction = {
    from: executor,
    to: entryPoint,
    data: encodeFunctionData({
      abi: entryPoint07Abi,
      functionName: "handleOps",
      args: [[toPackedUserOperation(userOperation)], executor],
    }),
    gas: numberToHex(bigintMin(transactionGas(userOperation), transactionGasCap)),
  };
  let transactionHash: Hex;
  try {
    await world.provider.request({ method: "eth_call", params: [transaction, "pending"] });
    transactionHash = await world.provider.request({ method: "eth_sendTransaction", params: [transaction] });
  } catch (error) {
    const data = revertData(error);
    if (data === undefined) throw error;
    throw refuse(data);
  }
  const userOpHash = userOperationHash(world, userOperation);
  sent.set(userOpHash, { userOperation, transactionHash });
  return userOpHash;
}

/** On the way to the account a 64th is held back twice (EIP-150); EntryPoint refuses where too little is left. */
function transactionGas(userOperation: UserOperation<"0.7">): bigint {
  const limits =
    userOperation.verificationGasLimit +
    userOperation.callGasLimit +
    userOperation.preVerificationGas +
    (userOperation.paymasterVerificationGasLimit ?? 0n) +
    (userOperation.paymasterPostOpGasLimit ?? 0n);
  const bytes = BigInt(
    size(userOperation.callData) + size(userOperation.signature) + size(userOperation.factoryData ?? "0x"),
  );
  return (limits * 64n * 64n) / (63n * 63n) + overheadGas + calldataGas * bytes;
}

const bigintMin = (one: bigint, other: bigint) => (one < other ? one : other);
