import type { Address } from "viem";
import { howToPull } from "./canonical.ts";
import { HarnessError } from "./HarnessError.ts";

/** A kind of account cannot be made: the world does not hold the contracts that make it. */
export class AccountKindNotPresentError extends HarnessError {
  override readonly code = "ACCOUNT_KIND_NOT_PRESENT";
  /** What is not there: pieces by name, contracts that were given by address. */
  readonly missing: readonly string[];

  /** @param parameters The kind, and what is not there. */
  constructor({ kind, missing }: { kind: string; missing: readonly string[] }) {
    super(`This world has no ${kind} accounts: it lacks ${missing.join(", ")}.`, {
      remedies: [
        `Fill the code store, and run on SmartSession v1: ${howToPull}.`,
        ...(missing.some((one) => one.includes("0x"))
          ? ["Where you gave addresses, look whether this chain has contracts there."]
          : []),
      ],
    });
    this.missing = missing;
  }
}

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

/** An account's owner is to sign, and the key is not at hand. */
export class OwnerKeyMissingError extends HarnessError {
  override readonly code = "OWNER_KEY_MISSING";

  /** @param parameters The owner's address. */
  constructor({ owner }: { owner: Address }) {
    super(`The owner ${owner} is to sign, and only the address is known.`, {
      remedies: ["Give the key: ACCOUNT_OWNER_PRIVATE_KEY, in the environment or by `hardhat keystore set`."],
    });
  }
}
