import { type Hex, isHex } from "viem";

/**
 * How a chain says that the EVM stopped a call by itself: anvil, and geth. Hardhat's chain says so with revert data, of
 * which there is none.
 */
const halts =
  /^(EVM error \w+$|out of gas|gas uint64 overflow|invalid (opcode|jump)|stack (underflow|limit)|return data out of bounds)/;

/**
 * Finds the bytes that a call reverted with, wherever a provider or viem has put them.
 *
 * @param error What was thrown.
 * @returns The revert data, empty where the EVM stopped the call by itself (out of gas); undefined where the error is
 * neither.
 */
export function revertData(error: unknown): Hex | undefined {
  for (let at = error; typeof at === "object" && at !== null; at = (at as { cause?: unknown }).cause) {
    const { data, message, details = message } = at as { [part in "data" | "message" | "details"]?: unknown };
    if (isHex(data)) return data;
    if (typeof data === "object" && data !== null) {
      const nested = (data as { data?: unknown }).data;
      if (isHex(nested)) return nested;
    }
    if (typeof details === "string" && halts.test(details)) return "0x";
  }
  return undefined;
}
