import { artifacts } from "hardhat";
import { type Abi, type Address, decodeEventLog, encodeFunctionData, type Hex, numberToHex } from "viem";
import type { Eip1193Provider } from "../../src/index.ts";
import { mined } from "../../src/world/mined.ts";
import { localChain } from "../helpers/freshChain.ts";

/** A call that is played: who makes it, with which data, and how a person reads it. */
export interface Step {
  readonly by: Address;
  readonly data: Hex;
  /** The function, for the counts: `checkAction`. */
  readonly kind: string;
  /** The function and its arguments. */
  readonly text: string;
}

/** What a call gave. */
export interface Answer {
  readonly success: boolean;
  /** What it returned, or reverted with. */
  readonly result: Hex;
  /** Its events: topics and data, one after the other. */
  readonly events: readonly string[];
}

/** Two contracts on a chain, and callers that play the same calls on both. */
export interface Stage {
  /**
   * Plays calls on both contracts, in one block. Nothing stays: the next play starts as this one did.
   *
   * @param steps The calls.
   * @returns The answers of the one and of the other, call by call.
   */
  play(steps: readonly Step[]): Promise<readonly [readonly Answer[], readonly Answer[]]>;
}

/** Those who call: multiplexers of a policy, accounts of a validator. */
export const callers = [
  "0xca11e70000000000000000000000000000000001",
  "0xca11e70000000000000000000000000000000002",
  "0xca11e70000000000000000000000000000000003",
] as const satisfies readonly Address[];

/** The timestamp of the block that every sequence is played in, in Unix seconds. */
export const playTime = 2_000_000_000n;

const targets = [
  "0xc0de000000000000000000000000000000000001",
  "0xc0de000000000000000000000000000000000002",
] as const satisfies readonly Address[];

/** More than the longest sequence of the dearest calls needs. */
const blockGas = 2_000_000_000n;

/**
 * Puts two codes on a chain of their own.
 *
 * @param one Runtime code.
 * @param other Runtime code.
 * @param others What else the contracts may call, by address.
 * @returns Plays calls on both.
 */
export async function stage(
  one: Hex,
  other: Hex,
  others: Readonly<Record<Address, Hex>> = {},
): Promise<Stage> {
  const provider = await localChain();
  const { abi, deployedBytecode } = await artifacts.readArtifact("Replayer");
  const codes: [Address, Hex][] = [
    ...callers.map((caller): [Address, Hex] => [caller, deployedBytecode as Hex]),
    [targets[0], one],
    [targets[1], other],
    ...(Object.entries(others) as [Address, Hex][]),
  ];
  for (const code of codes) await provider.request({ method: "hardhat_setCode", params: code });
  const [from]: Address[] = await provider.request({ method: "eth_accounts" });

  return {
    async play(steps) {
      const snapshot = await provider.request({ method: "evm_snapshot" });
      // anvil puts a block's gas back, too.
      await provider.request({ method: "evm_setBlockGasLimit", params: [numberToHex(blockGas)] });
      await provider.request({ method: "evm_setNextBlockTimestamp", params: [numberToHex(playTime)] });
      const data = encodeFunctionData({ abi: abi as Abi, functionName: "play", args: [targets, steps] });
      const answers = await send(provider, { from, to: callers[0], data, gas: numberToHex(blockGas) }, abi);
      await provider.request({ method: "evm_revert", params: [snapshot] });
      if (answers.length !== 2 * steps.length) throw new Error("a sequence was not played to its end");
      return [answers.slice(0, steps.length), answers.slice(steps.length)];
    },
  };
}

/** Sends the play and reads the answers out of its receipt. */
async function send(provider: Eip1193Provider, transaction: object, abi: unknown): Promise<Answer[]> {
  const hash = await provider.request({ method: "eth_sendTransaction", params: [transaction] });
  const receipt = await mined(provider, hash);
  const answers: Answer[] = [];
  let events: string[] = [];
  for (const { address, topics, data } of receipt.logs as {
    address: Address;
    topics: [Hex, ...Hex[]];
    data: Hex;
  }[]) {
    if (address !== callers[0]) {
      events.push([...topics, data].join(" "));
      continue;
    }
    const { args } = decodeEventLog({ abi: abi as Abi, eventName: "Answered", topics, data });
    const { success, result } = args as unknown as { success: boolean; result: Hex };
    answers.push({ success, result, events });
    events = [];
  }
  return answers;
}
