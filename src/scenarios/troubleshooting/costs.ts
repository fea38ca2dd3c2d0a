import type { Accepted } from "../../refusal/Outcome.ts";
import type { Cost, Scenario } from "./Scenario.ts";
import { increment, type Stage } from "./stage.ts";

const sum = (way: string, outcomes: readonly Accepted[]): Cost => ({
  way,
  operations: outcomes.length,
  gas: outcomes.reduce((total, { gasUsed }) => total + gasUsed, 0n),
});

/** Does something several times, one after the other: each needs the nonce that the last one leaves. */
async function times<Result>(count: number, act: () => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let done = 0; done < count; done += 1) results.push(await act());
  return results;
}

const use = (
  { harness, account, key, calls, must }: Stage,
  session: Parameters<typeof harness.use>[0]["session"],
  more = {},
) => must("the use", harness.use({ account, session, key, calls: [calls.counter(increment)], ...more }));

const firstUse: Scenario = {
  id: "first-use",
  group: "cost",
  title: "The first operation deploys and installs",
  symptom: "The first click cost ten times as much as the second.",
  cause:
    "An account's first operation deploys it, and the module's installation and the session are written once. What comes after does not pay for it again.",
  remedy:
    "Deploy, install and enable in one operation when the user signs up, and expect the price of the later uses.",

  async play(stage) {
    const { harness, account, compile, must } = stage;
    const session = compile();
    const first = await must("the first operation", harness.install(account, [session]));
    const second = await use(stage, session);
    const third = await use(stage, session);
    return {
      costs: [
        sum("the first operation: deploys the account, installs the module, enables the session", [first]),
        sum("the first use after it", [second]),
        sum("the second use", [third]),
      ],
    };
  },
};

const batchOfSessions: Scenario = {
  id: "batch-of-sessions",
  group: "cost",
  title: "One operation for each session",
  symptom: "Creating five sessions cost five times the fees, and took five confirmations.",
  cause: "Each operation pays for its own validation, its transaction and the bundler.",
  remedy: "Enable them in one enableSessions: sessions create FILE, or harness.enable(account, sessions).",

  async play({ harness, account, compile, install, must }) {
    await install();
    const one = () => must("enabling one", harness.enable(account, [compile()]));
    const alone = await times(5, one);
    const together = await must(
      "enabling five",
      harness.enable(
        account,
        Array.from({ length: 5 }, () => compile()),
      ),
    );
    return {
      costs: [
        sum("five sessions, an operation each", alone),
        sum("five sessions in one operation", [together]),
      ],
    };
  },
};

const manyShort: Scenario = {
  id: "many-short-sessions",
  group: "cost",
  title: "Many short sessions in place of a long one",
  symptom: "The app asks for a new session at every visit, and most of the gas goes into enabling.",
  cause: "Enabling a session costs several uses.",
  remedy:
    "Grant one session for as long as it is needed, with limits that make that safe: uses, value, arguments.",

  async play(stage) {
    const { install, enable, compile } = stage;
    await install();
    const visit = async () => {
      const session = compile({ maxUses: 1 });
      return [await enable(session), await use(stage, session)];
    };
    const short = (await times(4, visit)).flat();
    const long = compile({ maxUses: 4 });
    const once = [await enable(long), ...(await times(4, () => use(stage, long)))];
    return {
      costs: [sum("four sessions, a use each", short), sum("one session, four uses", once)],
    };
  },
};

const enableByUse: Scenario = {
  id: "enable-by-use",
  group: "cost",
  title: "ENABLE mode against enabling first",
  symptom: "The first use in ENABLE mode costs much more than a use.",
  cause:
    "It carries the session and the owner's signature, and writes what enabling writes. It spares one operation, not the writing.",
  remedy:
    "Take ENABLE mode where the owner cannot send an operation first; never carry the enable signature again once the session is enabled.",

  async play(stage) {
    const { harness, account, install, enable, compile } = stage;
    await install();
    const before = compile();
    const enabledFirst = [await enable(before), await use(stage, before)];
    const within = compile();
    const enableSignature = await harness.signEnable(account, within);
    const byUse = await use(stage, within, { enable: enableSignature });
    return {
      costs: [
        sum("enabled by the owner, then used", enabledFirst),
        sum("enabled by the first use (ENABLE mode)", [byUse]),
        sum("the use after it (USE mode)", [await use(stage, within)]),
      ],
    };
  },
};

const tooManyPolicies: Scenario = {
  id: "too-many-policies",
  group: "cost",
  title: "More policies than the permission needs",
  symptom: "Every use of one session costs more than of another that does the same.",
  cause: "Each policy is asked at every use, and those that count write. Enabling writes each, too.",
  remedy:
    "Leave out limits that another already implies: maxTotalValue of a function that takes no value, maxOperations beside maxUses.",

  async play(stage) {
    const { install, enable, compile } = stage;
    await install();
    const [plain, laden] = [
      compile({ maxUses: 10 }),
      compile({ maxUses: 10, maxOperations: 10, maxTotalValue: 1n }),
    ];
    const [enabledPlain, enabledLaden] = [await enable(plain), await enable(laden)];
    // The first use writes counters that later ones only change.
    for (const session of [plain, laden]) await use(stage, session);
    return {
      costs: [
        sum("a use, with maxUses, maxOperations and maxTotalValue", [await use(stage, laden)]),
        sum("a use, with maxUses", [await use(stage, plain)]),
        sum("enabling the former", [enabledLaden]),
        sum("enabling the latter", [enabledPlain]),
      ],
    };
  },
};

/** What costs more than it has to. */
export const costScenarios: readonly Scenario[] = [
  firstUse,
  batchOfSessions,
  manyShort,
  enableByUse,
  tooManyPolicies,
];
