import { isAddress, type LocalAccount } from "viem";
import { z } from "zod";
import { complain } from "../config/parseInput.ts";

/** A key that signs: viem's local account. */
export const keySchema = z.custom<LocalAccount>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    (value as { type?: unknown }).type === "local" &&
    isAddress(String((value as { address?: unknown }).address)) &&
    typeof (value as { signMessage?: unknown }).signMessage === "function" &&
    typeof (value as { signTypedData?: unknown }).signTypedData === "function",
  { error: complain("is not a key that signs", "Give what viem's privateKeyToAccount() makes.") },
);
