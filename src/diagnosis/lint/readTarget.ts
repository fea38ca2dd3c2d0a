import {
  type Address,
  getAddress,
  type Hex,
  hexToBigInt,
  isAddressEqual,
  keccak256,
  numberToHex,
  parseAbi,
  size,
  slice,
  toBytes,
  zeroAddress,
} from "viem";
import type { World } from "../../world/World.ts";

/** The code of a contract that a session may call. */
export interface TargetCode {
  /** Its runtime code; `0x` where there is none. */
  readonly code: Hex;
  /** Where its code really is, where it hands its calls on. */
  readonly proxy?: TargetProxy;
}

/** How a contract hands its calls on. */
export interface TargetProxy {
  /** What kind it is, by its specification. */
  readonly kind: string;
  /** Whether it may hand them on to other code tomorrow. */
  readonly mayChange: boolean;
  readonly implementation: Address;
  /** The implementation's runtime code; `0x` where there is none. */
  readonly code: Hex;
}

/** ERC-1967 takes one off, so that no hash of something known comes to the slot. */
const slotOf = (name: string): Hex => numberToHex(hexToBigInt(keccak256(toBytes(name))) - 1n, { size: 32 });

const implementationSlots: readonly (readonly [kind: string, slot: Hex])[] = [
  ["an ERC-1967 proxy", slotOf("eip1967.proxy.implementation")],
  ["an ERC-1822 proxy", keccak256(toBytes("PROXIABLE"))],
  ["a proxy of OpenZeppelin's before ERC-1967", keccak256(toBytes("org.zeppelinos.proxy.implementation"))],
];
const beaconSlot = slotOf("eip1967.proxy.beacon");

/** Where the address stands in the code of minimal proxies: ERC-1167, those of Vyper and 0age, and with PUSH0. */
const minimalProxies: readonly RegExp[] = [
  /^0x363d3d373d3d3d363d73([0-9a-f]{40})5af43d82803e903d91602b57fd5bf3/,
  /^0x366000600037611000600036600073([0-9a-f]{40})5af4/,
  /^0x3d3d3d3d363d3d37363d73([0-9a-f]{40})5af4/,
  /^0x5f5f365f5f37365f73([0-9a-f]{40})5af4/,
  /^0x365f5f375f5f365f73([0-9a-f]{40})5af4/,
];
/** An account's address that runs a contract's code (EIP-7702). */
const delegation = /^0xef0100([0-9a-f]{40})$/;

/**
 * Reads the code of a contract, and of what it hands its calls on to.
 *
 * @param world Where.
 * @param address The contract.
 * @returns Its code.
 */
export async function readTarget({ client }: Pick<World, "client">, address: Address): Promise<TargetCode> {
  const codeOf = async (one: Address): Promise<Hex> => (await client.getCode({ address: one })) ?? "0x";
  const addressIn = async (slot: Hex): Promise<Address | undefined> => {
    const word = await client.getStorageAt({ address, slot });
    if (word === undefined || size(word) !== 32 || hexToBigInt(word) >> 160n !== 0n) return undefined;
    const found = getAddress(slice(word, 12));
    return isAddressEqual(found, zeroAddress) ? undefined : found;
  };
  const proxy = async (kind: string, mayChange: boolean, implementation: Address): Promise<TargetCode> => ({
    code,
    proxy: { kind, mayChange, implementation, code: await codeOf(implementation) },
  });

  const code = await codeOf(address);
  if (size(code) === 0) return { code };
  const delegate = delegation.exec(code)?.[1];
  if (delegate) return proxy("an account with a delegation (EIP-7702)", true, getAddress(`0x${delegate}`));
  const minimal = minimalProxies.map((pattern) => pattern.exec(code)?.[1]).find((one) => one !== undefined);
  if (minimal) return proxy("a minimal proxy (ERC-1167)", false, getAddress(`0x${minimal}`));
  for (const [kind, slot] of implementationSlots) {
    const implementation = await addressIn(slot);
    if (implementation) return proxy(kind, true, implementation);
  }
  const beacon = await addressIn(beaconSlot);
  const behind = beacon && (await implementationOf(client, beacon));
  return behind ? proxy("a beacon proxy (ERC-1967)", true, behind) : { code };
}

async function implementationOf(client: World["client"], beacon: Address): Promise<Address | undefined> {
  try {
    const abi = parseAbi(["function implementation() view returns (address)"]);
    return await client.readContract({ address: beacon, abi, functionName: "implementation" });
  } catch {
    return undefined; // what is no beacon tells no implementation
  }
}
