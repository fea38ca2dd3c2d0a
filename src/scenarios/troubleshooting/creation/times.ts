import { accepted } from "../ends.ts";
import type { Scenario } from "../Scenario.ts";

const milliseconds: Scenario = {
  id: "milliseconds",
  group: "creation",
  title: "A time is in milliseconds",
  symptom:
    "Creating the session is refused for validUntil. Another SDK took the same number, and there the session never ends.",
  cause:
    "The chain counts seconds, Date.now() milliseconds. The number fits the policy's uint48, and lies some 50,000 years ahead.",
  remedy:
    'Divide by 1000 and round down, or give a duration: "1 hour". Revoke what was granted so elsewhere.',
  diagnosis: { lint: "milliseconds" },

  async play({ now, write, compile, install, enable, use }) {
    await install();
    const permission = write({ validUntil: (now + 3600n) * 1000n });
    return {
      permission,
      attempt: { what: "compiling the permission", field: "validUntil", make: () => compile(permission) },
      async mend() {
        const session = compile({ validUntil: now + 3600n });
        await enable(session);
        return use(accepted, session);
      },
    };
  },
};

/** When a session is to end, written wrongly. */
export const timeInputScenarios: readonly Scenario[] = [milliseconds];
