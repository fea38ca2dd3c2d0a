import { z } from "zod";
import { complain, parseInput } from "./parseInput.ts";

/** What `SMART_SESSIONS_RELEASE` may be: a release of SmartSession, or each that is there. */
export const releaseChoices = ["v1", "beta", "all"] as const;
/** See {@link releaseChoices}. */
export type ReleaseChoice = (typeof releaseChoices)[number];

/** What the environment says of how worlds are made, and of where keys are kept. */
export interface Environment {
  /** `SMART_SESSIONS_RELEASE`. Default: v1 where the code store holds it, else the beta. */
  readonly release?: ReleaseChoice;
  /** `SMART_SESSIONS_CODE_STORE`: the folder of the code store. Default: in the user's cache folder. */
  readonly codeStore?: string;
  /** `SESSION_KEYS_FOLDER`: the folder of the key files. Default: `session-keys` where the process runs. */
  readonly keysFolder?: string;
}

const schema = z.object({
  // An empty variable is how a shell or a workflow says that there is none.
  SMART_SESSIONS_RELEASE: z
    .enum([...releaseChoices, ""], {
      error: complain(
        "is not a release of SmartSession",
        `Set it to one of ${releaseChoices.join(", ")}, or unset it.`,
      ),
    })
    .optional(),
  SMART_SESSIONS_CODE_STORE: z.string().optional(),
  SESSION_KEYS_FOLDER: z.string().optional(),
});

/**
 * Reads what the environment says of how worlds are made.
 *
 * @param variables The environment's variables.
 * @returns What they say.
 * @throws InvalidInputError naming the variable that cannot be meant.
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const {
    SMART_SESSIONS_RELEASE: release,
    SMART_SESSIONS_CODE_STORE: codeStore,
    SESSION_KEYS_FOLDER: keysFolder,
  } = parseInput(schema, variables, "environment");
  return { ...(release && { release }), ...(codeStore && { codeStore }), ...(keysFolder && { keysFolder }) };
}
