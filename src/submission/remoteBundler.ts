import { type Address, type CustomTransport, custom, isAddressEqual } from "viem";
import { userOperationHash } from "../account/userOperationHash.ts";
import { BundlerMismatchError, BundlerUnreachableError, SendUnansweredError } from "../errors/submission.ts";
import { ChainUnreachableError } from "../errors/world.ts";
import type { Eip1193Provider } from "../world/Eip1193Provider.ts";
import { httpProvider } from "../world/httpProvider.ts";
import type { World } from "../world/World.ts";
import { parseUserOperation } from "./instant/parseUserOperation.ts";

/** A bundler somewhere else. */
export interface RemoteBundler {
  /** For a viem client. */
  readonly transport: CustomTransport;
  /** Its host and port: all of its URL that may be shown. */
  readonly host: string;
}

/** How a bundler is asked. */
export interface RemoteBundlerOptions {
  /** How long each answer may take, in milliseconds. Default: 30000. */
  readonly timeout?: number;
  /** How often a question is asked again where it got no answer, or a rate limit. Default: 3. */
  readonly retryCount?: number;
}

/** What fetch says where no connection came about: then nothing of a request has gone out. */
const neverConnected =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/**
 * A bundler at a URL (ERC-7769). Before it is used it is asked whether it is there, serves the world's chain, and
 * supports its EntryPoint. Questions are asked again where they got no answer; an operation is sent once.
 *
 * @param world The chain.
 * @param url The bundler's JSON-RPC. It may carry a key: no error shows more of it than its host.
 * @param options How long it may take, and how often it is asked.
 * @returns Its transport. That throws BundlerUnreachableError where the bundler does not answer, and SendUnansweredError
 * where an operation may be sent.
 * @throws InvalidInputError where that is no URL; BundlerUnreachableError; BundlerMismatchError.
 * @example
 * ```ts
 * const { transport } = await remoteBundler(world, url);
 * const client = createSmartAccountClient({ client: world.client, bundlerTransport: transport });
 * ```
 */
export async function remoteBundler(
  world: World,
  url: string,
  { timeout = 30_000, retryCount = 3 }: RemoteBundlerOptions = {},
): Promise<RemoteBundler> {
  const patient = httpProvider(url, { timeout, retryCount });
  const once = httpProvider(url, { timeout });
  const { host } = new URL(url);
  const ask: Eip1193Provider["request"] = (args) =>
    patient.request(args).catch((error: unknown) => {
      throw error instanceof ChainUnreachableError ? unreachable(host, error) : error;
    });
  await demandChain(world, host, ask);
  const request: Eip1193Provider["request"] = async (args) => {
    if (args.method !== "eth_sendUserOperation") return ask(args);
    // A bundler that has gone since shows by a question: of a lost send nobody could say where it was lost.
    await ask({ method: "eth_chainId" });
    return once.request(args).catch((error: unknown) => {
      throw unsent(world, host, args.params, error);
    });
  };
  // Its own retries are for questions; viem's would repeat whatever it is given.
  return { host, transport: custom({ request }, { retryCount: 0 }) };
}

const unreachable = (host: string, { cause, status }: ChainUnreachableError) =>
  new BundlerUnreachableError({ host, cause, status });

/** An answer is passed on. Without one, what matters is whether the operation may have got there. */
function unsent(world: World, host: string, params: unknown, error: unknown): unknown {
  if (!(error instanceof ChainUnreachableError)) return error;
  const { cause, status } = error;
  const isTurnedAway = status !== undefined && status >= 400 && status < 500 && status !== 408;
  if (isTurnedAway || (typeof cause === "string" && neverConnected.test(cause)))
    return unreachable(host, error);
  const operation = parseUserOperation((params as readonly unknown[])[0], "send");
  const userOpHash = userOperationHash(world, operation);
  return new SendUnansweredError({ userOpHash, nonce: operation.nonce, host, cause });
}

async function demandChain(
  { chainId, contracts }: World,
  host: string,
  request: Eip1193Provider["request"],
): Promise<void> {
  const ask = (method: string): Promise<unknown> =>
    request({ method }).catch((error: unknown) => {
      const { code, details } = error as { code?: unknown; details?: unknown };
      if (typeof code !== "number") throw error;
      throw new BundlerMismatchError({
        host,
        problem: `answers ${method} with an error: ${details} (${code})`,
        remedy: "Look whether its URL is a bundler's, and its key good.",
      });
    });
  const [served, supported] = [await ask("eth_chainId"), await ask("eth_supportedEntryPoints")];
  if (Number(served) !== chainId) {
    throw new BundlerMismatchError({
      host,
      problem: `serves chain ${Number(served)}, and this is chain ${chainId}`,
      remedy: "Give the URL of a bundler for this chain.",
    });
  }
  const entryPoint = contracts.EntryPoint.address;
  const isSupported = (each: unknown) =>
    typeof each === "string" &&
    /^0x[0-9a-fA-F]{40}$/.test(each) &&
    isAddressEqual(each as Address, entryPoint);
  if (Array.isArray(supported) && supported.some(isSupported)) return;
  throw new BundlerMismatchError({
    host,
    problem: `does not support EntryPoint v0.7 (${entryPoint})`,
    remedy: "Give the URL of a bundler that does.",
  });
}
