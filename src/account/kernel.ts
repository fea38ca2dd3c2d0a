import {
  concat,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  hexToBigInt,
  type LocalAccount,
  numberToHex,
  toFunctionSelector,
  zeroAddress,
} from "viem";
import { kernelSetupAbi } from "../abis/kernelAbi.ts";
import type { World } from "../world/World.ts";
import type { Account } from "./Account.ts";
import { accountTraits, kernelValidatorType } from "./accountTraits.ts";
import { demandPieces } from "./demandPieces.ts";
import { oneOwner } from "./oneOwner.ts";
import { toOwnedAccount } from "./toOwnedAccount.ts";
import { validatorModules } from "./validatorModules.ts";

/** Kernel's type of validation for the account's root validator (Kernel, `Types.sol`). */
const rootType = "0x00";
/** What stands for no hook, where 0 would stand for a validator that is not installed. */
const noHook = "0x0000000000000000000000000000000000000001";
/** The one function by which a validator other than root may have the account act. */
const executeSelector = toFunctionSelector("execute(bytes32,bytes)");

/**
 * A Kernel 0.3.1 (ZeroDev), its root validator OwnableValidator for one owner. It is deployed by its first user
 * operation.
 *
 * @param world Where it lives.
 * @param parameters Its owner, and a salt that tells this owner's accounts apart.
 * @returns The account.
 */
export async function kernel(
  world: World,
  { owner, salt }: { owner: LocalAccount; salt: bigint },
): Promise<Account> {
  const { OwnableValidator } = world.contracts;
  const { KernelFactory } = demandPieces(world, "kernel", ["KernelFactory"]);
  const initData = encodeFunctionData({
    abi: kernelSetupAbi,
    functionName: "initialize",
    args: [concat([kernelValidatorType, OwnableValidator.address]), noHook, oneOwner(owner), "0x", []],
  });
  const args = [initData, numberToHex(salt, { size: 32 })] as const;
  const address = await world.client.readContract({
    address: KernelFactory.address,
    abi: kernelSetupAbi,
    functionName: "getAddress",
    args,
  });
  const signEnable: Account["signEnable"] = async (hash) => {
    const signature = await owner.signTypedData({
      domain: { name: "Kernel", version: "0.3.1", chainId: world.chainId, verifyingContract: address },
      types: { Kernel: [{ name: "hash", type: "bytes32" }] },
      primaryType: "Kernel",
      message: { hash },
    });
    return concat([kernelValidatorType, OwnableValidator.address, signature]);
  };
  const smartAccount = await toOwnedAccount(world, {
    owner,
    address,
    factory: KernelFactory.address,
    factoryData: encodeFunctionData({ abi: kernelSetupAbi, functionName: "createAccount", args }),
    ownerNonceKey: hexToBigInt(concat(["0x00", rootType, zeroAddress, "0x0000"])),
    sign: signEnable,
  });

  return {
    kind: "kernel",
    address,
    owner,
    salt,
    smartAccount,
    machinery: [address],
    ...accountTraits.kernel,
    signEnable,
    ...validatorModules(world, smartAccount, { install: installData, uninstall: "0x" }),
  };
}

/** Hook ‖ what the module, the hook and the account itself are given (Kernel, `installModule`). */
function installData(initData: Hex): Hex {
  return concat([
    noHook,
    encodeAbiParameters(
      [{ type: "bytes" }, { type: "bytes" }, { type: "bytes" }],
      [initData, "0x", executeSelector],
    ),
  ]);
}
