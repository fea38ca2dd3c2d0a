import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type Address, type Hex, http, numberToHex } from "viem";
import { entryPoint07Address } from "viem/account-abstraction";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { parseInput } from "../config/parseInput.ts";
import { addressSchema } from "../config/schemas.ts";
import { AltoNotStartedError } from "../errors/submission.ts";
import { ChainNotLocalError } from "../errors/world.ts";
import type { Eip1193Provider } from "../world/Eip1193Provider.ts";
import { httpProvider } from "../world/httpProvider.ts";
import { resolveAlto } from "./alto/resolveAlto.ts";

/** What alto is started with. */
export interface StartAltoParameters {
  /** A local chain over HTTP, with the EntryPoint on it. */
  readonly rpcUrl: string;
  /** Default: the canonical EntryPoint v0.7. */
  readonly entryPoint?: Address;
  /** How long alto may take until it answers, in milliseconds. Default 60,000. */
  readonly startTimeout?: number;
}

/** alto, running. */
export interface Alto {
  /** Its JSON-RPC, on loopback. */
  readonly url: string;
  /** Ends it, and is done when it has ended. */
  stop(): Promise<void>;
}

/** How long alto may take to end by itself, in milliseconds. */
const stopTimeout = 5_000;
/** How much of what alto says last is kept for the error, in characters. */
const keptOutput = 2_000;
/** In wei; what alto's keys hold on the local chain. */
const balance = numberToHex(10n ** 21n);

/**
 * Starts Pimlico's bundler alto (package `@pimlico/alto`) for a local chain, in a process of its own that ends
 * with this one. It listens on loopback alone. Its keys are fresh, funded on the chain, and shown nowhere.
 *
 * @param parameters The chain and its EntryPoint.
 * @returns Its URL, and how to stop it.
 * @throws InvalidInputError; AltoNotInstalledError where the package is missing; ChainUnreachableError;
 * ChainNotLocalError where the chain lets no balance be set; AltoNotStartedError with what alto said last.
 * @example
 * ```ts
 * const provider = httpProvider(rpcUrl);
 * await createWorld(provider); // alto wants an EntryPoint to be there
 * const alto = await startAlto({ rpcUrl });
 * const harness = await createHarness({ provider, bundlerTransport: http(alto.url) });
 * ```
 */
export async function startAlto({
  rpcUrl,
  entryPoint = entryPoint07Address,
  startTimeout = 60_000,
}: StartAltoParameters): Promise<Alto> {
  const provider = httpProvider(rpcUrl);
  const entrypoints = parseInput(addressSchema, entryPoint, "entryPoint");
  const command = resolveAlto();
  const [executor, utility] = [generatePrivateKey(), generatePrivateKey()];
  await fund(provider, [executor, utility]);

  const preload = new URL("./alto/preload.mjs", import.meta.url).href;
  const child = spawn(process.execPath, ["--import", preload, command, "run"], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // Only what alto needs: neither this process's secrets, nor a .env file of the folder. Arguments would
    // show the keys to everyone on the machine.
    env: {
      DOTENV_CONFIG_PATH: "/dev/null",
      ALTO_ENTRYPOINTS: entrypoints,
      ALTO_RPC_URL: rpcUrl,
      ALTO_EXECUTOR_PRIVATE_KEYS: executor,
      ALTO_UTILITY_PRIVATE_KEY: utility,
      ALTO_PORT: "0",
      ALTO_SAFE_MODE: "false", // the tracer that the safe mode wants is not to be had on a local chain
      ALTO_REFILLING_WALLETS: "false",
      ALTO_UTILITY_WALLET_MONITOR: "false",
      ALTO_MIN_BUNDLE_INTERVAL: "10",
      ALTO_MAX_BUNDLE_INTERVAL: "50",
      ALTO_BLOCK_TIME: "100",
      ALTO_JSON: "true",
      ALTO_LOG_LEVEL: "error",
    },
  });
  const output = keepOutput(child);
  // Where this process ends without stopping it, alto is not what keeps it from ending.
  const killOnExit = () => child.kill("SIGKILL");
  process.once("exit", killOnExit);
  child.once("exit", () => process.off("exit", killOnExit));
  const stop = () => end(child);

  try {
    const signal = AbortSignal.timeout(startTimeout);
    const port = await listening(child, signal);
    const url = `http://127.0.0.1:${port}/rpc`;
    await http(url, { retryCount: 0, timeout: startTimeout })({}).request({
      method: "eth_supportedEntryPoints",
    });
    for (const each of [child, child.channel, child.stdout, child.stderr] as Partial<ChildProcess>[]) {
      each?.unref?.();
    }
    return { url, stop };
  } catch (cause) {
    await stop();
    const secrets = [executor, utility, rpcUrl];
    const said = secrets.reduce((text, secret) => text.replaceAll(secret, "…"), output());
    throw new AltoNotStartedError({ said, cause });
  }
}

async function fund(provider: Eip1193Provider, keys: readonly Hex[]): Promise<void> {
  const chainId = Number(await provider.request({ method: "eth_chainId" }));
  for (const key of keys) {
    const params = [privateKeyToAddress(key), balance];
    await provider.request({ method: "hardhat_setBalance", params }).catch((cause: unknown) => {
      throw new ChainNotLocalError({ chainId, cause });
    });
  }
}

/** The port, as soon as alto listens on it; see `preload.mjs`. */
async function listening(child: ChildProcess, signal: AbortSignal): Promise<number> {
  const message = once(child, "message", { signal }).then(([{ port }]) => Number(port));
  const ended = once(child, "exit", { signal }).then(([code]) => Promise.reject(`it ended with ${code}`));
  return Promise.race([message, ended]);
}

/** The last of what a process says. */
function keepOutput({ stdout, stderr }: ChildProcess): () => string {
  let kept = "";
  for (const stream of [stdout, stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      kept = (kept + text).slice(-keptOutput);
    });
  }
  return () => kept.trim();
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const tooLong = setTimeout(() => child.kill("SIGKILL"), stopTimeout);
  await ended;
  clearTimeout(tooLong);
}
