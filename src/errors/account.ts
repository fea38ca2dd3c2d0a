import type { Address } from "viem";
import { HarnessError } from "./HarnessError.ts";

/** A module cannot be uninstalled from an account that does not have it. */
export class ModuleNotInstalledError extends HarnessError {
  override readonly code = "MODULE_NOT_INSTALLED";

  /** @param parameters The account and the module. */
  constructor({ account, module }: { account: Address; module: Address }) {
    super(`The account ${account} has no validator ${module} installed.`, {
      remedies: ["Install it first: harness.install(account)"],
    });
  }
}
