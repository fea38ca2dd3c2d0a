import type { Account } from "../account/Account.ts";
import type { World } from "../world/World.ts";

/** An account's sessions: what the chain holds of them, and the files of those that are this machine's. */
export interface AccountSessions {
  readonly world: World;
  readonly account: Account;
  /** The folder of the account's key files, see `keyFolder`. */
  readonly folder: string;
}
