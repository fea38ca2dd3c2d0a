import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LintOptions, type LintResult, lint } from "../../../src/index.ts";

/** Unix seconds; what the tests' sessions are looked at with. */
export const now = 1_800_000_000n;
/** A session that no rule finds anything about: its fixed twin for most of them. */
export const sound = {
  name: "pay",
  target: "0x1111111111111111111111111111111111111111",
  function: "pay(uint256 lot,uint256 amount)",
  argumentRules: [{ argument: "amount", condition: "lessThanOrEqual", value: 100 }],
  maxValue: 0,
  maxOperations: 10,
  duration: "1 day",
};

/**
 * Lints a sessions file that is written for the purpose.
 *
 * @param content What it says: its text, or what is written as JSON.
 * @param options What lint is given beside it. Default: `now`, and nothing else.
 * @returns What was found.
 */
export async function lintFile(content: unknown, options: LintOptions = {}): Promise<LintResult> {
  const folder = mkdtempSync(join(tmpdir(), "lint-"));
  try {
    const file = join(folder, "batch.json");
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content, null, 2));
    return await lint(file, { now, ...options });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
