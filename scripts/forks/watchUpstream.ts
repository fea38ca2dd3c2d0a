import { zeroAddress } from "viem";
import { httpProvider, rpcVariables, WrongChainError } from "../../src/index.ts";
import { inWords } from "../runAtEdge.ts";
import { forgetLoopback } from "./forgetLoopback.ts";
import { judgeAnswer } from "./judgeAnswer.ts";
import { UpstreamLostError } from "./UpstreamLostError.ts";

/** The chain that a fork is made of. */
export interface Upstream {
  /** The network that is a fork of it. */
  readonly name: string;
  /** Its RPC; it may carry a key, and is shown nowhere. */
  readonly url: string;
  /** The id that it has to have. */
  readonly chainId: number;
  /** Where EDR keeps what it reads. */
  readonly cacheDir: string;
}

/** How often it is asked whether it is there, in milliseconds, and how long an answer may take. */
const every = 1_000;
const answerTimeout = 5_000;
const watched = new Map<string, Promise<void>>();

/**
 * Asks the chain that a fork is to be made of, and from then on watches whether it is there. Where it goes away, the
 * process says so and ends with the exit code 1.
 *
 * @param upstream The chain. It is watched once in a process, and keeps none from ending.
 * @throws InvalidInputError where its URL is none; ChainUnreachableError where it does not answer; WrongChainError
 * where it is another chain.
 */
export async function watchUpstream(upstream: Upstream): Promise<void> {
  const watching = watched.get(upstream.url) ?? startWatching(upstream);
  watched.set(upstream.url, watching);
  return watching;
}

async function startWatching({ name, url, chainId: expected, cacheDir }: Upstream): Promise<void> {
  const { request } = httpProvider(url, { timeout: answerTimeout });
  const actual = Number(await request({ method: "eth_chainId" }));
  if (actual !== expected) throw new WrongChainError({ expected, actual });
  await forgetLoopback(cacheDir, url);

  // What a fork needs of it is state; its id, a gateway may know by heart.
  const ask = () => request({ method: "eth_getBalance", params: [zeroAddress, "latest"] });
  let failures = 0;
  const watch = async () => {
    const cause = await ask().then(
      () => undefined,
      (error: unknown) => error,
    );
    const judged = judgeAnswer(failures, cause);
    failures = judged.failures;
    if (!judged.isGone) return again();
    console.error(`\n${inWords(new UpstreamLostError({ name, variable: rpcVariables[name], cause }))}`);
    process.exit(1);
  };
  const again = () => void setTimeout(() => void watch(), every).unref();
  again();
}
