/**
 * Tells on standard error how far a command is: standard output is the result alone.
 *
 * @param done How many pieces are done.
 * @param of Of how many.
 */
export function progress(done: number, of: number): void {
  process.stderr.write(`canonical: ${done} of ${of} …\n`);
}
