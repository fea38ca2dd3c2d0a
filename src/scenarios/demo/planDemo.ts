import { type Address, type Hex, type LocalAccount, parseEther, toFunctionSelector, zeroAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { z } from "zod";
import { contractArtifact } from "../../abis/contractArtifact.ts";
import type { Account } from "../../account/Account.ts";
import { accountKindSchema } from "../../account/createAccount.ts";
import { complain, parseInput } from "../../config/parseInput.ts";
import { addressSchema, lastTimestamp, timestampSchema, uintSchema } from "../../config/schemas.ts";
import { InvalidInputError } from "../../errors/InvalidInputError.ts";
import type { Harness } from "../../harness.ts";
import type { CompiledPermission } from "../../session/compilePermission.ts";
import { fromPreset, type PresetName } from "../../session/presets.ts";
import { chainTime } from "../../world/clock.ts";
import type { World } from "../../world/World.ts";
import { type DemoTargets, demoTargets } from "./targets.ts";

/** What the demo grants; what is left out has its default. Numbers may be given as decimal digits. */
export interface DemoOptions {
  /** The kind of account: `safe7579`, `nexus`, `kernel`, `reference`, `startale`. Default `safe7579`. */
  readonly account?: string | undefined;
  /** A Counter that stands on the chain. Default: one that the demo deploys. */
  readonly target?: string | undefined;
  /** A function of the Counter that takes no arguments. Default `increment()`. */
  readonly function?: string | undefined;
  /** Wei to send with each call, one ETH at most. Default 0; the Counter takes none, and refuses any other. */
  readonly value?: bigint | number | string | undefined;
  /** Unix seconds. Default: a minute from the chain's time. */
  readonly validAfter?: bigint | number | string | undefined;
  /** Unix seconds. Default: an hour after validAfter. */
  readonly validUntil?: bigint | number | string | undefined;
  /** Calls, from 2 to 50: the demo makes them all, and one more. Default 3. */
  readonly maxUses?: bigint | number | string | undefined;
}

/** The presets that the demo shows. */
export type DemoPreset = Extract<PresetName, "counter" | "erc20" | "nft">;

/** A function of the Counter, and which way it moves the count. */
interface CounterFunction {
  readonly signature: string;
  readonly selector: Hex;
  readonly direction: bigint;
}

/** What the demo is going to do; nothing has been sent. */
export interface DemoPlan {
  readonly account: Account;
  /** The key of all sessions. */
  readonly key: LocalAccount;
  readonly targets: DemoTargets;
  readonly granted: CounterFunction;
  readonly other: CounterFunction;
  readonly increment: Hex;
  readonly value: bigint;
  readonly validAfter: bigint;
  readonly validUntil: bigint;
  /** Whether validAfter is yet to come. */
  readonly startsLater: boolean;
  readonly maxUses: bigint;
  /** A session of each preset that the demo shows. */
  readonly sessions: Readonly<Record<DemoPreset, CompiledPermission>>;
  /** A session for the Counter that its own first use enables. */
  readonly enabledByUse: CompiledPermission;
}

/** The most native value of one NFT and of all, in wei: the second at the full price is one too many. */
export const nftValue = { perCall: parseEther("0.05"), total: parseEther("0.08") } as const;

const toFunction = (signature: string, direction: bigint): CounterFunction => ({
  signature,
  selector: toFunctionSelector(signature),
  direction,
});
const increment = toFunction("increment()", 1n);
const decrement = toFunction("decrement()", -1n);

/** One ETH: the demo's account holds ten. */
const mostValue = 10n ** 18n;

/** The session has to last while the demo uses it, on a slow machine too: in seconds. */
const leastTime = 60n;
/** An hour before what looks like milliseconds: the demo goes past the end of the session. */
const latest = lastTimestamp - 3601n;

const demoTime = timestampSchema.refine((time) => time <= latest, {
  error: complain("is too late for the demo, which goes past the session's end", `Give ${latest} at most.`),
});

const optionsSchema = z.strictObject({
  account: accountKindSchema.optional(),
  target: addressSchema.optional(),
  function: z.unknown().optional(), // the permission's own check
  value: uintSchema({ bits: 256, unit: "wei", max: mostValue }).optional(),
  validAfter: demoTime.optional(),
  validUntil: demoTime.optional(),
  maxUses: uintSchema({ bits: 128, unit: "calls (the demo makes them all)", min: 2n, max: 50n }).optional(),
});

/**
 * Checks the demo's options, and says what it is going to do.
 *
 * @param harness The harness it will run on.
 * @param options What a person asked for.
 * @returns The plan.
 * @throws InvalidInputError naming the option, its value, and the remedy. No operation was sent.
 */
export async function planDemo(
  { world, compile, createAccount }: Harness,
  options: DemoOptions,
): Promise<DemoPlan> {
  const given = parseInput(optionsSchema, options, "options");
  const now = await chainTime(world);
  if (given.validUntil !== undefined && given.validUntil <= now) {
    const problem = `is past already: the chain is at ${now}`;
    throw invalid(
      "validUntil",
      given.validUntil,
      problem,
      "Give a time to come, so that there is a session to see.",
    );
  }
  const { value = 0n, maxUses = 3n } = given;
  const { validAfter, validUntil } = timesOf(given, now);
  const key = privateKeyToAccount(generatePrivateKey());
  const owner = privateKeyToAccount(generatePrivateKey());
  const targets = demoTargets({ counter: given.target, treasury: owner.address });
  const times = { sessionKey: key.address, validAfter, validUntil };

  const counter = () =>
    compile(
      fromPreset("counter", {
        ...times,
        target: targets.counter,
        function: (given.function ?? increment.signature) as string,
        // Where value is asked for it is granted, for more calls than there are: the Counter then refuses it.
        ...(value > 0n && { maxValue: value * (maxUses + 1n) }),
        maxUses,
      }),
    );
  const { function: resolved } = counter().permission;
  const granted = [increment, decrement].find(({ selector }) => selector === resolved.selector);
  if (!granted) {
    throw invalid(
      "function",
      given.function,
      "is not one that the demo can call",
      "Give increment() or decrement().",
    );
  }
  if (given.target !== undefined && !(await isCounter(world, targets.counter))) {
    throw invalid(
      "target",
      targets.counter,
      "is no Counter on this chain",
      "Give the address of one, or leave it out and one is deployed.",
    );
  }
  const account = await createAccount({ ...(given.account && { kind: given.account }), owner });
  const sessions = {
    counter: counter(),
    erc20: compile(fromPreset("erc20", { ...times, target: targets.token })),
    nft: compile(
      fromPreset("nft", {
        ...times,
        target: targets.nft,
        argumentRules: [{ argument: "to", condition: "equal", value: account.address }],
        maxValue: nftValue.perCall,
        maxTotalValue: nftValue.total,
      }),
    ),
  };
  return {
    account,
    key,
    targets,
    granted,
    other: granted === increment ? decrement : increment,
    increment: increment.selector,
    value,
    validAfter,
    validUntil,
    startsLater: validAfter > now,
    maxUses,
    sessions,
    enabledByUse: counter(),
  };
}

/** A minute from now for an hour, as far as what is given leaves room for it. */
function timesOf(given: { validAfter?: bigint | undefined; validUntil?: bigint | undefined }, now: bigint) {
  const soon = now + 60n;
  const { validAfter = given.validUntil === undefined || soon + leastTime <= given.validUntil ? soon : 0n } =
    given;
  const start = validAfter > now ? validAfter : now;
  const { validUntil = start + 3600n } = given;
  // What is the wrong way round is the permission's own check.
  if (validUntil >= validAfter && validUntil < start + leastTime) {
    const problem = `leaves less than the ${leastTime} seconds that the demo takes at the most, from ${start} on`;
    throw invalid("validUntil", validUntil, problem, `Give ${start + leastTime} at least.`);
  }
  return { validAfter, validUntil };
}

async function isCounter({ client }: World, address: Address): Promise<boolean> {
  const { abi } = contractArtifact("targets/Counter");
  const counting = client.readContract({ address, abi, functionName: "counts", args: [zeroAddress] });
  return counting.then(
    () => true,
    () => false,
  );
}

function invalid(field: string, value: unknown, problem: string, remedy: string): InvalidInputError {
  return new InvalidInputError([{ field, value, problem, remedy }]);
}
