import type { Scenario } from "./Scenario.ts";
import { increment, type Stage } from "./stage.ts";

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
  symptom: "The first click cost five times as much as the second.",
  cause:
    "An account's first operation deploys it, and the module's installation and the session are written once. What comes after does not pay for it again.",
  remedy:
    "Deploy, install and enable in one operation when the user signs up, and expect the price of the later uses.",

  ways: [
    {
      way: "the first operation: deploys the account, installs the module, enables the session",
      thousands: 1138,
    },
    { way: "the first use after it", thousands: 224 },
    { way: "the second use", thousands: 189 },
  ],

  async play(stage) {
    const { harness, account, compile, must } = stage;
    const session = compile();
    const first = await must("the first operation", harness.install(account, [session]));
    const second = await use(stage, session);
    const third = await use(stage, session);
    return {
      costs: [[first], [second], [third]],
    };
  },
};

const batchOfSessions: Scenario = {
  id: "batch-of-sessions",
  group: "cost",
  title: "One operation for each session",
  symptom:
    "Creating five sessions took five operations and five confirmations, and cost a quarter more than a colleague's.",
  cause: "Each operation pays for its own validation, its transaction and the bundler.",
  remedy: "Enable them in one enableSessions: sessions create FILE, or harness.enable(account, sessions).",

  ways: [
    { way: "five sessions, an operation each", thousands: 3212 },
    { way: "five sessions in one operation", thousands: 2607 },
  ],

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
      costs: [alone, [together]],
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

  ways: [
    { way: "four sessions, a use each", thousands: 3479 },
    { way: "one session, four uses", thousands: 1467 },
  ],

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
      costs: [short, once],
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

  ways: [
    { way: "enabled by the owner, then used", thousands: 881 },
    { way: "enabled by the first use (ENABLE mode)", thousands: 725 },
    { way: "the use after it (USE mode)", thousands: 189 },
  ],

  async play(stage) {
    const { harness, account, install, enable, compile } = stage;
    await install();
    const before = compile();
    const enabledFirst = [await enable(before), await use(stage, before)];
    const within = compile();
    const enableSignature = await harness.signEnable(account, within);
    const byUse = await use(stage, within, { enable: enableSignature });
    return {
      costs: [enabledFirst, [byUse], [await use(stage, within)]],
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

  ways: [
    { way: "a use, with maxUses, maxOperations and maxTotalValue", thousands: 229 },
    { way: "a use, with maxUses", thousands: 208 },
    { way: "enabling the former", thousands: 827 },
    { way: "enabling the latter", thousands: 679 },
  ],

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
      costs: [[await use(stage, laden)], [await use(stage, plain)], [enabledLaden], [enabledPlain]],
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
