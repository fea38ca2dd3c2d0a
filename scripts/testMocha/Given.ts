/** What Hardhat's own task takes. */
export interface Given {
  readonly testFiles?: readonly string[];
  readonly bail?: boolean;
  readonly grep?: string;
  readonly grepExclude?: string;
  readonly noCompile?: boolean;
}
