import type { PolicyAnswer, PolicyKey } from "./Policy.ts";

type Refusal = Extract<PolicyAnswer<never>, { passes: false }>;

/** What numbers of the EVM end at. */
export const word = 2n ** 256n;

/** A policy lets pass, and holds this from then on. */
export const pass = <State>(state: State): PolicyAnswer<State> => ({ passes: true, state });

/** A policy refuses with an error. */
export const refuse = (code: string, args: Refusal["args"] = {}): Refusal => ({ passes: false, code, args });

/** A policy just says no. */
export const violated = refuse("PolicyViolation");

/** A policy reverts without a word: what it reads is not there. */
export const noData = refuse("no data");

/** A sum is more than a number can hold (Solidity, `Panic(0x11)`). */
export const overflow = refuse("Panic", { reason: 0x11n });

/** A policy has no configuration that it could go by (`IPolicy`). */
export const notInitialized = ({ configId: id, multiplexer, account }: PolicyKey): Refusal =>
  refuse("PolicyNotInitialized", { id, multiplexer, account });
