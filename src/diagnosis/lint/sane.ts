import { parseEther } from "viem";

/** The most that somebody may mean; a limit beyond it limits nothing. */
export const sane = {
  /** Of native value, in wei. */
  value: parseEther("1000000"),
  /** Of a token, in its smallest unit: with 18 decimals some 79 billion. */
  units: 2n ** 96n,
  /** Of calls, or operations. */
  uses: 1_000_000_000n,
} as const;
