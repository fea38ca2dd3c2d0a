/** Ends something that was started. */
export type Stop = () => Promise<void>;

/**
 * Ends what was started, one after the other. What does not end is told on standard error: it costs neither the
 * others their end nor the caller its result, or the error that it is about to report.
 *
 * @param stops How to end each.
 */
export async function stopAll(stops: readonly Stop[]): Promise<void> {
  for (const stop of stops) {
    await stop().catch((error: unknown) => console.error("Something that was started did not stop:", error));
  }
}
