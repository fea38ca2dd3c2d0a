import type { Finding } from "../Diagnosis.ts";
import type { Examination } from "./Examination.ts";
import { failure, ok, unread, warning } from "./finding.ts";

/**
 * Whether the account is on the chain, or the operation deploys it.
 *
 * @param examination What was read.
 * @returns The finding.
 */
export function checkAccount({ patient: { account, operation }, codeHashAt }: Examination): Finding {
  const { address, kind } = account;
  const hash = codeHashAt(address);
  if ("unread" in hash) return unread("accountDeployed", `The code of the account ${address}`, hash.unread);
  const deploys = operation?.factory !== undefined;
  if (hash.value !== undefined) {
    return deploys
      ? failure(
          "accountDeployed",
          `The account ${address} is on the chain already, and the operation is to deploy it once more (AA10).`,
          "Leave factory and factoryData out: build the operation anew.",
          "accountDeployed",
        )
      : ok("accountDeployed", `The ${kind} account ${address} is on the chain.`);
  }
  if (deploys)
    return ok(
      "accountDeployed",
      `The ${kind} account ${address} is not on the chain yet: the operation deploys it.`,
    );
  const finding = `The ${kind} account ${address} is not on the chain`;
  const remedy =
    "Have the owner send the account's first operation, which deploys it: ./harness sessions install. Where it should be there, look at kind, owner and salt: the address comes of them.";
  return operation
    ? failure(
        "accountDeployed",
        `${finding}, and the operation does not deploy it (AA20).`,
        remedy,
        "accountDeployed",
      )
    : warning("accountDeployed", `${finding}.`, remedy);
}

/**
 * Whether the account has code.
 *
 * @param examination What was read.
 * @returns Whether it does; undefined where that is not known.
 */
export function isDeployed({ patient: { account }, codeHashAt }: Examination): boolean | undefined {
  const hash = codeHashAt(account.address);
  return "unread" in hash ? undefined : hash.value !== undefined;
}
