import type { Eip1193Provider } from "./Eip1193Provider.ts";

/** The methods of a local chain that act behind the EVM's back, without their prefix. */
export type Cheat = "setBalance" | "setCode";

/** The prefix that each chain takes: what a chain is does not change. */
const prefixes = new WeakMap<Eip1193Provider, string>();

/**
 * Has a local chain do what no transaction could, by the name that it has there: `anvil_setCode` on anvil,
 * `hardhat_setCode` on every other.
 *
 * @param provider The chain.
 * @param cheat The method, without its prefix.
 * @param params What it is given.
 * @throws What the chain answers: one that is not local has no such method.
 */
export async function cheat(
  provider: Eip1193Provider,
  cheat: Cheat,
  params: readonly unknown[],
): Promise<void> {
  await provider.request({ method: `${await prefixOf(provider)}_${cheat}`, params });
}

async function prefixOf(provider: Eip1193Provider): Promise<string> {
  const known = prefixes.get(provider);
  if (known !== undefined) return known;
  let version: unknown;
  try {
    version = await provider.request({ method: "web3_clientVersion" });
  } catch {
    return "hardhat"; // what the chain says to that is the answer
  }
  const prefix = typeof version === "string" && /^anvil\b/i.test(version) ? "anvil" : "hardhat";
  prefixes.set(provider, prefix);
  return prefix;
}
