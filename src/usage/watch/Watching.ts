import type { ArmedRules } from "./armRules.ts";
import type { KnownSessions } from "./knownSessions.ts";
import type { Readings } from "./readings.ts";
import type { RuleMemory } from "./WatchState.ts";

/** What a watch is made of. */
export interface Watching {
  readonly rules: ArmedRules;
  readonly known: KnownSessions;
  readonly readings: Readings;
}

/** What the rules remember: read and written by rule and what it is about. */
export interface Memories {
  get(digest: string, subject: string): RuleMemory;
  set(digest: string, subject: string, memory: RuleMemory): void;
  forget(digest: string, subject: string): void;
}
