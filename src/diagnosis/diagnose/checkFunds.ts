import { formatEther } from "viem";
import { prefundOf } from "../../outcome/prefundOf.ts";
import type { Finding } from "../Diagnosis.ts";
import { callsOfAsked, type Examination } from "./Examination.ts";
import { failure, ok, unread, warning } from "./finding.ts";

/** About what a use of a session takes, in gas; where nothing better is known. */
const roughGas = 500_000n;

const remedy = "Fund the account, or have a paymaster pay where the session permits that.";

/**
 * Whether the account can pay for the operation's gas, and for what its calls send.
 *
 * @param examination What was read.
 * @returns The finding.
 */
export function checkFunds(examination: Examination): Finding {
  const { patient, balance: read, deposit: held, asked, isSponsored } = examination;
  if ("unread" in read) return unread("accountFunded", "The account's balance", read.unread);
  if ("unread" in held) return unread("accountFunded", "The account's deposit at EntryPoint", held.unread);
  const [balance, deposit] = [read.value, held.value];
  const has = `The account has ${eth(balance)}${deposit > 0n ? `, and ${eth(deposit)} deposited at EntryPoint` : ""}`;

  const gas = isSponsored || !patient.operation ? 0n : prefundOf(patient.operation);
  if (balance + deposit < gas) {
    return failure(
      "accountFunded",
      `${has}; the operation may cost ${eth(gas)} for gas (AA21).`,
      "Fund the account, or lower the operation's gas limits or fees.",
      "funds",
    );
  }
  const value = callsOfAsked(asked).reduce((sum, call) => sum + (call.value ?? 0n), 0n);
  const left = balance - (gas > deposit ? gas - deposit : 0n);
  if (value > left) {
    return failure(
      "accountFunded",
      `${has}; the calls send ${eth(value)}${gas > 0n ? `, beside at most ${eth(gas)} for gas` : ""}.`,
      "Fund the account, or send less.",
      "funds",
    );
  }
  if (isSponsored) return ok("accountFunded", `${has}; a paymaster is to pay for the gas.`);
  if (gas > 0n) return ok("accountFunded", `${has}; the operation may cost ${eth(gas)} for gas.`);
  return withoutOperation(examination, { has, means: balance + deposit });
}

/** What an operation will cost is not known before it is estimated. */
function withoutOperation(
  { gasPrice }: Examination,
  { has, means }: { readonly has: string; readonly means: bigint },
): Finding {
  if (means === 0n) return failure("accountFunded", `${has}: it can pay for no gas.`, remedy, "funds");
  if ("unread" in gasPrice || means >= roughGas * gasPrice.value) return ok("accountFunded", `${has}.`);
  return warning(
    "accountFunded",
    `${has}; a use takes about ${roughGas} gas, which is ${eth(roughGas * gasPrice.value)} now.`,
    remedy,
  );
}

const eth = (wei: bigint): string => `${formatEther(wei)} ETH`;
