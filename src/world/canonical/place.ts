import { type Address, concat, type Hex, isAddress, keccak256, pad } from "viem";
import { contractArtifact } from "../../abis/contractArtifact.ts";
import { ChainNotLocalError, PlacementError } from "../../errors/world.ts";
import { cheat } from "../cheat.ts";
import { create2Address } from "../create2Address.ts";
import { sendCreate2 } from "../sendCreate2.ts";
import type { SimulatedWorld, World, WorldContract } from "../World.ts";
import { create2Proxy } from "./create2Proxy.ts";
import type { Piece, PieceName } from "./Piece.ts";
import { readCode } from "./readCode.ts";
import { runInitCode } from "./runInitCode.ts";

/** A piece whose address is known. */
interface Placing {
  readonly piece: Piece;
  readonly address: Address;
  /** Runtime code where it is set, creation code with its arguments where it is run. */
  readonly code: Hex;
}

/**
 * Puts the pieces of a manifest on a local chain, or on a fork. What already stands there with the right code stays,
 * so a second run changes nothing.
 *
 * @param chain The chain, and the pieces in the order of placement.
 * @returns What stands where, by name.
 * @throws ChainNotLocalError, before anything is sent, where the chain lets no code be set; PlacementError; and
 * what reading the code throws.
 */
export async function place(
  chain: Pick<World, "client" | "provider" | "chainId"> & {
    readonly pieces: readonly Piece[];
    /** Where contracts come from that stand already. Default: where the manifest has their code from. */
    readonly origin?: string | undefined;
    /** Whether other code that stands in a contract's place is refused. Default: it is replaced. */
    readonly keeps?: boolean;
  },
): Promise<SimulatedWorld["contracts"]> {
  const { client, provider, chainId, pieces, origin, keeps = false } = chain;
  const placings = resolveAddresses(pieces);
  const readCodes = async () => {
    const addresses = [create2Proxy.address, ...placings.map(({ address }) => address)];
    const codes = addresses.map(async (address) => (await client.getCode({ address })) ?? "0x");
    return new Map((await Promise.all(codes)).map((code, index) => [addresses[index] as Address, code]));
  };
  const standing = await readCodes();
  const setCode = async (address: Address, code: Hex, name: string) => {
    const stands = standing.get(address) ?? "0x";
    if (stands === code) return;
    if (stands !== "0x" && keeps) {
      const problem = `other code stands there (its hash is ${keccak256(stands)}), and is not overwritten`;
      throw new PlacementError({ piece: name, address, problem });
    }
    try {
      await cheat(provider, "setCode", [address, code]);
    } catch (cause) {
      throw new ChainNotLocalError({ chainId, cause });
    }
  };

  // First what is set, then what is sent: a chain that is not local refuses the first, and is sent nothing.
  for (const { piece, address, code } of placings) {
    if (piece.placement.how === "set") await setCode(address, code, piece.name);
  }
  await setCode(create2Proxy.address, create2Proxy.runtimeCode, "The deterministic deployment proxy");
  for (const { piece, address, code } of placings) {
    if (piece.placement.how !== "create2" || standing.get(address) !== "0x") continue;
    await sendCreate2(chain, { name: piece.name, address, initCode: code, salt: piece.placement.salt });
  }
  const placed = await readCodes();
  const contracts: WorldContract[] = [];
  for (const { piece, address, code } of placings) {
    const contract = verified(piece, address, placed.get(address) ?? "0x");
    const stood = standing.get(address) !== "0x";
    // Where the manifest says what stands there, it has been held against that.
    if (piece.placement.how === "create2" && !piece.placement.expect) {
      const initCode = stood ? code : undefined; // what was just created is what its creation code leaves
      await holdAgainstCreation(chain, contract, initCode);
    }
    contracts.push(origin && stood ? { ...contract, source: origin } : contract);
  }
  return Object.fromEntries(contracts.map((one) => [one.name, one])) as SimulatedWorld["contracts"];
}

/** keccak256 of what creation code leaves behind, by chain and address: CREATE2 gives each code its own. */
const left = new Map<string, Hex>();

