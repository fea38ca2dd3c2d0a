import { type Hex, size, slice } from "viem";

/** How SmartSession matches a call whose data holds no function: a plain transfer of value (`IdLib.VALUE_SELECTOR`). */
export const plainTransfer = "0xffffffff";

/**
 * The selector that SmartSession matches a call by.
 *
 * @param data The call's data.
 * @returns Its first 4 bytes, or {@link plainTransfer} where it has not as many.
 */
export const selectorOf = (data: Hex): Hex => (size(data) < 4 ? plainTransfer : slice(data, 0, 4));
