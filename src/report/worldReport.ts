import type { World } from "../world/World.ts";

/**
 * Says which world a run was made on: the release, and which contracts are genuine.
 *
 * @param world The world.
 * @returns A few lines of text, without a line break at the end.
 */
export function worldReport(world: World): string {
  const contracts = Object.values(world.contracts);
  const names = (origin: "genuine" | "reference") =>
    contracts
      .filter((contract) => contract.origin === origin)
      .map(({ name }) => name)
      .join(", ");
  return [
    `World: ${world.kind} chain ${world.chainId}, SmartSession ${world.release.name}`,
    `  genuine bytecode:    ${names("genuine")}`,
    `  reference contracts: ${names("reference")}`,
  ].join("\n");
}
