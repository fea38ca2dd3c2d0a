import type { Hex } from "viem";
import type { Eip1193Provider } from "../../src/index.ts";
import { hasEnded } from "./freshAnvil.ts";
import { freshChain } from "./freshChain.ts";

/**
 * A state of a chain of its own that many tests start from: built once, then put back before each use,
 * its clock too: otherwise a busy machine lets sessions expire that a test has just made. Where its chain has ended
 * meanwhile, it is built again.
 *
 * @param build Builds the state on a fresh simulated chain.
 * @param createChain Makes that chain. Default: one of the run's network.
 * @returns Gives what `build` gave, with the chain as it was then.
 */
export function fixture<State>(
  build: (provider: Eip1193Provider) => Promise<State>,
  createChain: () => Promise<Eip1193Provider> = freshChain,
): () => Promise<State> {
  let built: Promise<{ provider: Eip1193Provider; state: State; timestamp: Hex }> | undefined;
  let snapshot: unknown;

  const first = async () => {
    const provider = await createChain();
    const state = await build(provider);
    const params = ["pending", false];
    const { timestamp } = await provider.request({ method: "eth_getBlockByNumber", params });
    return { provider, state, timestamp };
  };

  return async () => {
    if (built && hasEnded((await built).provider)) [built, snapshot] = [undefined, undefined];
    built ??= first();
    const { provider, state, timestamp } = await built;
    if (snapshot !== undefined) {
      const reverted = await provider.request({ method: "evm_revert", params: [snapshot] });
      if (reverted !== true) throw new Error("the chain could not be put back: does a test still run?");
    }
    await provider.request({ method: "evm_setNextBlockTimestamp", params: [timestamp] });
    snapshot = await provider.request({ method: "evm_snapshot" });
    return state;
  };
}
