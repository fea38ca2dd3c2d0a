import { type Hex, toFunctionSelector } from "viem";

/** How SmartSession configures a policy where it enables a session (`IPolicy`). */
export const configuresPolicy = toFunctionSelector("initializeWithMultiplexer(address,bytes32,bytes)");

/** How it speaks to policies otherwise: `IActionPolicy`, `IUserOpPolicy`, ERC-165. */
const others: readonly Hex[] = [
  toFunctionSelector("checkAction(bytes32,address,address,uint256,bytes)"),
  toFunctionSelector(
    "checkUserOpPolicy(bytes32,(address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes))",
  ),
  toFunctionSelector("supportsInterface(bytes4)"),
];

/**
 * Whether what SmartSession asks is asked of policies alone.
 *
 * @param selector The function's 4 bytes.
 * @returns Whether it is.
 */
export const asksPolicy = (selector: string): boolean =>
  selector === configuresPolicy || (others as readonly string[]).includes(selector);
