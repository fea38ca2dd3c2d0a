import type { Hex } from "viem";

/** SmartSession's target for the action that stands for every call that no other action names (`FALLBACK_TARGET_FLAG`). */
export const fallbackTarget = "0x0000000000000000000000000000000000000001";

/** Which calls it stands for: those to others, or those to SmartSession itself as well (v1, `FALLBACK_TARGET_SELECTOR_FLAG…`). */
export const fallbackSelectors = {
  others: "0x00000001",
  smartSession: "0x00000002",
} as const satisfies Readonly<Record<string, Hex>>;
