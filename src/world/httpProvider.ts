import { BaseError, HttpRequestError, http, RpcRequestError, TimeoutError } from "viem";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import { ChainUnreachableError } from "../errors/world.ts";
import type { Eip1193Provider } from "./Eip1193Provider.ts";

/** How an RPC is asked. */
export interface HttpProviderOptions {
  /** Whether requests that are made at once are sent as one (JSON-RPC 2.0, batch). Default: no. */
  readonly batch?: boolean;
  /** How often a request is sent again where its answer may change: a broken line, a rate limit. Default: 0. */
  readonly retryCount?: number;
  /**
   * How long the first wait before that is, in milliseconds; each wait is twice the last. Where the RPC asks for
   * another (Retry-After), that is kept to, unless it is longer than half a minute. Default: 150.
   */
  readonly retryDelay?: number;
  /** How long each answer may take, in milliseconds. Default: 10000. */
  readonly timeout?: number;
}

/** A longer wait than this, in seconds, is not waited for because an RPC asks for it. */
const longestRetryAfter = 30;
/** JSON-RPC 2.0's code for what went wrong inside a server. */
const internalError = -32603;
/** Parts of a URL that are as long as this may be a key. */
const shortestKey = 6;

/**
 * A chain over HTTP, as a provider.
 *
 * @param url Where its JSON-RPC is. It may carry a key: no error shows more of it than its host.
 * @param options How it is asked. Default: each request by itself and once.
 * @returns The provider; it throws ChainUnreachableError where nothing answers, or nothing that is JSON-RPC.
 * @throws InvalidInputError where that is no URL.
 * @example
 * ```ts
 * const harness = await createHarness({ provider: httpProvider("http://127.0.0.1:8545") });
 * ```
 */
export function httpProvider(url: string, options: HttpProviderOptions = {}): Eip1193Provider {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !["http:", "https:"].includes(parsed.protocol)) {
    throw new InvalidInputError([
      {
        field: "url",
        value: parsed ? `${parsed.protocol}//${parsed.host}` : "(not shown)",
        problem: "is not the URL of an RPC",
        remedy: "Give it with its scheme: http://127.0.0.1:8545.",
      },
    ]);
  }
  const { timeout = 10_000 } = options;
  const { request } = http(url, { retryCount: 0, ...options, timeout, fetchFn: fetchInTime })({});
  return {
    request: (args) =>
      request(args).catch((error: unknown) => {
        throw presentableError(error, parsed, args, timeout);
      }),
  };
}

/** viem waits for as long as an RPC asks it to. */
const fetchInTime: typeof fetch = async (...parameters) => {
  const response = await fetch(...parameters);
  const asked = response.headers.get("Retry-After");
  if (asked === null || Number(asked) <= longestRetryAfter) return response;
  const headers = new Headers(response.headers);
  headers.delete("Retry-After");
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
};

/** What viem throws names the whole URL, and an RPC may repeat it: only what they say besides is kept. */
function presentableError(
  error: unknown,
  url: URL,
  body: { method: string; params?: unknown },
  timeout: number,
): unknown {
  const { host } = url;
  const keys = keysOf(url);
  const answer = walk(error, RpcRequestError);
  if (answer) {
    const { code, data, details } = answer;
    return new RpcRequestError({ body, error: { code, data, message: without(keys, details) }, url: host });
  }
  const failed = error instanceof HttpRequestError ? errorIn(error.details) : undefined;
  if (failed) {
    return new RpcRequestError({
      body,
      error: { ...failed, message: without(keys, failed.message) },
      url: host,
    });
  }
  return error instanceof BaseError
    ? new ChainUnreachableError({
        host,
        cause: without(keys, describe(error, timeout)),
        status: error instanceof HttpRequestError ? error.status : undefined,
      })
    : error;
}

/** Some answer with the status of a failure, and say in JSON-RPC what failed (alto 0.0.20: 500, and no code). */
function errorIn(details: string): { readonly code: number; readonly message: string } | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(details);
  } catch {
    return undefined; // a page, or nothing
  }
  const body = (answer as { error?: unknown } | null)?.error ?? answer;
  const { code = internalError, message } = (body ?? {}) as { code?: unknown; message?: unknown };
  return typeof code === "number" && typeof message === "string" ? { code, message } : undefined;
}

function describe(error: BaseError, timeout: number): string {
  if (error instanceof TimeoutError) return `no answer within ${timeout / 1000} seconds`;
  if (!(error instanceof HttpRequestError)) return error.shortMessage;
  // What a server says beside the status may be a page.
  if (error.status !== undefined)
    return `HTTP ${error.status}${error.status === 429 ? ", a rate limit" : ""}`;
  const { cause } = (error.cause ?? {}) as { cause?: { code?: unknown } }; // fetch's error names none itself
  return typeof cause?.code === "string" ? cause.code : error.details;
}

function walk<ErrorType extends Error>(
  error: unknown,
  // biome-ignore lint/suspicious/noExplicitAny: every error class has its own parameters.
  errorClass: new (...args: any[]) => ErrorType,
): ErrorType | undefined {
  if (error instanceof errorClass) return error;
  return error instanceof BaseError
    ? (error.walk((one) => one instanceof errorClass) as ErrorType | undefined)
    : undefined;
}

function keysOf({ username, password, pathname, searchParams }: URL): readonly string[] {
  const parts = [username, password, ...pathname.split("/"), ...searchParams.values()];
  return parts.flatMap((part) => [part, decoded(part)]).filter((part) => part.length >= shortestKey);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function without(keys: readonly string[], text: string): string {
  return keys.reduce((shown, key) => shown.replaceAll(key, "…"), text);
}
