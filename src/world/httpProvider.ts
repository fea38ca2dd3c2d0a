import { http } from "viem";
import { z } from "zod";
import { complain, parseInput } from "../config/parseInput.ts";
import type { Eip1193Provider } from "./Eip1193Provider.ts";

const urlSchema = z.url({
  protocol: /^https?$/,
  error: complain("is not the URL of an RPC", "Give it with its scheme: http://127.0.0.1:8545."),
});

/**
 * A chain over HTTP, as a provider.
 *
 * @param url Where its JSON-RPC is.
 * @returns The provider.
 * @throws InvalidInputError where that is no URL.
 * @example
 * ```ts
 * const harness = await createHarness({ provider: httpProvider("http://127.0.0.1:8545") });
 * ```
 */
export function httpProvider(url: string): Eip1193Provider {
  return http(parseInput(urlSchema, url, "url"), { retryCount: 0 })({});
}
