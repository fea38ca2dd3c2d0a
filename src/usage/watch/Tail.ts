import { ChainBehindError } from "../../errors/usage.ts";
import type { World } from "../../world/World.ts";
import { readCursor } from "../readUsage.ts";
import type { UsageCursor } from "../UsageFact.ts";
import type { WatchFold } from "./WatchState.ts";

/** How far was read, and what was learned up to there. */
export interface Checkpoint {
  /** Undefined where nothing was before. */
  readonly cursor: UsageCursor | undefined;
  readonly fold: WatchFold;
}

/** Each holds what is known of all sessions. */
const mostCheckpoints = 32;

/**
 * What was read and may still be reorganised away, behind what is settled: to the ends of chunks what was learned up to
 * them, so that the chain's going back is gone along with. They are the fewer the farther back: more is then read anew.
 */
export class Tail {
  /** The settled one first. */
  #checkpoints: readonly Checkpoint[];

  /** @param base The settled one. */
  constructor(base: Checkpoint) {
    this.#checkpoints = [base];
  }

  get settled(): Checkpoint {
    return this.#checkpoints[0] as Checkpoint;
  }

  get last(): Checkpoint {
    return this.#checkpoints.at(-1) as Checkpoint;
  }

  get length(): number {
    return this.#checkpoints.length;
  }

  add(checkpoint: Checkpoint): void {
    this.#checkpoints = thinned([...this.#checkpoints, checkpoint]);
  }

  /** Lets go what is behind a block that is settled. */
  settle(block: bigint): void {
    const isSettled = ({ cursor }: Checkpoint) => cursor === undefined || cursor.blockNumber <= block;
    const index = this.#checkpoints.findLastIndex(isSettled);
    if (index > 0) this.#checkpoints = this.#checkpoints.slice(index);
  }

  /**
   * Goes back to the last checkpoint that is on the chain.
   *
   * @param world The chain.
   * @param head Its latest block.
   * @returns Whether there is one.
   * @throws ChainBehindError where a block is asked of a node that does not have it yet.
   */
  async goBack(world: World, head: bigint): Promise<boolean> {
    for (let index = this.#checkpoints.length - 1; index >= 0; index--) {
      const { cursor } = this.#checkpoints[index] as Checkpoint;
      if (cursor && (cursor.blockNumber > head || !(await isOnChain(world, cursor)))) continue;
      this.#checkpoints = this.#checkpoints.slice(0, index + 1);
      return true;
    }
    return false;
  }
}

async function isOnChain(world: World, { blockNumber, blockHash }: UsageCursor): Promise<boolean> {
  const there = await readCursor(world, blockNumber);
  if (!there) throw new ChainBehindError({ blockNumber });
  return there.blockHash === blockHash;
}

const blockOf = (checkpoint: Checkpoint | undefined): number =>
  Number(checkpoint?.cursor?.blockNumber ?? -1n);

/** Without the one that leaves the smallest gap, measured by how far back it is, where they are too many. */
function thinned(all: readonly Checkpoint[]): readonly Checkpoint[] {
  if (all.length <= mostCheckpoints) return all;
  const last = blockOf(all.at(-1));
  const gaps = all
    .slice(1, -1)
    .map((one, index) => (blockOf(all[index + 2]) - blockOf(all[index])) / (last - blockOf(one) + 1));
  return all.toSpliced(gaps.indexOf(Math.min(...gaps)) + 1, 1);
}
