import { concat, encodeAbiParameters, encodeFunctionData, type Hex, parseAbi } from "viem";
import type { Account, Call } from "../../src/index.ts";
import { word } from "./words.ts";

const accountAbi = parseAbi([
  "function execute(bytes32 mode, bytes executionCalldata)",
  "function executeFromExecutor(bytes32 mode, bytes executionCalldata) returns (bytes[])",
]);

/** Execution modes (ERC-7579): how many calls, by which call, and whether a failure of one is let pass (try). */
export const modes = {
  single: `0x00${"00".repeat(31)}`,
  trySingle: `0x0001${"00".repeat(30)}`,
  batch: `0x01${"00".repeat(31)}`,
  tryBatch: `0x0101${"00".repeat(30)}`,
  staticCall: `0xfe${"00".repeat(31)}`,
  delegateCall: `0xff${"00".repeat(31)}`,
  tryDelegateCall: `0xff01${"00".repeat(30)}`,
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
 * One call, as the single mode wants it.
 *
 * @param call The call.
 * @returns What is executed.
 */
export const packed = ({ to, value = 0n, data = "0x" }: Call): Hex => concat([to, word(value), data]);

/**
 * Calls, as the batch modes want them.
 *
 * @param calls The calls; none is an empty batch.
 * @returns What is executed.
 */
export const packedBatch = (...calls: readonly Call[]): Hex =>
  encodeAbiParameters(
    [{ type: "tuple[]", components: [{ type: "address" }, { type: "uint256" }, { type: "bytes" }] }],
    [calls.map(({ to, value = 0n, data = "0x" }) => [to, value, data] as const)],
  );

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
    args: [modes.single, packed({ to, data })],
  });
