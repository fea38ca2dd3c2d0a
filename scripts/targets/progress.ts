/**
 * Tells on standard error how far a command is: standard output is the result alone.
 *
 * @param text What it does.
 */
export function progress(text: string): void {
  process.stderr.write(`targets: ${text}\n`);
}
