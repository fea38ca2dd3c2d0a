import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** How much more of the process's heap something takes, in bytes; what is thrown away is collected first. */
export interface HeapUse {
  /** At most, at any time of the work. */
  readonly live: number;
  /** With what it gave. */
  readonly kept: number;
}

/** In milliseconds. */
const samplingInterval = 500;

/**
 * Measures how much heap some work takes: it is stopped time and again to collect what is thrown away, so it is none to take
 * the time of. The chain in the process has its state elsewhere.
 *
 * @param work What is done; it lets the process come to other things now and then.
 * @returns What it gave, and the heap that it took.
 * @throws What the work throws.
 */
export async function measureHeap<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly heap: HeapUse }> {
  const collect = collector();
  const used = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = used();
  let most = before;
  const sampling = setInterval(() => {
    most = Math.max(most, used());
  }, samplingInterval);
  try {
    const result = await work();
    const after = used();
    return { result, heap: { live: Math.max(most, after) - before, kept: Math.max(0, after - before) } };
  } finally {
    clearInterval(sampling);
  }
}

/** V8's own collector: it is not there unless it is asked for. */
function collector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
