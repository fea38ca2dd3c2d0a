import type { Finding } from "../Diagnosis.ts";
import type { Examination } from "./Examination.ts";
import { ok, warning } from "./finding.ts";

/** As far as clocks may be apart, in seconds: what blocks take, and what a chain's block may be ahead. */
const tolerated = 30n;

/**
 * Whether the chain's clock and ours agree.
 *
 * @param examination What was read.
 * @returns The finding.
 */
export function checkClock({ world, chain, clock }: Examination): Finding {
  // A simulated chain makes no blocks of its own accord: its latest may be old, and its clock is none the worse.
  const time = world.kind === "live" ? chain.latest : chain.time;
  const ahead = time - clock;
  const apart = ahead < 0n ? -ahead : ahead;
  if (apart <= tolerated) return ok("clock", `The chain's clock and ours are ${apart} s apart.`);
  return warning(
    "clock",
    `The chain's clock is ${apart} s ${ahead > 0n ? "ahead of" : "behind"} ours.`,
    "Sessions are held to the chain's clock, and bundlers go by their own as well: set this machine's; a live RPC may be behind its chain.",
  );
}
