import { type Address, type Hex, numberToHex } from "viem";
import { entryPoint07Address } from "viem/account-abstraction";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { z } from "zod";
import { complain, parseInput } from "../config/parseInput.ts";
import { addressSchema, uintSchema } from "../config/schemas.ts";
import { ChainNotLocalError } from "../errors/world.ts";
import { cheat } from "../world/cheat.ts";
import type { Eip1193Provider } from "../world/Eip1193Provider.ts";
import { httpProvider } from "../world/httpProvider.ts";
import { resolveAlto } from "./alto/resolveAlto.ts";
import { type Alto, runAlto } from "./alto/runAlto.ts";
import { demandFreePort } from "./demandFreePort.ts";

export type { Alto } from "./alto/runAlto.ts";

/** What alto is started with. */
export interface StartAltoParameters {
  /** A local chain over HTTP, with the EntryPoint on it. */
  readonly rpcUrl: string;
  /** Default: the canonical EntryPoint v0.7. */
  readonly entryPoint?: Address;
  /** Where it listens, on 127.0.0.1; 0: any that is free. Default: 0. */
  readonly port?: number;
  /** How long alto's process may take until it answers, in milliseconds. Default 60,000. */
  readonly startTimeout?: number;
}

const parametersSchema = z.strictObject(
  {
    rpcUrl: z.string({ error: complain("is no text", "Give the URL of the chain's JSON-RPC.") }),
    entryPoint: addressSchema.default(entryPoint07Address),
    port: uintSchema({ bits: 16, unit: "" }).default(0n),
    // The most that a timer takes.
    startTimeout: uintSchema({ bits: 31, unit: "milliseconds", min: 1n }).default(60_000n),
  },
  { error: complain("are not alto's", "Give { rpcUrl, entryPoint?, port?, startTimeout? }.") },
);

/** In wei; what alto's keys hold on the local chain. */
const balance = numberToHex(10n ** 21n);

/**
 * Starts Pimlico's bundler alto (package `@pimlico/alto`) for a local chain, in a process of its own that ends
 * with this one. It listens on loopback alone. Its keys are fresh, funded on the chain, and shown nowhere.
 *
 * @param parameters The chain and its EntryPoint.
 * @returns Its URL, and how to stop it.
 * @throws InvalidInputError, also where the port is taken; AltoNotInstalledError where the package is missing; ChainUnreachableError;
 * ChainNotLocalError where the chain lets no balance be set; AltoNotStartedError with what alto said last.
 * @example
 * ```ts
 * const provider = httpProvider(rpcUrl);
 * await createWorld(provider); // alto wants an EntryPoint to be there
 * const alto = await startAlto({ rpcUrl });
 * const harness = await createHarness({ provider, bundlerTransport: http(alto.url) });
 * ```
 */
export async function startAlto(parameters: StartAltoParameters): Promise<Alto> {
  const { rpcUrl, entryPoint, port, startTimeout } = parseInput(parametersSchema, parameters, "parameters");
  const provider = httpProvider(rpcUrl);
  await demandFreePort(Number(port), "port");
  const command = resolveAlto();
  const [executor, utility] = [generatePrivateKey(), generatePrivateKey()];
  await fund(provider, [executor, utility]);
  return runAlto(command, {
    rpcUrl,
    entryPoint,
    executor,
    utility,
    port: Number(port),
    startTimeout: Number(startTimeout),
  });
}

async function fund(provider: Eip1193Provider, keys: readonly Hex[]): Promise<void> {
  const chainId = Number(await provider.request({ method: "eth_chainId" }));
  for (const key of keys) {
    const params = [privateKeyToAddress(key), balance];
    await cheat(provider, "setBalance", params).catch((cause: unknown) => {
      throw new ChainNotLocalError({ chainId, cause });
    });
  }
}
