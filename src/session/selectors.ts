import { toFunctionSelector } from "viem";

/** How SmartSession matches a call whose data holds no function: a plain transfer of value (`IdLib.VALUE_SELECTOR`). */
export const plainTransfer = "0xffffffff";

/** ERC-7579's `execute`. */
export const execute = toFunctionSelector("execute(bytes32,bytes)");

/** ERC-4337's `executeUserOp`, which SmartSession takes from nobody. */
export const executeUserOp = toFunctionSelector(
  "executeUserOp((address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes),bytes32)",
);
