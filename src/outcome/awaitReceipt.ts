import type { SmartAccountClient } from "permissionless";
import type { Hex } from "viem";
import type { UserOperationReceipt } from "viem/account-abstraction";
import { OperationDroppedError, ReceiptMissingError } from "../errors/outcome.ts";

/** How often a bundler is asked whether it has dropped an operation, in milliseconds. */
const interval = 1_000;
/** What bundlers say of an operation that they do not carry out (`pimlico_getUserOperationStatus`). */
const dropped = ["rejected", "failed"];

/**
 * Waits for an operation's receipt. A bundler that tells what it does with operations (alto) is asked as well whether it
 * has dropped this one, which it does without a word.
 *
 * @param client The bundler's client.
 * @param userOpHash The operation, which the bundler has taken.
 * @returns The receipt.
 * @throws OperationDroppedError where the bundler says that it has dropped it; ReceiptMissingError where no receipt is to
 * be had.
 */
export async function awaitReceipt(
  client: SmartAccountClient,
  userOpHash: Hex,
): Promise<UserOperationReceipt<"0.7">> {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false; // a question may be under way then: its answer starts no other
  const isDropped = new Promise<never>((_, reject) => {
    const ask = async () => {
      const status = await askStatus(client, userOpHash);
      if (isOver || status === undefined) return; // undefined: it does not tell
      if (dropped.includes(status)) reject(new OperationDroppedError({ userOpHash }));
      else timer = setTimeout(ask, interval);
    };
    timer = setTimeout(ask, interval);
  });
  isDropped.catch(() => {}); // it may come when nobody waits any more
  try {
    return await Promise.race([client.waitForUserOperationReceipt({ hash: userOpHash }), isDropped]);
  } catch (cause) {
    if (cause instanceof OperationDroppedError) throw cause;
    throw new ReceiptMissingError({ userOpHash, cause });
  } finally {
    isOver = true;
    clearTimeout(timer);
  }
}

async function askStatus(client: SmartAccountClient, userOpHash: Hex): Promise<string | undefined> {
  const request = { method: "pimlico_getUserOperationStatus", params: [userOpHash] } as never;
  const answer = (await client.request(request).catch(() => undefined)) as { status?: unknown } | undefined;
  return typeof answer?.status === "string" ? answer.status : undefined;
}
