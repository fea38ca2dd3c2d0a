/**
 * Whether an error is heard whatever was amiss.
 *
 * @param code The error.
 * @returns Whether its words tell nothing of that.
 */
export const isSilent = (code: string): boolean =>
  ["no data", "ExecutionFailed", "ExecutionReverted"].includes(code);
