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

/**
 * What was read and may still be reorganised away, behind what is settled: to each chunk's end what was learned up to it,
 * so that the chain's going back is gone along with.
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

  add(checkpoint: Checkpoint): void {
    this.#checkpoints = [...this.#checkpoints, checkpoint];
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

const isOnChain = async (world: World, { blockNumber, blockHash }: UsageCursor): Promise<boolean> =>
  (await readCursor(world, blockNumber))?.blockHash === blockHash;
