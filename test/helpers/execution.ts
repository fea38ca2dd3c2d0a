import { concat, encodeFunctionData, type Hex, parseAbi } from "viem";
import type { Account, Call } from "../../src/index.ts";

const accountAbi = parseAbi([
  "function execute(bytes32 mode, bytes executionCalldata)",
  "function executeFromExecutor(bytes32 mode, bytes executionCalldata) returns (bytes[])",
]);

/** Execution modes (ERC-7579): how many calls, and by which call. */
export const modes = {
  single: `0x00${"00".repeat(31)}`,
  batch: `0x01${"00".repeat(31)}`,
  staticCall: `0xfe${"00".repeat(31)}`,
  delegateCall: `0xff${"00".repeat(31)}`,
} as const satisfies Record<string, Hex>;

/**
 * The account's call data for one call.
 *
 * @param account The account.
 * @param call The call.
 * @returns The call data.
 */
export const callOf = (account: Account, { to, value = 0n, data = "0x" }: Call): Promise<Hex> =>
  account.smartAccount.encodeCalls([{ to, value, data }]);

/**
 * An operation's call data, made by hand.
 *
 * @param mode See {@link modes}.
 * @param executionCalldata What is executed, as the mode wants it.
 * @returns The call data of `execute`.
 */
export const executing = (mode: Hex, executionCalldata: Hex): Hex =>
  encodeFunctionData({ abi: accountAbi, functionName: "execute", args: [mode, executionCalldata] });

/**
 * An executor's call to an account that has it installed.
 *
 * @param call What the account is to call.
 * @returns The call data of `executeFromExecutor`.
 */
export const executingFor = ({ to, data = "0x" }: Call): Hex =>
  encodeFunctionData({
    abi: accountAbi,
    functionName: "executeFromExecutor",
    args: [modes.single, concat([to, `0x${"00".repeat(32)}`, data])],
  });
