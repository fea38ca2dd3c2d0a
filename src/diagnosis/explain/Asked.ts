import type { UserOperation } from "viem/account-abstraction";
import type { ObservedAccount } from "../../account/Account.ts";
import type { Eip1193Provider } from "../../world/Eip1193Provider.ts";
import type { World } from "../../world/World.ts";
import type { Evidence } from "./Evidence.ts";

/** What was given, and whom it can be asked of. */
export interface Asked {
  readonly evidence: Evidence;
  readonly world: World;
  readonly account: ObservedAccount | undefined;
  readonly bundler: Pick<Eip1193Provider, "request"> | undefined;
}

/** The same about an operation that is known; then the account is its own, where it is of a kind that is known. */
export interface AskedOfOperation extends Asked {
  readonly operation: UserOperation<"0.7">;
}
