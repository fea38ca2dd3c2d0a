import pMap from "p-map";
import { type Address, getAbiItem, getAddress, type Hex, isAddressEqual } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import { erc7579AccountAbi, validatorModuleType } from "../../abis/erc7579AccountAbi.ts";
import { smartSessionV1Abi } from "../../abis/smartSessionAbi.ts";
import { accountTraits } from "../../account/accountTraits.ts";
import type { BlockRange } from "../../lifecycle/readRanges.ts";
import type { World } from "../../world/World.ts";

const sessionEvents = smartSessionV1Abi.filter((item) => item.type === "event");
const moduleEvents = erc7579AccountAbi.filter((item) => item.type === "event");
const userOperationEvent = getAbiItem({ abi: entryPoint07Abi, name: "UserOperationEvent" });
const allEvents = [...sessionEvents, userOperationEvent, ...moduleEvents];

/** How many blocks are asked for at the same time. */
const together = 8;

type LogsOf<Read extends (...parameters: never[]) => Promise<readonly unknown[]>> = Awaited<
  ReturnType<Read>
>[number];

/** A log of SmartSession. */
export type SessionLog = LogsOf<typeof readSessionLogs>;
/** A log of EntryPoint: an operation was mined. */
export type OperationLog = LogsOf<typeof readOperationLogs>;
/** A log of an account: it installed or uninstalled a module. */
export type ModuleLog = LogsOf<typeof readModuleLogs>;
/** A log that says something of sessions. */
export type UsageLog = SessionLog | OperationLog | ModuleLog;

/** An RPC limits how many addresses it is asked about at once: of more, all are read, and most left out here. */
const mostAccounts = 100;
/** More logs than this are not worked up at once, but for those of one block. */
const mostLogs = 2_000;
/** More logs than this an answer should not have, those of others included. */
const mostInAnswer = 4_000;

/** The logs of a range of blocks that say something of sessions; and how full the answers were, 1 being as full as they should be. */
export type ReadLogs = (
  world: World,
  range: BlockRange,
  accounts: readonly Address[] | undefined,
) => Promise<{ readonly logs: readonly UsageLog[]; readonly fullness: number }>;

/**
 * Asks for all logs that say something of sessions.
 *
 * @param world The chain.
 * @param range The blocks.
 * @param accounts Whose sessions; undefined for every account's.
 * @returns The logs, in the order of the chain; and how full the answers were, 1 being as full as they should be.
 */
export const readUsageLogs: ReadLogs = async (world, range, accounts) => {
  const asked = accounts && accounts.length <= mostAccounts ? accounts : undefined;
  const answers = await Promise.all([
    readSessionLogs(world, range),
    readOperationLogs(world, range, asked),
    readModuleLogs(world, range, asked),
  ]);
  const fullness = Math.max(...answers.map(({ length }) => length)) / mostInAnswer;
  return { logs: chosen(world, answers.flat(), accounts), fullness };
};

/**
 * Asks for the same, each block by its hash: a node that does not have it says so.
 *
 * @param world The chain.
 * @param range The blocks.
 * @param accounts Whose sessions; undefined for every account's.
 * @returns The logs, in the order of the chain.
 * @throws What the chain answers, BlockNotFoundError too.
 */
export const readLogsOfBlocks: ReadLogs = async (world, { fromBlock, toBlock }, accounts) => {
  const { client, contracts } = world;
  const numbers = Array.from(
    { length: Number(toBlock - fromBlock) + 1 },
    (_, index) => fromBlock + BigInt(index),
  );
  const read = async (blockNumber: bigint): Promise<readonly UsageLog[]> => {
    const { hash: blockHash } = await client.getBlock({ blockNumber });
    const logs = await client.getLogs({ blockHash, events: allEvents, strict: true });
    const { SmartSession, EntryPoint } = contracts;
    return (logs as readonly UsageLog[]).filter(
      ({ address, args }) =>
        "module" in args || isAddressEqual(address, ("nonce" in args ? EntryPoint : SmartSession).address),
    );
  };
  const logs = await pMap(numbers, read, { concurrency: together });
  return { logs: chosen(world, logs.flat(), accounts), fullness: 0 };
};

/** Those that have to do with SmartSession and with the accounts, in the order of the chain. */
function chosen(
  { contracts }: World,
  logs: readonly UsageLog[],
  accounts: readonly Address[] | undefined,
): readonly UsageLog[] {
  const wanted = accounts && new Set(accounts.map((account) => account.toLowerCase()));
  const { address } = contracts.SmartSession;
  return logs
    .filter((log) => isOfModule(log, address) && (wanted?.has(accountOf(log).toLowerCase()) ?? true))
    .toSorted((one, other) => Number(one.blockNumber - other.blockNumber) || one.logIndex - other.logIndex);
}

/**
 * Takes as many blocks as may be worked up at once.
 *
 * @param logs The logs of a range, in their order.
 * @param range The range.
 * @returns The logs that are taken, and the last block that they are all of.
 */
export function fewEnough(
  logs: readonly UsageLog[],
  { toBlock }: BlockRange,
): { readonly logs: readonly UsageLog[]; readonly toBlock: bigint } {
  const [first, last] = [logs[0], logs[mostLogs]];
  if (!first || !last) return { logs, toBlock };
  // The block of the first log that is too many is left for the next time, unless it is the only one.
  const end = last.blockNumber > first.blockNumber ? last.blockNumber - 1n : last.blockNumber;
  return { logs: logs.filter(({ blockNumber }) => blockNumber <= end), toBlock: end };
}

/**
 * The account that a log is about.
 *
 * @param log The log.
 * @returns Its address.
 */
export function accountOf({ address, args }: UsageLog): Address {
  if ("sender" in args) return args.sender;
  if ("account" in args) return args.account;
  return "smartAccount" in args ? args.smartAccount : getAddress(address);
}

const readSessionLogs = ({ client, contracts }: World, range: BlockRange) =>
  client.getLogs({ address: contracts.SmartSession.address, events: sessionEvents, strict: true, ...range });

const readOperationLogs = (
  { client, contracts }: World,
  range: BlockRange,
  accounts: readonly Address[] | undefined,
) =>
  client.getLogs({
    address: contracts.EntryPoint.address,
    event: userOperationEvent,
    strict: true,
    ...(accounts && { args: { sender: [...accounts] } }),
    ...range,
  });

const readModuleLogs = ({ client }: World, range: BlockRange, accounts: readonly Address[] | undefined) =>
  client.getLogs({
    events: moduleEvents,
    strict: true,
    ...(accounts && { address: [...accounts] }),
    ...range,
  });

/**
 * Whether a log has to do with SmartSession: of operations, those that the account handed to it: the nonce's key says so, in
 * each kind of account's own way.
 */
function isOfModule({ args }: UsageLog, module: Address): boolean {
  if ("nonce" in args) return validatorsOf(args.nonce >> 64n).some((one) => isAddressEqual(one, module));
  if (!("module" in args)) return true;
  return args.moduleTypeId === validatorModuleType && isAddressEqual(args.module, module);
}

const validatorsOf = (nonceKey: bigint): readonly Hex[] =>
  Object.values(accountTraits).map(({ validatorOf }) => validatorOf(nonceKey));
