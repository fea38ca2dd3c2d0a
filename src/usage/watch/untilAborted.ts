/** How long what is being written has to come to its end, in milliseconds. */
const grace = 1_000;

/**
 * Waits for work, and where it is to end for no longer than a second more: a chain may take its time to answer.
 *
 * @param work The work; where it is left, it must write nothing any more.
 * @param signal Tells to end.
 * @returns Whether the work came to its end.
 * @throws What the work throws by then.
 */
export function untilAborted(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const onAbort = () => {
      timer = setTimeout(resolve, grace, false);
    };
    if (signal?.aborted) onAbort();
    signal?.addEventListener("abort", onAbort, { once: true });
    work
      .then(() => resolve(true), reject)
      .finally(() => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
      });
  });
}
