import { BaseError, type Hex, hexToNumber, isHex } from "viem";
import { CodeNotReadError, WrongChainError } from "../../errors/canonical.ts";
import { HarnessError } from "../../errors/HarnessError.ts";
import type { Eip1193Provider } from "../Eip1193Provider.ts";
import type { CanonicalContract } from "./canonicalV1.ts";

/** Told how far it is: how many pieces are done, of how many. */
export type OnProgress = (done: number, of: number) => void;

/** How many codes are asked for at once: a contract's code may be 48 kB as text, and an RPC limits its answers. */
const atOnce = 10;

/**
 * Reads the code at every address of a manifest.
 *
 * @param provider The chain.
 * @param parameters The manifest; the id that the chain has to have, where that is known; who is told how far it is.
 * @returns The chain's id, and the code at each piece's address in the manifest's order; `0x` where there is none.
 * @throws WrongChainError, before any code is asked for, where the chain has another id; CodeNotReadError where an
 * answer does not come, or is none.
 */
export async function readChainCodes(
  provider: Eip1193Provider,
  {
    manifest,
    chainId: expected,
    onProgress,
  }: {
    manifest: readonly CanonicalContract[];
    chainId?: number | undefined;
    onProgress?: OnProgress | undefined;
  },
): Promise<{ readonly chainId: number; readonly codes: readonly Hex[] }> {
  const chainId = hexToNumber(await ask(provider, { method: "eth_chainId" }, isQuantity, "its id"));
  if (expected !== undefined && chainId !== expected)
    throw new WrongChainError({ expected, actual: chainId });
  const codes: Hex[] = [];
  for (let start = 0; start < manifest.length; start += atOnce) {
    const asked = manifest
      .slice(start, start + atOnce)
      .map(({ name, address }) =>
        ask(
          provider,
          { method: "eth_getCode", params: [address, "latest"] },
          isBytes,
          `the code of ${name} (${address})`,
        ),
      );
    codes.push(...(await Promise.all(asked)));
    onProgress?.(codes.length, manifest.length);
  }
  return { chainId, codes };
}

async function ask(
  provider: Eip1193Provider,
  request: { readonly method: string; readonly params?: readonly unknown[] },
  isAnswer: (answer: unknown) => answer is Hex,
  what: string,
): Promise<Hex> {
  let answer: unknown;
  try {
    answer = await provider.request(request);
  } catch (cause) {
    throw new CodeNotReadError({ problem: describe(cause), cause });
  }
  if (isAnswer(answer)) return answer;
  throw new CodeNotReadError({ problem: `Asked for ${what}, the chain gives an answer that is none.` });
}

const isQuantity = (answer: unknown): answer is Hex => isHex(answer) && /^0x[0-9a-f]{1,12}$/i.test(answer);
const isBytes = (answer: unknown): answer is Hex => isHex(answer) && answer.length % 2 === 0;

function describe(error: unknown): string {
  if (error instanceof HarnessError) return error.shortMessage;
  const { code, message } = error as { code?: unknown; message?: unknown };
  const words = error instanceof BaseError ? error.details || error.shortMessage : message;
  return typeof code === "number"
    ? `The chain answers with the error ${code}: ${words}.`
    : `The chain does not answer: ${words}.`;
}
