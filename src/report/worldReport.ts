import type { World, WorldContract } from "../world/World.ts";

/**
 * Says which world a run was made on: the release, and which contracts are genuine.
 *
 * @param world The world.
 * @returns A few lines of text, without a line break at the end.
 */
export function worldReport({ kind, chainId, forked, release, contracts }: World): string {
  const all = Object.values(contracts);
  const list = (label: string, which: (contract: WorldContract) => boolean) => {
    const names = all.filter(which).map(({ name }) => name);
    return names.length > 0 ? [`  ${`${label}:`.padEnd(20)} ${names.join(", ")}`] : [];
  };
  const isReference = ({ origin }: WorldContract) => origin === "reference";
  const stood = ({ source }: WorldContract) => source.startsWith("chain ");
  if (!forked) {
    return [
      `World: ${kind} chain ${chainId}, SmartSession ${release.name}`,
      ...list("genuine bytecode", (one) => !isReference(one)),
      ...list("reference contracts", isReference),
    ].join("\n");
  }
  return [
    `World: fork of chain ${forked.chainId} at block ${forked.blockNumber}, SmartSession ${release.name}`,
    ...list("on the chain", (one) => !isReference(one) && stood(one)),
    ...list("from packages", (one) => !isReference(one) && !stood(one)),
    ...list("reference contracts", isReference),
  ].join("\n");
}
