import { z } from "zod";
import { complain } from "../config/parseInput.ts";
import type { Account, ObservedAccount } from "./Account.ts";

/** An account of this library. */
export const accountSchema = z.custom<Account>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<Account>).nonceKey === "function" &&
    typeof (value as Partial<Account>).smartAccount?.getAddress === "function",
  { error: complain("is not an account", "Give what harness.createAccount() made.") },
);

/** An account of this library, or one that was recognised. */
export const observedAccountSchema = z.custom<ObservedAccount>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<ObservedAccount>).nonceKey === "function" &&
    typeof (value as Partial<ObservedAccount>).isInstalled === "function",
  { error: complain("is not an account", "Give what harness.createAccount() or recogniseAccount() made.") },
);
