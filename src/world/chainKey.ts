import type { World } from "./World.ts";

/**
 * What a chain's files are kept under: its id; for a simulated chain the instance as well, as its id is that of the
 * chain in whose place it stands.
 *
 * @param world The chain.
 * @returns `1946`, or `local/1946-0fb3c2a1` for a chain that ends with the process that simulates it.
 */
export function chainKey({ chainId, instance }: Pick<World, "chainId" | "instance">): string {
  if (instance === undefined) return String(chainId);
  const [tag = ""] = instance.replace(/^0x/, "").match(/^[0-9a-zA-Z]{1,8}/) ?? [];
  return `local/${chainId}-${tag}`;
}
