import type { TaskRun } from "./runTask.ts";

/**
 * Does in this process what otherwise a process of its own does, and hears what it prints.
 *
 * @param env Variables beside those that the tests run with; an empty one is none.
 * @param work What is done.
 * @returns How it ended, and what it printed.
 */
export async function listen(
  env: Readonly<Record<string, string>>,
  work: () => Promise<unknown>,
): Promise<TaskRun> {
  const said = { stdout: "", stderr: "" };
  const hear =
    (stream: keyof typeof said) =>
    (text: string | Uint8Array, ...rest: readonly unknown[]) => {
      said[stream] += String(text);
      const written = rest.at(-1);
      if (typeof written === "function") written();
      return true;
    };
  const restore = [
    replace(process.stdout, "write", hear("stdout")),
    replace(process.stderr, "write", hear("stderr")),
    // A command that ends its process does so at its end.
    replace(process, "exit", (() => {}) as typeof process.exit),
    ...Object.entries(env).map(([name, value]) => replace(process.env, name, value)),
  ];
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await work();
    return { exitCode: Number(process.exitCode), ...said };
  } finally {
    process.exitCode = before;
    for (const put of restore) put();
  }
}

/** Puts something in the place of a property, and gives what puts it back. */
function replace<Thing extends object, Key extends keyof Thing>(
  thing: Thing,
  key: Key,
  by: Thing[Key],
): () => void {
  const had = Object.hasOwn(thing, key);
  const before = thing[key];
  thing[key] = by;
  return () => {
    if (had) thing[key] = before;
    else delete thing[key];
  };
}
