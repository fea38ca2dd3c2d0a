import { z } from "zod";
import { complain } from "../config/parseInput.ts";
import type { Account } from "./Account.ts";

/** An account of this library. */
export const accountSchema = z.custom<Account>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<Account>).nonceKey === "function" &&
    typeof (value as Partial<Account>).smartAccount?.getAddress === "function",
  { error: complain("is not an account", "Give what harness.createAccount() made.") },
);
