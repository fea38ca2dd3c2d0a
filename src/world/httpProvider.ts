import { HttpRequestError, http } from "viem";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import { ChainUnreachableError } from "../errors/world.ts";
import type { Eip1193Provider } from "./Eip1193Provider.ts";

/**
 * A chain over HTTP, as a provider.
 *
 * @param url Where its JSON-RPC is. It may carry a key: no error shows more of it than its host.
 * @returns The provider; it throws ChainUnreachableError where nothing answers.
 * @throws InvalidInputError where that is no URL.
 * @example
 * ```ts
 * const harness = await createHarness({ provider: httpProvider("http://127.0.0.1:8545") });
 * ```
 */
export function httpProvider(url: string): Eip1193Provider {
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
  const { request } = http(url, { retryCount: 0 })({});
  return {
    request: (args) =>
      request(args).catch((error: unknown) => {
        if (!(error instanceof HttpRequestError)) throw error;
        // viem's error names the whole URL: only what it says besides is kept.
        throw new ChainUnreachableError({ host: parsed.host, cause: error.details });
      }),
  };
}
