import { type Address, concat, type Hex } from "viem";

/**
 * What a session is kept under: its id alone is another account's as well, where that enables the same.
 *
 * @param account The account.
 * @param permissionId The session's id.
 * @returns Account ‖ permission id, in lower case.
 */
export const sessionId = (account: Address, permissionId: Hex): string =>
  concat([account, permissionId]).toLowerCase();
