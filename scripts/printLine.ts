/**
 * Prints a line on standard output, and waits until it is written.
 *
 * @param line The line, without its end.
 * @throws What the system says: EPIPE where nobody reads any more, ENOSPC where there is no room.
 */
export function printLine(line: string): Promise<void> {
  const { stdout } = process;
  return new Promise((resolve, reject) => {
    stdout.once("error", reject); // which comes after what `write` is told; unheard, it would end the process
    stdout.write(`${line}\n`, (error) => {
      if (error) return reject(error);
      stdout.off("error", reject);
      resolve();
    });
  });
}
