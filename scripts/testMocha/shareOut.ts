/** Starting Hardhat takes as long as a handful of files. */
const smallest = 6;

/**
 * Shares files out into parts that get smaller, so that the processes which take one after another end at about the
 * same time.
 *
 * @param files The files.
 * @param processes How many processes there are.
 * @param takesLong Whether a file takes long. Default: none does.
 * @returns The parts, those with the files that take long first. Neighbours are parted, as what takes long stands together:
 * the commands, for example.
 */
export function shareOut(
  files: readonly string[],
  processes: number,
  takesLong: (file: string) => boolean = () => false,
): readonly (readonly string[])[] {
  const [long, short] = [files.filter(takesLong), files.filter((file) => !takesLong(file))];
  return [...inParts(long, processes), ...inParts(short, processes)];
}

function inParts(files: readonly string[], processes: number): string[][] {
  const parts: string[][] = [];
  for (let rest = [...files]; rest.length > 0; ) {
    const step = Math.max(1, Math.min(2 * processes, Math.floor(rest.length / smallest)));
    parts.push(rest.filter((_, index) => index % step === 0));
    rest = rest.filter((_, index) => index % step !== 0);
  }
  return parts;
}
