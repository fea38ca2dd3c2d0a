import { type Abi, decodeErrorResult, type Hex, hexToBigInt, parseAbi, size } from "viem";
import type { Answer } from "./stage.ts";

const errorsAbi = parseAbi([
  "error Panic(uint256 code)",
  "error PolicyNotInitialized(bytes32 id, address multiplexer, address account)",
  "error ValueLimitExceeded(bytes32 id, uint256 value, uint256 limit)",
  "error InvalidLimit(uint256 limit)",
  "error InvalidTokenAddress(address token)",
  "error InvalidInitDataLength()",
  "error UnsupportedCallType(bytes1 callType)",
  "error DecodingError()",
  "error InvalidSignature()",
  "error NotSortedAndUnique()",
  "error ThresholdNotSet()",
  "error InvalidThreshold()",
  "error MaxOwnersReached()",
  "error InvalidOwner(address owner)",
  "error CannotRemoveOwner()",
  "error NotInitialized(address account)",
  "error LinkedList_AlreadyInitialized()",
  "error LinkedList_InvalidEntry(address entry)",
  "error LinkedList_EntryAlreadyInList(address entry)",
]);

/** What the answers of the functions that judge mean; all others just answer. */
const verdicts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  checkAction: { "0": "passes", "1": "refuses" },
  checkUserOpPolicy: { "0": "passes", "1": "refuses" },
  check1271SignedAction: { "0": "refuses", "1": "passes" },
  supportsInterface: { "0": "says no", "1": "says yes" },
  validateUserOp: { "0": "passes", "1": "refuses" },
  validateSignatureWithData: { "0": "refuses", "1": "passes" },
  isValidSignatureWithSender: {
    [`${BigInt(`0x1626ba7e${"00".repeat(28)}`)}`]: "passes",
    [`${BigInt(`0xffffffff${"00".repeat(28)}`)}`]: "refuses",
  },
};

/**
 * The class that an answer is counted in.
 *
 * @param kind The function that was called.
 * @param answer What it gave.
 * @returns `checkAction: passes`, `checkAction: reverts with Panic(0x11)`.
 */
export function answerClass(kind: string, { success, result }: Answer): string {
  return `${kind}: ${success ? verdict(kind, result) : `reverts ${revert(result)}`}`;
}

function verdict(kind: string, result: Hex): string {
  const meanings = verdicts[kind];
  if (!meanings || size(result) !== 32) return "answers";
  return meanings[`${hexToBigInt(result)}`] ?? "bounds the time";
}

function revert(data: Hex): string {
  if (data === "0x") return "without data";
  try {
    const { errorName, args } = decodeErrorResult({ abi: errorsAbi as Abi, data });
    return `with ${errorName === "Panic" ? `Panic(0x${(args as [bigint])[0].toString(16)})` : errorName}`;
  } catch {
    return `with ${data.slice(0, 10)}`;
  }
}
