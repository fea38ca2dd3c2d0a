import type { Abi, Address, Hex } from "viem";
import { contractArtifact } from "../abis/contractArtifact.ts";
import type { World } from "../world/World.ts";
import { declaredError } from "./decodeRevert.ts";

/** The targets that this repository compiles. */
const presets = [
  "targets/Counter",
  "targets/Token",
  "targets/Nft",
  "targets/Game",
  "targets/Exchange",
  "targets/Marketplace",
] as const;

/**
 * Finds what names a revert of a preset target, where it is one that stands at an address: who declares an error is not
 * who raised it, so the code there is held against what was compiled.
 *
 * @param world Where.
 * @param address The contract that was called.
 * @param data The revert data.
 * @returns The target's ABI; undefined where no preset declares such an error, or another contract stands there.
 */
export async function presetErrors(
  { client }: Pick<World, "client">,
  address: Address,
  data: Hex,
): Promise<Abi | undefined> {
  const artifacts = presets.map((path) => contractArtifact(path));
  const declaring = artifacts.filter(({ abi }) => declaredError(abi as Abi, data));
  if (declaring.length === 0) return undefined;
  const code = await client.getCode({ address });
  return declaring.find((artifact) => code !== undefined && isCompiledFrom(code, artifact))?.abi as
    | Abi
    | undefined;
}

/** Code is what was compiled, but for its immutable numbers. */
function isCompiledFrom(
  code: Hex,
  {
    deployedBytecode,
    immutableReferences = {},
  }: {
    readonly deployedBytecode: Hex;
    readonly immutableReferences?: Readonly<
      Record<string, readonly { readonly start: number; readonly length: number }[]>
    >;
  },
): boolean {
  const places = Object.values(immutableReferences).flat();
  const blank = (text: Hex) =>
    places.reduce((masked, { start, length }) => {
      const [from, to] = [2 + 2 * start, 2 + 2 * (start + length)];
      return masked.slice(0, from) + "0".repeat(2 * length) + masked.slice(to);
    }, text.toLowerCase());
  return blank(code) === blank(deployedBytecode);
}
