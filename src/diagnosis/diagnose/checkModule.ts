import type { Finding } from "../Diagnosis.ts";
import { isDeployed } from "./checkAccount.ts";
import type { Examination } from "./Examination.ts";
import { failure, ok, unread, warning } from "./finding.ts";

const install = "Have the owner install it as a validator (ERC-7579 type 1): ./harness sessions install.";

/**
 * Whether SmartSession is installed on the account, as a validator.
 *
 * @param examination What was read.
 * @returns The finding; none for the owner's operation, which does without it and may be the one that installs it.
 */
export function checkModule(examination: Examination): Finding | undefined {
  const { world, installed, installedAs, executes, session, isHandedOver } = examination;
  if (!session && !isHandedOver) return undefined;
  const module = world.contracts.SmartSession.address;
  if (isDeployed(examination) === false) {
    const finding = "The account is not on the chain yet, so SmartSession is not installed on it.";
    return warning("moduleInstalled", finding, install);
  }
  if ("unread" in installed) {
    return unread("moduleInstalled", "Whether SmartSession is installed", installed.unread);
  }
  if (!installed.value) {
    const otherwise = installedAs.length > 0 ? `, but as ${installedAs.join(" and ")}` : "";
    const isEnabled = session && "value" in session.onChain && session.onChain.value.enabled;
    return failure(
      "moduleInstalled",
      `SmartSession (${module}) is not installed as a validator${otherwise}${
        isEnabled ? "; the session is enabled, and of no use without it" : ""
      }.`,
      isEnabled ? `${install} Sessions enabled without the module have to be revoked first.` : install,
      "moduleInstalled",
    );
  }
  if (executes && "value" in executes && !executes.value) {
    return failure(
      "moduleInstalled",
      "SmartSession is installed, and this Kernel does not let it call execute: it grants each function by its selector.",
      "Have the owner uninstall the module and install it anew: ./harness sessions install grants execute.",
      "moduleInstalled",
    );
  }
  return ok("moduleInstalled", `SmartSession (${module}) is installed as a validator.`);
}
