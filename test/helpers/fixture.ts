import type { Eip1193Provider } from "../../src/index.ts";
import { freshChain } from "./freshChain.ts";

/**
 * A state of a chain of its own that many tests start from: built once, then put back before each use.
 *
 * @param build Builds the state on a fresh simulated chain.
 * @returns Gives what `build` gave, with the chain as it was then.
 */
export function fixture<State>(build: (provider: Eip1193Provider) => Promise<State>): () => Promise<State> {
  let built: Promise<{ provider: Eip1193Provider; state: State }> | undefined;
  let snapshot: unknown;

  const first = async () => {
    const provider = await freshChain();
    return { provider, state: await build(provider) };
  };

  return async () => {
    built ??= first();
    const { provider, state } = await built;
    if (snapshot !== undefined) {
      const reverted = await provider.request({ method: "evm_revert", params: [snapshot] });
      if (reverted !== true) throw new Error("the chain could not be put back: does a test still run?");
    }
    snapshot = await provider.request({ method: "evm_snapshot" });
    return state;
  };
}
