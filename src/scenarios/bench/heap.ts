import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** How much more of the process's heap something takes, in bytes. */
export interface HeapUse {
  /** At most, as sampled: what is thrown away and not yet collected counts. */
  readonly peak: number;
  /** With what it gave, once everything else is collected. */
  readonly kept: number;
}

/** In milliseconds. */
const samplingInterval = 10;

/**
 * Measures how much heap some work takes. The chain in the process has its state elsewhere.
 *
 * @param work What is done; it lets the process come to other things now and then.
 * @returns What it gave, and the heap that it took.
 * @throws What the work throws.
 */
export async function measureHeap<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly heap: HeapUse }> {
  const collect = collector();
  const used = () => process.memoryUsage().heapUsed;
  collect();
  const before = used();
  let peak = before;
  const sample = () => {
    peak = Math.max(peak, used());
  };
  const sampling = setInterval(sample, samplingInterval);
  try {
    const result = await work();
    sample();
    collect();
    return { result, heap: { peak: peak - before, kept: Math.max(0, used() - before) } };
  } finally {
    clearInterval(sampling);
  }
}

/** V8's own collector: it is not there unless it is asked for. */
function collector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
