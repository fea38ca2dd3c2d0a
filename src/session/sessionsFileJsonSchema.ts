import { z } from "zod";
import { sessionEntrySchema, sessionsFileSchema } from "./sessionsFileSchema.ts";

/**
 * The schema of sessions files, for editors and other programs: what each field may look like, and in which unit it
 * is. What the fields mean together `readSessionsFile` checks.
 *
 * @returns JSON Schema, draft 2020-12.
 */
export function sessionsFileJsonSchema(): Readonly<Record<string, unknown>> {
  const file = sessionsFileSchema(sessionEntrySchema).meta({
    title: "Smart Sessions: a batch of sessions",
    description: "What `sessions create` and `sessions prove` read. No key and no salt goes into it.",
  });
  return z.toJSONSchema(file, { io: "input" });
}
