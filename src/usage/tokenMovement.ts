import { type Address, type Hex, hexToBigInt, isAddressEqual, size, slice } from "viem";
import { approvals, transfer, transferFrom } from "../session/erc20Spending.ts";
import type { SessionCall } from "./UsageFact.ts";

/** What a call moves of a token, or lets others move. */
export interface TokenMovement {
  readonly token: Address;
  readonly kind: "transferred" | "approved";
  /** In the token's smallest unit. */
  readonly amount: bigint;
}

/**
 * Reads out of a call what it moves of an ERC-20 token (`transfer`, `transferFrom`, `approve`, `increaseAllowance`).
 *
 * @param account Who makes the call: what `transferFrom` brings to the account itself is not spent.
 * @param call The call. An ERC-721's `transferFrom` and `approve` look the same: whether the target is an ERC-20 has to be
 * asked of it (see `readToken`).
 * @returns What it moves; undefined where it is another function, or its arguments are cut short.
 */
export function tokenMovement(account: Address, { to: token, data }: SessionCall): TokenMovement | undefined {
  if (size(data) < 4) return undefined;
  const selector = slice(data, 0, 4);
  if (selector === transfer) return moved(token, "transferred", data, 1);
  if (approvals.includes(selector)) return moved(token, "approved", data, 1);
  if (selector !== transferFrom || size(data) < 68) return undefined;
  return isAddressEqual(slice(data, 48, 68), account) ? undefined : moved(token, "transferred", data, 2);
}

/** The amount is an argument of one word. */
function moved(
  token: Address,
  kind: TokenMovement["kind"],
  data: Hex,
  argument: number,
): TokenMovement | undefined {
  const [start, end] = [4 + 32 * argument, 36 + 32 * argument];
  return size(data) < end ? undefined : { token, kind, amount: hexToBigInt(slice(data, start, end)) };
}
