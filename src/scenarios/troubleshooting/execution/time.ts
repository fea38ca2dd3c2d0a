import { setChainTime } from "../../../world/clock.ts";
import { accepted, refused } from "../ends.ts";
import type { Scenario } from "../Scenario.ts";

const minute = 60n;

const expired: Scenario = {
  id: "expired",
  group: "execution",
  title: "The session has expired",
  symptom:
    "The session worked yesterday. Today every use fails, with AA22, or with a bundler's code -32500 or -32503.",
  cause:
    "TimeFramePolicy answers with the session's time window, and EntryPoint holds it against the block's time. validUntil, the last second, is past.",
  remedy: "Have the owner enable a new session. A session's end cannot be moved.",
  diagnosis: { rule: "validUntil", doctor: "timeWindow" },

  async play({ world, now, grant, compile, enable, use }) {
    const session = await grant({ validUntil: now + minute });
    await setChainTime(world, now + 2n * minute);
    return {
      attempt: await use(refused("EntryPoint", "AA22", "validUntil"), session),
      async mend() {
        const next = compile();
        await enable(next);
        return use(accepted, next);
      },
    };
  },
};

const notYetValid: Scenario = {
  id: "not-yet-valid",
  group: "execution",
  title: "The session has not begun",
  symptom: "The session is enabled and everything looks right, and it is refused with AA22 or code -32503.",
  cause: "validAfter, the session's first second, is still to come.",
  remedy: "Wait until validAfter, by the chain's clock.",
  diagnosis: { rule: "validAfter", doctor: "timeWindow" },

  async play({ world, now, grant, use }) {
    const validAfter = now + 10n * minute;
    const session = await grant({ validAfter });
    return {
      attempt: await use(refused("EntryPoint", "AA22", "validAfter"), session),
      async mend() {
        await setChainTime(world, validAfter);
        return use(accepted, session);
      },
    };
  },
};

/** How far the granting machine's clock is ahead, in seconds. */
const ahead = 5n * minute;

const clockSkew: Scenario = {
  id: "clock-skew",
  group: "execution",
  title: "The clock that wrote validAfter is ahead of the chain's",
  symptom:
    'validAfter is "now", the log says so too, and the first use is refused as not yet valid. Some minutes later it works.',
  cause:
    "The machine that granted the session is minutes ahead of the chain. A block's time counts, not the time of whoever sends.",
  remedy:
    "Take validAfter from the latest block, or leave it out: a session without one begins at once. Set the machine's clock (NTP).",
  diagnosis: { rule: "validAfter", doctor: "clock" },

  async play({ now, grant, compile, enable, use }) {
    const clock = now + ahead;
    const session = await grant({ validAfter: clock });
    return {
      attempt: await use(refused("EntryPoint", "AA22", "validAfter"), session, {
        patient: { clock: () => clock },
      }),
      async mend() {
        const next = compile();
        await enable(next);
        return use(accepted, next);
      },
    };
  },
};

/** Sessions by the clock. */
export const timeScenarios: readonly Scenario[] = [expired, notYetValid, clockSkew];
