import { z } from "zod";
import { alertRulesSchema } from "./alertRulesSchema.ts";

/**
 * The schema of files of alert rules, for editors and other programs.
 *
 * @returns JSON Schema, draft 2020-12.
 */
export function alertRulesJsonSchema(): Readonly<Record<string, unknown>> {
  const file = alertRulesSchema.meta({
    title: "Smart Sessions: alert rules",
    description: "What `sessions watch` reads.",
  });
  return z.toJSONSchema(file, { io: "input" });
}
