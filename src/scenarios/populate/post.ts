import { encodeFunctionData, numberToHex, parseEventLogs, type TransactionReceipt } from "viem";
import {
  entryPoint07Abi,
  type SmartAccount,
  toPackedUserOperation,
  type UserOperation,
} from "viem/account-abstraction";
import { StageRefusedError } from "../../errors/scenarios.ts";
import { decodeFailedOp } from "../../submission/decodeFailedOp.ts";
import { revertData } from "../../submission/revertData.ts";
import { setChainTime } from "../../world/clock.ts";
import { mined } from "../../world/mined.ts";
import { unlockedAccount } from "../../world/unlockedAccount.ts";
import type { World } from "../../world/World.ts";
import type { Charge } from "./tally.ts";

/** The most that a bundle's transaction may have, on chains that hold to EIP-7825 too. */
const transactionGas = 16_777_216n;
/** In wei: what an operation offers is what it pays, whatever the chain asks of the bundle. */
const fee = 2_000_000_000n;
/** Operations in a bundle. */
const bundleSize = 20;

/** An operation that is to be sent. */
export interface Posting {
  /** What it is, for people. */
  readonly what: string;
  readonly signer: SmartAccount;
  readonly operation: Omit<
    UserOperation<"0.7">,
    "signature" | "preVerificationGas" | "maxFeePerGas" | "maxPriorityFeePerGas"
  >;
  /** Whether its calls take effect. */
  readonly success: boolean;
  /** Told what it was charged for. */
  onMined?(charge: Charge): void;
}

type Bundle = readonly { readonly posting: Posting; readonly signed: UserOperation<"0.7"> }[];

/** Bundles operations, and has each bundle mined in a block of its own, at a time that is known before. */
export interface Post {
  /** The time of the bundle that operations are added to, in Unix seconds. */
  time(): bigint;
  /** The time of the last bundle. */
  last(): bigint;
  /** Lets time pass, from the next bundle on. */
  passTo(time: bigint): Promise<void>;
  /** Signs an operation, and sends the bundle where it is full: the chain may still play it while others are added. */
  add(posting: Posting): Promise<void>;
  /** Sends what there is: what follows sees what it did. */
  flush(): Promise<void>;
}

/**
 * Opens the post of a simulated chain that mines by itself.
 *
 * @param world The chain.
 * @param clock When the first bundle is mined, in Unix seconds, and how long it is from one to the next.
 * @returns The post. It throws StageRefusedError where a bundle is refused, or an operation ends otherwise than it should.
 */
export async function openPost(world: World, clock: { begin: bigint; step: bigint }): Promise<Post> {
  const { provider, contracts } = world;
  const from = await unlockedAccount(world);
  let [time, last] = [clock.begin, clock.begin];
  let bundle: Bundle[number][] = [];
  /** The bundle before: while the chain plays it, the next one is signed. */
  let underWay: Promise<void> = Promise.resolve();

  const send = async (sent: Bundle, at: bigint): Promise<void> => {
    const args = [sent.map(({ signed }) => toPackedUserOperation(signed)), from] as const;
    const data = encodeFunctionData({ abi: entryPoint07Abi, functionName: "handleOps", args });
    const transaction = { from, to: contracts.EntryPoint.address, data, gas: numberToHex(transactionGas) };
    await setChainTime(world, at);
    const hash = await provider
      .request({ method: "eth_sendTransaction", params: [transaction] })
      .catch((error: unknown) => refused(sent, error));
    settle(sent, await mined(provider, hash));
  };

  const close = async (): Promise<void> => {
    await underWay;
    if (bundle.length === 0) return;
    underWay = send(bundle, time);
    underWay.catch(() => undefined); // whoever closes the next one hears of it
    [bundle, last] = [[], time];
    time += clock.step;
  };
  const flush = async (): Promise<void> => {
    await close();
    await underWay;
  };

  return {
    time: () => time,
    last: () => last,

    async passTo(later) {
      await flush();
      if (later > time) time = later;
    },

    async add(posting) {
      const unsigned = {
        ...posting.operation,
        preVerificationGas: 100_000n,
        maxFeePerGas: fee,
        maxPriorityFeePerGas: fee,
        signature: "0x",
      } as const;
      const signature = await posting.signer.signUserOperation(unsigned);
      bundle.push({ posting, signed: { ...unsigned, signature } });
      if (bundle.length === bundleSize) await close();
    },

    flush,
  };
}

/** Holds what the receipt says of each operation against what it should have come to. */
function settle(sent: Bundle, { logs, transactionHash }: TransactionReceipt): void {
  const events = parseEventLogs({ abi: entryPoint07Abi, eventName: "UserOperationEvent", logs });
  for (const [index, { posting, signed }] of sent.entries()) {
    const { sender, nonce, success, actualGasUsed, actualGasCost } = events[index]?.args ?? {};
    if (sender !== signed.sender || nonce !== signed.nonce || success !== posting.success) {
      const refusal = `it ended with success ${success ?? "unknown"} in ${transactionHash}`;
      throw new StageRefusedError({ what: posting.what, refusal });
    }
    posting.onMined?.({ gasUsed: actualGasUsed ?? 0n, gasCost: actualGasCost ?? 0n });
  }
}

/** EntryPoint names the operation that is to blame. */
function refused(sent: Bundle, error: unknown): never {
  const failed = decodeFailedOp(revertData(error) ?? "0x");
  if (!failed) throw error;
  const { index = 0, reason, inner } = failed;
  const what = sent[index]?.posting.what ?? "a bundle";
  throw new StageRefusedError({ what, refusal: inner ? `${reason} ${inner}` : reason });
}