/**
 * Holds a contract that CREATE2 put at its address against what its creation code leaves there.
 *
 * @param chain The chain.
 * @param contract The contract.
 * @param initCode Its creation code; undefined where it was run just now.
 * @throws PlacementError where it is other code.
 */
async function holdAgainstCreation(
  { provider, chainId }: Pick<World, "provider" | "chainId">,
  { name, address, codeHash }: WorldContract,
  initCode: Hex | undefined,
): Promise<void> {
  const key = `${chainId} ${address}`;
  if (!left.has(key)) {
    const creation = { address, deployer: create2Proxy.address };
    const runtime = initCode && (await runInitCode(provider, creation, initCode));
    // Code that cannot be held against anything is not taken on trust.
    if (initCode && !runtime) {
      const problem = "code stands there, and what its creation code leaves cannot be told on this chain";
      throw new PlacementError({ piece: name, address, problem });
    }
    left.set(key, runtime ? keccak256(runtime) : codeHash);
  }
  const expected = left.get(key) ?? "0x";
  if (expected === codeHash) return;
  throw new PlacementError({
    piece: name,
    address,
    problem: `its creation code leaves code with the hash ${expected}, this is ${codeHash}`,
  });
}

const resolved = new WeakMap<readonly Piece[], readonly Placing[]>();

/** The addresses of a manifest's pieces: hashing their code takes longer than asking a chain for it. */
function resolveAddresses(pieces: readonly Piece[]): readonly Placing[] {
  const known = resolved.get(pieces) ?? computeAddresses(pieces);
  resolved.set(pieces, known);
  return known;
}

function computeAddresses(pieces: readonly Piece[]): readonly Placing[] {
  const addresses = new Map<Piece["name"], Address>();
  const addressOf = (name: PieceName, neededBy: Piece["name"]): Address => {
    const address = addresses.get(name);
    if (address) return address;
    const problem = `its constructor needs ${name}, which the manifest places later`;
    throw new PlacementError({ piece: neededBy, address: "0x", problem });
  };
  return pieces.map((piece) => {
    const { name, code, placement } = piece;
    const own = "contract" in code ? contractArtifact(code.contract) : undefined;
    const genuine = "package" in code ? readCode(name, code) : "source" in code ? code.code : undefined;
    if (placement.how === "set") {
      const runtime = genuine ?? own?.deployedBytecode ?? "0x";
      addresses.set(name, placement.address);
      return { piece, address: placement.address, code: runtime };
    }
    const args = (placement.constructorArgs ?? []).map((needed) =>
      pad(isAddress(needed) ? needed : addressOf(needed, name)),
    );
    const initCode = concat([genuine ?? own?.bytecode ?? "0x", ...args]);
    const address = create2Address(initCode, placement.salt);
    addresses.set(name, address);
    return { piece, address, code: initCode };
  });
}

function verified({ name, code, placement }: Piece, address: Address, runtime: Hex): WorldContract {
  const codeHash = keccak256(runtime);
  if (runtime === "0x") {
    throw new PlacementError({ piece: name, address, problem: "it leaves no code" });
  }
  const expected = placement.how === "create2" ? placement.expect : undefined;
  if (expected && (expected.address !== address || expected.runtimeHash !== codeHash)) {
    throw new PlacementError({
      piece: name,
      address,
      problem: `the manifest wants ${expected.address} with the code hash ${expected.runtimeHash}, this is ${codeHash}`,
    });
  }
  // Code that is stored has been held against the manifest.
  const pinned = "source" in code ? keccak256(code.code) : codeHash;
  if (pinned !== codeHash) {
    throw new PlacementError({
      piece: name,
      address,
      problem: `the manifest pins ${pinned}, this is ${codeHash}`,
    });
  }
  const origin = "contract" in code ? "reference" : "genuine";
  return { name, address, origin, source: sourceOf(code), codeHash };
}

function sourceOf(code: Piece["code"]): string {
  if ("contract" in code) return `contracts/${code.contract}.sol`;
  return "package" in code ? `${code.package}@${code.version}` : `code store (${code.source})`;
}
