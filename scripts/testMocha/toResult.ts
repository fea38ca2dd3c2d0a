import { errorResult, successfulResult } from "hardhat/utils/result";
import type { Summary } from "./Summary.ts";

/**
 * Gives Hardhat how tests ended.
 *
 * @param summary How they ended.
 * @returns A result that makes the run red where one failed.
 */
export const toResult = (summary: Summary) =>
  summary.failed > 0 ? errorResult({ summary }) : successfulResult({ summary });
