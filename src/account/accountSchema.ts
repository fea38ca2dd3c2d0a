import { z } from "zod";
import { complain } from "../config/parseInput.ts";
import type { Account } from "./Account.ts";

/** An account of this library. */
export const accountSchema = z.custom<Account>(
  (value) => typeof value === "object" && value !== null && "smartAccount" in value && "nonceKey" in value,
  { error: complain("is not an account", "Give what harness.createAccount() made.") },
);
