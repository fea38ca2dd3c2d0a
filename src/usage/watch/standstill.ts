import type { World } from "../../world/World.ts";
import type { WatchEvent } from "../WatchParameters.ts";

/** How long a chain may go without a new block before that is told, in milliseconds. */
const longestStill = 300_000;

/**
 * Tells once where a chain stands still, or has less than what was read of it; again after it went on. A simulated chain has
 * blocks when somebody makes them.
 *
 * @param world The chain.
 * @param patience How long it may stand still, in milliseconds. Default: 300000.
 * @param onEvent Is told.
 * @returns Takes note of its latest block at each look.
 */
export function standstill(
  { instance }: Pick<World, "instance">,
  patience = longestStill,
  onEvent: (event: WatchEvent) => void = () => {},
) {
  let highest = -1n;
  let since = performance.now();
  let isTold = false;
  const tell = (head: bigint, lacking?: bigint) => {
    if (isTold) return;
    isTold = true;
    onEvent({ type: "behind", head, ...(lacking !== undefined && { lacking }) });
  };
  return {
    /** The latest block. */
    note(head: bigint): void {
      if (head > highest) {
        [highest, since, isTold] = [head, performance.now(), false];
      } else if (instance === undefined && performance.now() - since >= patience) {
        tell(head);
      }
    },
    /** A block that is settled is not there. */
    lacks: (settled: bigint, head: bigint): void => tell(head, settled),
  };
}
