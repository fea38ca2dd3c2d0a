import { inTurn } from "./inTurn.ts";
import { toVariables } from "./partOfRun.ts";
import { type PartReport, runPart } from "./runPart.ts";
import { addUp, type Summary } from "./Summary.ts";
import { sayWhatIsLeftOut } from "./sayWhatIsLeftOut.ts";

/** Tests, in parts. */
export interface Parts {
  /** The options that each part is run with. */
  readonly words: readonly string[];
  /** The files of each part; none: all that there are. */
  readonly parts: readonly (readonly string[])[];
  /** How many parts run at a time. */
  readonly processes: number;
  /** The release of SmartSession where each that is there is run on; undefined: the run's. */
  readonly release: string | undefined;
}

/**
 * Runs tests in parts, several at a time and each in a process of its own, and prints what one process would have
 * printed: the parts one after another, then what failed, then what was left out.
 *
 * @param tests The tests.
 * @returns How they ended.
 */
export async function runParts({ words, parts, processes, release }: Parts): Promise<Summary> {
  const { say, end } = inTurn((text) => process.stdout.write(text));
  const isOneOfAll = release !== undefined;
  const reports: PartReport[] = [];
  const queue = [...parts.entries()];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, files] = next;
      const variables = {
        ...toVariables({ isOneOfAll, isLater: index > 0 }),
        TEST_PROCESSES: "1",
        ...(isOneOfAll && { SMART_SESSIONS_RELEASE: release }),
      };
      reports[index] = await runPart([...words, ...files], variables, (text) => say(index, text));
      end(index);
    }
  };
  await Promise.all(Array.from({ length: processes }, work));

  for (const { failures } of reports) process.stdout.write(failures);
  const leftOut = reports.flatMap((report) => report.leftOut ?? []);
  const [first] = leftOut;
  // What several parts left out is said once.
  const skipped = new Map(leftOut.flatMap((one) => one.skipped.map((each) => [JSON.stringify(each), each])));
  if (first) sayWhatIsLeftOut({ release: first.release, skipped: [...skipped.values()] }, isOneOfAll);
  return addUp(reports.map(({ summary }) => summary));
}
