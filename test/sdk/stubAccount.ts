import { type Address, concat, encodeFunctionData, type Hex, parseAbi, zeroHash } from "viem";
import { smartSessionAbi, type World } from "../../src/index.ts";
import { revertData } from "../../src/submission/revertData.ts";

/** An account that is code in a test's hand: SmartSession asks it whether its owner has signed (ERC-1271). */
export const stubAccount: Address = "0x57ab000000000000000000000000000000000001";

/** The account's code: its owner has signed one hash, and nothing else. */
export const signedOnly = (hash: Hex): Hex =>
  concat(["0x7f", hash, "0x60043514", "0x631626ba7e60e01b02", "0x5f5260205ff3"]);

/** The hash that every user operation of the account has. */
export const userOpHash: Hex = `0x${"5e".repeat(32)}`;

/**
 * Asks SmartSession to validate an operation of the account that calls a function; nothing stays.
 *
 * @param world Where.
 * @param signature The operation's signature.
 * @param called What is called.
 * @returns What SmartSession answers, or reverts with.
 */
export function validate(
  { provider, contracts }: World,
  signature: Hex,
  called: { readonly to: Address; readonly data: Hex },
): Promise<Hex> {
  const op = {
    sender: stubAccount,
    nonce: 0n,
    initCode: "0x" as Hex,
    callData: encodeFunctionData({
      abi: parseAbi(["function execute(bytes32 mode, bytes executionCalldata)"]),
      args: [zeroHash, concat([called.to, zeroHash, called.data])],
    }),
    accountGasLimits: zeroHash,
    preVerificationGas: 0n,
    gasFees: zeroHash,
    paymasterAndData: "0x" as Hex,
    signature,
  };
  const data = encodeFunctionData({
    abi: smartSessionAbi,
    functionName: "validateUserOp",
    args: [op, userOpHash],
  });
  return ask(provider, { from: stubAccount, to: contracts.SmartSession.address, data });
}

/**
 * Calls a contract; nothing stays.
 *
 * @param provider The chain.
 * @param call Who calls whom with which data.
 * @returns What the contract returns, or reverts with.
 */
export async function ask(provider: World["provider"], call: object): Promise<Hex> {
  try {
    return await provider.request({ method: "eth_call", params: [call, "latest"] });
  } catch (error) {
    const revert = revertData(error);
    if (revert === undefined) throw error;
    return revert;
  }
}
