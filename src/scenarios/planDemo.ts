import { type Address, type Hex, type LocalAccount, toFunctionSelector, zeroHash } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { z } from "zod";
import { contractArtifact } from "../abis/contractArtifact.ts";
import { complain, parseInput } from "../config/parseInput.ts";
import { timestampSchema, uintSchema, weiSchema } from "../config/schemas.ts";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import type { Harness } from "../harness.ts";
import type { CompiledPermission } from "../session/compilePermission.ts";
import { chainTime } from "../world/clock.ts";
import { create2Address } from "../world/create2Address.ts";

/** What the demo grants; what is left out has its default. Numbers may be given as decimal digits. */
export interface DemoOptions {
  /** A Counter that stands on the chain. Default: one that the demo deploys. */
  readonly target?: string | undefined;
  /** A function of the Counter that takes no arguments. Default `increment()`. */
  readonly function?: string | undefined;
  /** Wei to send with each call. Default 0; the Counter takes none, and refuses any other amount. */
  readonly value?: bigint | number | string | undefined;
  /** Unix seconds. Default: a minute from the chain's time. */
  readonly validAfter?: bigint | number | string | undefined;
  /** Unix seconds. Default: an hour after validAfter. */
  readonly validUntil?: bigint | number | string | undefined;
  /** Calls, from 2 to 50: the demo makes them all, and one more. Default 3. */
  readonly maxUses?: bigint | number | string | undefined;
}

/** A function of the Counter, and which way it moves the count. */
interface CounterFunction {
  readonly signature: string;
  readonly selector: Hex;
  readonly direction: bigint;
}

/** What the demo is going to do; nothing has been sent. */
export interface DemoPlan {
  readonly key: LocalAccount;
  readonly target: Address;
  readonly deploysTarget: boolean;
  readonly granted: CounterFunction;
  readonly other: CounterFunction;
  readonly increment: Hex;
  readonly value: bigint;
  readonly validAfter: bigint;
  readonly validUntil: bigint;
  /** Whether validAfter is yet to come. */
  readonly startsLater: boolean;
  readonly maxUses: bigint;
  /** A session of the permission, with a fresh salt. */
  session(): CompiledPermission;
}

const toFunction = (signature: string, direction: bigint): CounterFunction => ({
  signature,
  selector: toFunctionSelector(signature),
  direction,
});
const increment = toFunction("increment()", 1n);
const decrement = toFunction("decrement()", -1n);

const optionsSchema = z.strictObject({
  target: z.unknown().optional(), // the permission's own check
  function: z.unknown().optional(),
  value: weiSchema.optional(),
  validAfter: timestampSchema.optional(),
  validUntil: timestampSchema.optional(),
  maxUses: uintSchema({ bits: 128, unit: "calls" })
    .refine((uses) => uses >= 2n, {
      error: complain("is too few to show a session that works and then is used up", "Give 2 at least."),
    })
    .refine((uses) => uses <= 50n, {
      error: complain("is more than the demo makes: it makes them all", "Give 50 at most."),
    })
    .optional(),
});

/**
 * Checks the demo's options, and says what it is going to do.
 *
 * @param harness The harness it will run on.
 * @param options What a person asked for.
 * @returns The plan.
 * @throws InvalidInputError naming the option, its value, and the remedy. Nothing was sent.
 */
export async function planDemo(harness: Harness, options: DemoOptions): Promise<DemoPlan> {
  const { abi, bytecode } = contractArtifact("targets/Counter");
  const callable = abi.filter((item) => item.type === "function" && item.inputs.length === 0);
  const given = parseInput(optionsSchema, options);
  const now = await chainTime(harness.world);
  const { value = 0n, maxUses = 3n, validAfter = now + 60n, validUntil = validAfter + 3600n } = given;
  const key = privateKeyToAccount(generatePrivateKey());

  const session = () =>
    harness.compile({
      sessionKey: key.address,
      target: (given.target ?? create2Address(bytecode, zeroHash)) as Address,
      function: (given.function ?? increment.signature) as string,
      abi: callable,
      validAfter,
      validUntil,
      maxUses,
    });
  const { target, function: resolved } = session().permission;
  const [granted, other] =
    resolved.selector === decrement.selector ? [decrement, increment] : [increment, decrement];
  if (validUntil <= now) {
    throw invalid(
      "validUntil",
      validUntil,
      `is past already: the chain is at ${now}`,
      "Give a time to come, so that there is a session to see.",
    );
  }
  if (given.target !== undefined && (await harness.world.client.getCode({ address: target })) === undefined) {
    throw invalid(
      "target",
      target,
      "has no code on this chain",
      "Give the address of a Counter, or leave it out and one is deployed.",
    );
  }
  return {
    key,
    target,
    deploysTarget: given.target === undefined,
    granted,
    other,
    increment: increment.selector,
    value,
    validAfter,
    validUntil,
    startsLater: validAfter > now,
    maxUses,
    session,
  };
}

function invalid(field: string, value: unknown, problem: string, remedy: string): InvalidInputError {
  return new InvalidInputError([{ field, value, problem, remedy }]);
}
