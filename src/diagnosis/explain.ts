import type { ObservedAccount } from "../account/Account.ts";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import type { Eip1193Provider } from "../world/Eip1193Provider.ts";
import type { World } from "../world/World.ts";
import type { ExplainedLayer, Explanation } from "./Explanation.ts";
import { askChain } from "./explain/askChain.ts";
import { explainAlone } from "./explain/explainAlone.ts";
import { readInput } from "./explain/readInput.ts";
import { whatToGive } from "./explain/unknownOf.ts";

/** What an explanation may go by, beside what was given. */
export interface ExplainMeans {
  /** The chain: it is asked what the input does not tell. Default: nobody is asked. */
  readonly world?: World | undefined;
  /** The account of the operation, where it is known. Default: with a chain it is recognised there. */
  readonly account?: ObservedAccount | undefined;
  /** A bundler, which knows operations by their hash. */
  readonly bundler?: Pick<Eip1193Provider, "request"> | undefined;
}

/**
 * Explains why a user operation was refused, from whatever there is of it: revert data, a bundler's error, an error that a
 * program printed, an operation, its receipt, a hash. It tells who refused, from outside in, what that means, which rule
 * may be broken, and what to do; and what cannot be told. It does not guess.
 *
 * @param input What there is, as it was copied.
 * @param means What else may be gone by. Without a chain nobody is asked.
 * @returns The explanation. What nobody knows is `unknown` in it, not an error.
 * @throws InvalidInputError where nothing was given; ChainUnreachableError where a chain was, and does not answer;
 * CodeNotFoundError where this repository's contracts are not built.
 * @example
 * ```ts
 * const { causes } = await explain("0x1c792c05…");
 * console.log(causes[0]?.remedy);
 * ```
 */
export async function explain(input: string, means: ExplainMeans = {}): Promise<Explanation> {
  if (typeof input !== "string" || input.trim() === "") {
    throw new InvalidInputError([
      {
        field: "input",
        value: typeof input === "string" ? "(nothing)" : input,
        problem: "is no error, no operation and no hash",
        remedy: whatToGive,
      },
    ]);
  }
  const evidence = readInput(input);
  const { world, account, bundler } = means;
  const explanation = world
    ? await askChain({ evidence, world, account, bundler })
    : explainAlone(evidence, { kind: account?.kind });
  const silent = explanation.input === "nothing known" && unanswered.test(input) ? [lookAtBundler] : [];
  return {
    ...explanation,
    layers: explanation.layers.map(shortened),
    unknown: [...explanation.unknown, ...silent],
  };
}

/** What clients say where nobody answered: nothing was refused. */
const unanswered =
  /fetch failed|failed to fetch|HTTP request failed|ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|socket hang up|timed out/i;

const lookAtBundler =
  "It looks like a request that nobody answered: ./harness sessions doctor NAME --network NETWORK looks whether the bundler does, and serves this chain.";

/** In hexadecimal digits: EntryPoint passes on 2048 bytes, and what is much longer is the input alone. */
const longest = 20_000;

/** Data that nobody reads is not handed back. */
function shortened({ data, ...layer }: ExplainedLayer): ExplainedLayer {
  return data === undefined || data.length > longest ? layer : { ...layer, data };
}
