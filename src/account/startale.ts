import {
  type Address,
  ContractFunctionExecutionError,
  concat,
  domainSeparator,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  keccak256,
  type LocalAccount,
  numberToHex,
  parseAbi,
  type TypedDataDomain,
  toHex,
  zeroAddress,
  zeroHash,
} from "viem";
import { startaleSetupAbi } from "../abis/startaleAbi.ts";
import { AccountKindNotPresentError } from "../errors/account.ts";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import { canonicalAddress } from "../world/canonicalAddress.ts";
import type { World } from "../world/World.ts";
import type { Account } from "./Account.ts";
import { accountTraits } from "./accountTraits.ts";
import { signHash } from "./signHash.ts";
import { toOwnedAccount } from "./toOwnedAccount.ts";
import { validatorModules } from "./validatorModules.ts";

/** The contracts that a Startale account is made by, where it is another version than 1.0.0. */
export interface StartaleAddresses {
  /** Default: the factory of 1.0.0. */
  readonly factory?: Address;
  /** Default: the bootstrap of 1.0.0, which 1.0.1 shares. */
  readonly bootstrap?: Address;
}

const domainAbi = parseAbi([
  "function eip712Domain() view returns (bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)",
]);
/** What every version of the account calls itself (EIP-712). */
const domainName = "Startale";
/** How the SDK writes that there is no hook: it is a part of what the address comes from. */
const noHook = { module: zeroAddress, data: zeroHash } as const;

/**
 * A Startale account, guarded by its default validator for one owner, set up as Startale's SDK does by default
 * (aa-sdk 1.1.0): with the same factory, owner and index (here: salt), it has the same address. It is deployed by its
 * first user operation.
 *
 * @param world Where it lives.
 * @param parameters Its owner, a salt that tells this owner's accounts apart, and what makes it, where that is not
 * version 1.0.0.
 * @returns The account.
 * @throws AccountKindNotPresentError where the world does not hold the contracts that make it; InvalidInputError where
 * the factory that is given makes no Startale accounts.
 */
export async function startale(
  world: World,
  {
    owner,
    salt,
    startale: given,
  }: { owner: LocalAccount; salt: bigint; startale?: StartaleAddresses | undefined },
): Promise<Account> {
  const { factory, bootstrap } = await findContracts(world, given);
  const setup = encodeFunctionData({
    abi: startaleSetupAbi,
    functionName: "initWithDefaultValidatorAndOtherModules",
    args: [owner.address, [], [], noHook, [], []],
  });
  const initData = encodeAbiParameters([{ type: "address" }, { type: "bytes" }], [bootstrap, setup]);
  const args = [initData, numberToHex(salt, { size: 32 })] as const;
  const { address, name, version } = await askFactory(world, factory, args);
  const domain = { name, version, chainId: world.chainId, verifyingContract: address };
  const signEnable: Account["signEnable"] = async (hash) =>
    // The zero address stands for the default validator, which takes no hash as it is (ERC-7739).
    concat([zeroAddress, await signHash(owner, personalSign(domain, hash))]);
  const smartAccount = await toOwnedAccount(world, {
    owner,
    address,
    factory,
    factoryData: encodeFunctionData({ abi: startaleSetupAbi, functionName: "createAccount", args }),
    ownerNonceKey: accountTraits.startale.nonceKey(zeroAddress),
    sign: signEnable,
  });

  return {
    kind: "startale",
    address,
    owner,
    salt,
    smartAccount,
    machinery: [address],
    ...accountTraits.startale,
    signEnable,
    ...validatorModules(world, smartAccount),
  };
}

/**
 * Asks a factory where the account comes to stand, and its implementation for the account's EIP-712 domain: the account
 * itself is not there yet to be asked.
 *
 * @throws InvalidInputError where it is no factory of Startale accounts.
 */
async function askFactory(
  { client }: World,
  factory: Address,
  args: readonly [initData: Hex, salt: Hex],
): Promise<{ readonly address: Address; readonly name: string; readonly version: string }> {
  const asked = { address: factory, abi: startaleSetupAbi } as const;
  try {
    const [address, implementation] = await Promise.all([
      client.readContract({ ...asked, functionName: "computeAccountAddress", args }),
      client.readContract({ ...asked, functionName: "ACCOUNT_IMPLEMENTATION" }),
    ]);
    const [, name, version] = await client.readContract({
      address: implementation,
      abi: domainAbi,
      functionName: "eip712Domain",
    });
    if (name === domainName) return { address, name, version };
    throw noFactory(factory, `makes accounts of ${name}`);
  } catch (cause) {
    // What the contract has no answer to; a chain that does not answer is another matter.
    if (cause instanceof ContractFunctionExecutionError) throw noFactory(factory, "is none", cause);
    throw cause;
  }
}

const noFactory = (factory: Address, what: string, cause?: unknown) =>
  new InvalidInputError(
    [
      {
        field: "startale.factory",
        value: factory,
        problem: `${what}, where a factory of Startale accounts is asked for`,
        remedy: "Give the address of StartaleAccountFactory in the version that you mean, or leave it out.",
      },
    ],
    { cause },
  );

/**
 * What is signed in a hash's place, so that it holds for this account alone (ERC-7739, `PersonalSign`): the hash is
 * taken for that of the bytes `prefixed`, whichever they are.
 */
function personalSign(domain: TypedDataDomain, hash: Hex): Hex {
  const type = keccak256(toHex("PersonalSign(bytes prefixed)"));
  return keccak256(concat(["0x1901", domainSeparator({ domain }), keccak256(concat([type, hash]))]));
}

/**
 * The contracts that make the account. The chain is asked for them: what a fork's chain has under its own id (the
 * implementation holds it) is none of the world's pieces.
 */
async function findContracts(
  { client }: World,
  given: StartaleAddresses = {},
): Promise<Required<StartaleAddresses>> {
  const factory = given.factory ?? canonicalAddress("StartaleAccountFactory");
  const bootstrap = given.bootstrap ?? canonicalAddress("StartaleBootstrap");
  const ownNames = [
    ...(given.factory && given.bootstrap ? [] : ["StartaleECDSAValidator" as const]),
    ...(given.factory ? [] : ["StartaleSmartAccount" as const]),
  ];
  const wanted: readonly (readonly [string, Address])[] = [
    ...ownNames.map((name) => [name, canonicalAddress(name)] as const),
    [given.factory ?? "StartaleAccountFactory", factory],
    [given.bootstrap ?? "StartaleBootstrap", bootstrap],
  ];
  const codes = await Promise.all(wanted.map(([, address]) => client.getCode({ address })));
  const missing = wanted.flatMap(([name], index) => (codes[index] === undefined ? [name] : []));
  if (missing.length > 0) throw new AccountKindNotPresentError({ kind: "startale", missing });
  return { factory, bootstrap };
}
