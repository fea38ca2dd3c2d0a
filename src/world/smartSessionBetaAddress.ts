import type { Address } from "viem";

/** Where the beta's own SDK looks for SmartSession (module-sdk 0.1.32). */
export const smartSessionBetaAddress: Address = "0xDDFF43A42726df11E34123f747bDce0f755F784d";
