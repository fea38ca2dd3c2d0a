import { type Anvil, startAnvil } from "../../scripts/anvil/startAnvil.ts";
import { type Eip1193Provider, httpProvider } from "../../src/index.ts";

/** How many run at a time: more than one test has, and each takes 20 MB and more. */
const most = 24;

/** How often a pool is asked for that does not empty: a test may have stopped mining. */
const askedAtMost = 1_000;

/** Those that run; what was used last is last. */
const running = new Map<Eip1193Provider, Anvil>();
const ended = new WeakSet<Eip1193Provider>();

/**
 * A chain of one's own, in an anvil of its own. It ends with this process, or before, where many others were made
 * since it was last used.
 *
 * @returns The chain's provider.
 * @throws What {@link startAnvil} throws.
 */
export async function freshAnvil(): Promise<Eip1193Provider> {
  const anvil = await startAnvil();
  const { request } = httpProvider(anvil.url);
  const provider: Eip1193Provider = {
    async request(args) {
      if (running.delete(provider)) running.set(provider, anvil);
      if (args.method === "evm_revert") await settle(request);
      return request(args);
    },
  };
  running.set(provider, anvil);
  const [oldest] = running;
  if (running.size > most && oldest) {
    const [longUnused, itsAnvil] = oldest;
    running.delete(longUnused);
    ended.add(longUnused);
    await itsAnvil.stop();
  }
  return provider;
}

/**
 * Waits until anvil is done with what it has mined. It gives a receipt before it takes the transaction out of its pool,
 * by sender and nonce: put back in between, it mines that one again, or drops the next one of that nonce.
 */
async function settle(request: Eip1193Provider["request"]): Promise<void> {
  for (let asked = 0; asked < askedAtMost; asked += 1) {
    const { pending, queued } = await request({ method: "txpool_status" });
    if (Number(pending) + Number(queued) === 0) return;
  }
  throw new Error("anvil keeps transactions in its pool: does a test still run, or has one stopped mining?");
}

/**
 * Whether a chain of {@link freshAnvil} has ended.
 *
 * @param provider The chain; one that is no anvil has not.
 */
export const hasEnded = (provider: Eip1193Provider): boolean => ended.has(provider);
