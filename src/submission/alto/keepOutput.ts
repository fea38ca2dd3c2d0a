import type { ChildProcess } from "node:child_process";

/** How much of what a process says last is kept, in characters. */
const keptOutput = 2_000;

/**
 * Keeps the last of what a process says, without secrets. They are taken out of whole lines, before anything is
 * cut: a part of a secret could not be recognised. What does not end with a line break is not kept.
 *
 * @param child The process; its output is read from now on.
 * @param secrets What must not be shown, in upper or lower case.
 * @returns Gives what was kept so far.
 */
export function keepOutput(
  { stdout, stderr }: Pick<ChildProcess, "stdout" | "stderr">,
  secrets: readonly string[],
): () => string {
  const pattern = new RegExp(secrets.map((secret) => secret.replace(/\W/g, "\\$&")).join("|"), "gi");
  let kept = "";
  for (const stream of [stdout, stderr]) {
    let unfinished = "";
    stream?.setEncoding("utf8").on("data", (text: string) => {
      const lines = (unfinished + text).split("\n");
      unfinished = lines.pop() ?? "";
      for (const line of lines) kept = `${kept}${line.replace(pattern, "…")}\n`.slice(-keptOutput);
    });
  }
  return () => kept.trim();
}
