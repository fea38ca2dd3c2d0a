import {
  encodeAbiParameters,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type LocalAccount,
  numberToHex,
} from "viem";
import { contractArtifact } from "../abis/contractArtifact.ts";
import { referenceAccountSetupAbi } from "../abis/referenceAccountAbi.ts";
import { erc7579ProxyCode } from "../world/erc7579ProxyCode.ts";
import type { World } from "../world/World.ts";
import type { Account } from "./Account.ts";
import { accountTraits } from "./accountTraits.ts";
import { demandPieces } from "./demandPieces.ts";
import { oneOwner } from "./oneOwner.ts";
import { signWithValidator } from "./signWithValidator.ts";
import { toOwnedAccount } from "./toOwnedAccount.ts";
import { validatorModules } from "./validatorModules.ts";

/**
 * The reference account of ERC-7579 (erc7579-implementation, `MSAAdvanced`), guarded by OwnableValidator for one
 * owner. It is deployed by its first user operation.
 *
 * @param world Where it lives.
 * @param parameters Its owner, and a salt that tells this owner's accounts apart.
 * @returns The account.
 */
export async function reference(
  world: World,
  { owner, salt }: { owner: LocalAccount; salt: bigint },
): Promise<Account> {
  const { OwnableValidator } = world.contracts;
  const { ERC7579Account, ERC7579Bootstrap, ReferenceAccountFactory } = demandPieces(world, "reference", [
    "ERC7579Account",
    "ERC7579Bootstrap",
    "ReferenceAccountFactory",
  ]);
  const setup = encodeFunctionData({
    abi: referenceAccountSetupAbi,
    functionName: "singleInitMSA",
    args: [OwnableValidator.address, oneOwner(owner)],
  });
  const initData = encodeAbiParameters(
    [{ type: "address" }, { type: "bytes" }],
    [ERC7579Bootstrap.address, setup],
  );
  const creationCode = encodeDeployData({
    abi: referenceAccountSetupAbi,
    bytecode: erc7579ProxyCode(),
    args: [
      ERC7579Account.address,
      encodeFunctionData({
        abi: referenceAccountSetupAbi,
        functionName: "initializeAccount",
        args: [initData],
      }),
    ],
  });
  const bytes32 = numberToHex(salt, { size: 32 });
  const factory = ReferenceAccountFactory.address;
  const address = getContractAddress({
    opcode: "CREATE2",
    from: factory,
    bytecode: creationCode,
    salt: bytes32,
  });
  const signEnable = signWithValidator(world, owner);
  const smartAccount = await toOwnedAccount(world, {
    owner,
    address,
    factory,
    factoryData: encodeFunctionData({
      abi: contractArtifact("accounts/ReferenceAccountFactory").abi,
      functionName: "createAccount",
      args: [creationCode, bytes32],
    }),
    ownerNonceKey: accountTraits.reference.nonceKey(OwnableValidator.address),
    sign: signEnable,
  });

  return {
    kind: "reference",
    address,
    owner,
    salt,
    smartAccount,
    machinery: [address],
    ...accountTraits.reference,
    signEnable,
    ...validatorModules(world, smartAccount),
  };
}
