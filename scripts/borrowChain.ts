import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NetworkConfig } from "hardhat/types/config";
import { lock } from "proper-lockfile";
import { hexToBigInt } from "viem";
import { ChainBusyError, connectChain, type Eip1193Provider } from "../src/index.ts";

/** A chain as Hardhat connects to it. */
interface Connection {
  readonly provider: Eip1193Provider;
  readonly networkConfig: Pick<NetworkConfig, "type">;
}

/** In milliseconds: where the process that has a lock is gone, the lock is given to the next. */
const stale = 10_000;

/**
 * Works on a chain that is put back afterwards. One that is served is others' as well: they are told, and another of these
 * commands is kept off, as each would put back what the other does.
 *
 * @param connection The chain.
 * @param work What is done on it.
 * @returns What the work gives.
 * @throws ChainBusyError where another command works on the chain; ChainUnreachableError.
 */
export async function borrowChain<Result>(
  { provider, networkConfig }: Connection,
  work: () => Promise<Result>,
): Promise<Result> {
  const chain = networkConfig.type === "http" ? await connectChain(provider) : undefined;
  if (chain?.instance === undefined) return work(); // of this process, or not simulated, which the work refuses
  const release = await lockChain(chain.chainId, chain.instance);
  try {
    const block = hexToBigInt(await provider.request({ method: "eth_blockNumber" }));
    process.stderr.write(
      `This chain is put back to block ${block} afterwards; whatever else is sent to it meanwhile is lost.\n`,
    );
    return await work();
  } finally {
    await release();
  }
}

async function lockChain(chainId: number, instance: string): Promise<() => Promise<void>> {
  const lockfilePath = join(tmpdir(), `smart-sessions-chain-${instance}.lock`);
  try {
    return await lock(lockfilePath, { lockfilePath, realpath: false, stale });
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== "ELOCKED") throw cause;
    throw new ChainBusyError({ chainId, cause });
  }
}
