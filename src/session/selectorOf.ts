import { type Hex, size, slice } from "viem";
import { plainTransfer } from "./selectors.ts";

/**
 * The selector that SmartSession matches a call by.
 *
 * @param data The call's data.
 * @returns Its first 4 bytes, or {@link plainTransfer} where it has not as many.
 */
export const selectorOf = (data: Hex): Hex => (size(data) < 4 ? plainTransfer : slice(data, 0, 4));
