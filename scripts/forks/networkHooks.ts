import type { NetworkHooks } from "hardhat/types/hooks";
import { forkBlockVariables, InvalidInputError, rpcVariables } from "../../src/index.ts";
import { ForkNotMadeError } from "./ForkNotMadeError.ts";
import { forkOfRun } from "./forkOfRun.ts";
import { watchUpstream } from "./watchUpstream.ts";

/**
 * Sees to it that a fork is made of a chain that answers and is the one that is meant, and that the process ends
 * where that chain goes away: EDR 0.20 asks nine times, for a minute and a half, and every test would wait for it.
 *
 * @returns Hardhat's hooks.
 */
export default async function networkHooks(): Promise<Partial<NetworkHooks>> {
  return {
    async newConnection(context, next) {
      // A run is on one network: what a test makes beside it is local.
      const fork = forkOfRun(context);
      if (!fork) return next(context);
      const { name, network, forking } = fork;
      checkBlock(name);
      const { url, cacheDir } = forking;
      await watchUpstream({ name, url: await url.getUrl(), chainId: network.chainId, cacheDir });
      try {
        return await next(context);
      } catch (cause) {
        const variables = [rpcVariables[name], forkBlockVariables[name]].filter((one) => one !== undefined);
        throw new ForkNotMadeError({ name, variables, cause: cause as Error });
      }
    },
  };
}

/** @throws InvalidInputError where the block that the environment names is none. */
function checkBlock(name: string): void {
  const variable = forkBlockVariables[name];
  const block = variable && process.env[variable];
  if (!block || /^\d{1,15}$/.test(block)) return;
  throw new InvalidInputError([
    {
      field: variable,
      value: block,
      problem: "is not a block's number",
      remedy: "Give decimal digits, or unset it, and the fork is made at the latest block.",
    },
  ]);
}
