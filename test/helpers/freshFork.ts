import hre, { network } from "hardhat";
import { type Hex, numberToHex } from "viem";
import { forkOfRun } from "../../scripts/forks/forkOfRun.ts";
import type { Eip1193Provider } from "../../src/index.ts";
import { canonicalV1 } from "../../src/world/canonical/canonicalV1.ts";

/** Whether the run is on a fork: its chain holds SmartSession v1, and what it has not read yet is asked for. */
export const isOnFork = (): boolean => forkOfRun(hre) !== undefined;

/** The block that the run's forks are made at: all at the same, so that what one has read, another finds. */
let forkBlock: bigint | undefined;

/**
 * A fork of one's own, of the chain that the selected network is a fork of.
 *
 * @returns Its provider.
 */
export async function freshFork(): Promise<Eip1193Provider> {
  const url = await forkOfRun(hre)?.forking.url.getUrl();
  const { provider } = await network.create(
    forkBlock === undefined || url === undefined
      ? undefined
      : { override: { forking: { enabled: true, url, blockNumber: forkBlock } } },
  );
  const { forkedNetwork } = await provider.request({ method: "hardhat_metadata" });
  forkBlock ??= BigInt(forkedNetwork.forkBlockNumber);
  await keepAtHand(provider);
  return provider;
}

/** OP's predeploy that every transaction is priced by, and the slots that are read of it (Ecotone). */
const l1Block = { address: "0x4200000000000000000000000000000000000015", slots: [1, 3, 5, 7] } as const;

/**
 * Sets what nearly every operation reads to what it is. EDR 0.20 keeps nothing of an upstream's state in memory: it
 * asks again for each account of each call, some 700 times in a test.
 */
async function keepAtHand(provider: Eip1193Provider): Promise<void> {
  const addresses = [l1Block.address, ...canonicalV1.map(({ address }) => address)];
  for (const address of addresses) {
    const code: Hex = await provider.request({ method: "eth_getCode", params: [address, "latest"] });
    await provider.request({ method: "hardhat_setCode", params: [address, code] });
  }
  for (const slot of l1Block.slots.map((one) => numberToHex(one))) {
    const params = [l1Block.address, slot];
    const value: Hex = await provider.request({ method: "eth_getStorageAt", params: [...params, "latest"] });
    await provider.request({ method: "hardhat_setStorageAt", params: [...params, value] });
  }
}
