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

/** A key can sign messages only, and so cannot sign for a session, or enable one by signature. */
export class KeyCannotSignHashError extends HarnessError {
  override readonly code = "KEY_CANNOT_SIGN_HASH";

  /** @param parameters The key's address. */
  constructor({ key }: { key: Address }) {
    super(`The key ${key} cannot sign a hash as it is.`, {
      remedies: ["Use a viem account made by privateKeyToAccount, or a custom one that has `sign`."],
    });
  }
}
