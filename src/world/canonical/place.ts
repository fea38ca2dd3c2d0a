import { type Address, concat, type Hex, keccak256, type PublicClient, pad } from "viem";
import { contractArtifact } from "../../abis/contractArtifact.ts";
import { ChainNotLocalError, PlacementError } from "../../errors/world.ts";
import { create2Address } from "../create2Address.ts";
import type { Eip1193Provider } from "../Eip1193Provider.ts";
import type { WorldContract } from "../World.ts";
import { create2Proxy, type Piece, type PieceName } from "./manifest.ts";
import { readCode } from "./readCode.ts";

/** Enough for the largest constructor of the manifest; less than any local chain's block. */
const placementGas = 10_000_000n;

/** A piece whose address is known. */
interface Placing {
  readonly piece: Piece;
  readonly address: Address;
  /** Runtime code where it is set, creation code with its arguments where it is run. */
  readonly code: Hex;
}

/**
 * Puts the pieces of a manifest on a local chain. What already stands there with the right code stays, so a
 * second run changes nothing.
 *
 * @param parameters The chain, by client and provider, and the pieces in the order of placement.
 * @returns What stands where, by name.
 * @throws ChainNotLocalError, PlacementError, and what reading the code throws.
 */
export async function place({
  client,
  provider,
  chainId,
  pieces,
}: {
  client: PublicClient;
  provider: Eip1193Provider;
  chainId: number;
  pieces: readonly Piece[];
}): Promise<Readonly<Record<PieceName, WorldContract>>> {
  const placings = resolveAddresses(pieces);
  const codeAt = async (address: Address) => (await client.getCode({ address })) ?? "0x";

  const setCode = async (address: Address, code: Hex) => {
    try {
      await provider.request({ method: "hardhat_setCode", params: [address, code] });
    } catch (cause) {
      throw new ChainNotLocalError({ chainId, cause });
    }
  };

  if ((await codeAt(create2Proxy.address)) === "0x") {
    await setCode(create2Proxy.address, create2Proxy.runtimeCode);
  }
  const present = await Promise.all(placings.map(({ address }) => codeAt(address)));
  const deployer = await unlockedAccount(provider, chainId);

  for (const [index, { piece, address, code }] of placings.entries()) {
    if (piece.placement.how === "set") {
      if (present[index] !== code) await setCode(address, code);
    } else if (present[index] === "0x") {
      const hash: Hex = await provider.request({
        method: "eth_sendTransaction",
        params: [
          {
            from: deployer,
            to: create2Proxy.address,
            data: concat([piece.placement.salt, code]),
            gas: `0x${placementGas.toString(16)}`,
          },
        ],
      });
      await client.waitForTransactionReceipt({ hash });
    }
  }
  return Object.fromEntries(
    await Promise.all(placings.map(async (placing) => [placing.piece.name, await verified(placing, codeAt)])),
  );
}

function resolveAddresses(pieces: readonly Piece[]): Placing[] {
  const addresses = new Map<PieceName, Address>();
  return pieces.map((piece) => {
    const { code, placement } = piece;
    if (placement.how === "set") {
      const runtime =
        "contract" in code ? contractArtifact(code.contract).deployedBytecode : readCode(piece.name, code);
      addresses.set(piece.name, placement.address);
      return { piece, address: placement.address, code: runtime };
    }
    const creation =
      "contract" in code ? contractArtifact(code.contract).bytecode : readCode(piece.name, code);
    const args = (placement.constructorArgs ?? []).map((name) => pad(addresses.get(name) ?? "0x"));
    const initCode = concat([creation, ...args]);
    const address = create2Address(initCode, placement.salt);
    addresses.set(piece.name, address);
    return { piece, address, code: initCode };
  });
}

async function unlockedAccount(provider: Eip1193Provider, chainId: number): Promise<Address> {
  const [account]: Address[] = await provider.request({ method: "eth_accounts" });
  if (account === undefined) {
    throw new ChainNotLocalError({ chainId, cause: "eth_accounts: the chain has no unlocked account" });
  }
  return account;
}

async function verified(
  { piece, address }: Placing,
  codeAt: (address: Address) => Promise<Hex>,
): Promise<WorldContract> {
  const { name, code, placement } = piece;
  const runtime = await codeAt(address);
  if (runtime === "0x") {
    throw new PlacementError({ piece: name, address, problem: "its constructor failed" });
  }
  const codeHash = keccak256(runtime);
  const expected = placement.how === "create2" ? placement.expect : undefined;
  if (expected && (expected.address !== address || expected.runtimeHash !== codeHash)) {
    throw new PlacementError({
      piece: name,
      address,
      problem: `the manifest wants ${expected.address} with the code hash ${expected.runtimeHash}, this is ${codeHash}`,
    });
  }
  const genuine = "package" in code;
  return {
    name,
    address,
    origin: genuine ? "genuine" : "reference",
    source: genuine ? `${code.package}@${code.version}` : `contracts/${code.contract}.sol`,
    codeHash,
  };
}
