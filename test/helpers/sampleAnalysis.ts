import {
  type Address,
  type Hex,
  keccak256,
  pad,
  parseEther,
  parseUnits,
  stringToHex,
  toFunctionSelector,
} from "viem";
import { toActionId } from "../../src/session/ids.ts";
import type { Limit } from "../../src/session/limitsOf.ts";
import type {
  AccountUsage,
  Analysis,
  GasComparison,
  SessionUsage,
  TargetUsage,
  TokenFigures,
  UsageFigures,
} from "../../src/usage/Analysis.ts";

/** When the sample's period begins: 2026-11-02 00:00 UTC. */
export const sampleBegin = 1_793_577_600n;
const day = 86_400n;
const days = 28;

/** An address that a name stands for. */
export const addressOf = (name: string): Address => `0x${keccak256(stringToHex(name)).slice(26)}`;

/** A token of six decimals. */
export const usdc: TokenFigures = {
  token: addressOf("USDC"),
  symbol: "USDC",
  decimals: 6,
  transferred: 0n,
  approved: 0n,
};

/**
 * A session that has not been used.
 *
 * @param name Its name; its id follows from it.
 * @param given What is otherwise than that.
 * @returns The session.
 */
export function sampleSession(name: string, given: Partial<SessionUsage> = {}): SessionUsage {
  return {
    ...nothing,
    account: addressOf("account 1"),
    permissionId: keccak256(stringToHex(name)),
    name,
    state: "active",
    enabledAt: sampleBegin + 3_600n,
    enabledBy: "call",
    validUntil: sampleBegin + 60n * day,
    lastUsed: undefined,
    limits: [],
    ...given,
  };
}

/**
 * A session that was used, with figures in proportion.
 *
 * @param name Its name.
 * @param operations How many succeeded, and how many failed.
 * @param given What is known of it besides.
 * @returns The session.
 */
export function usedSession(
  name: string,
  [succeeded, failed]: readonly [number, number],
  given: Partial<SessionUsage> = {},
): SessionUsage {
  const operations = succeeded + failed;
  const gasUsed = BigInt(operations) * 192_340n;
  return sampleSession(name, {
    operations,
    succeeded,
    failed,
    calls: operations,
    gasUsed,
    gasCost: gasUsed * 1_200_000n,
    lastUsed: sampleBegin + 27n * day + BigInt(operations) * 17n,
    ...given,
  });
}

/**
 * An analysis whose figures follow from its sessions; its timeline and targets too, by made-up shares.
 *
 * @param bySession The sessions. Default: a month of a game, an exchange and a subscription.
 * @param given What is otherwise.
 * @returns The analysis.
 */
export function sampleAnalysis(
  bySession: readonly SessionUsage[] = sampleSessions,
  given: Partial<Analysis> = {},
): Analysis {
  const totals = sum(bySession);
  const enablings = bySession.filter(({ enabledBy }) => enabledBy !== undefined).length;
  const count = (...states: readonly SessionUsage["state"][]) =>
    bySession.filter(({ state }) => states.includes(state)).length;
  const functions = sampleFunctions(totals);
  return {
    chainId: 1868,
    release: "v1",
    period: {
      fromBlock: 15_120_433n,
      fromTime: sampleBegin,
      end: {
        blockNumber: 16_330_033n,
        blockHash: keccak256(stringToHex("end")),
        timestamp: sampleBegin + BigInt(days) * day - 1n,
      },
    },
    limitsAt: 16_330_033n,
    sessions: {
      total: bySession.length,
      active: count("active"),
      expired: count("expired"),
      revoked: count("revoked"),
      other: count("not yet valid", "used up", "module not installed"),
    },
    totals,
    signatures: {
      bySessions: totals.operations,
      toEnable: enablings,
      saved: totals.operations - enablings,
    },
    gas: sampleGas(totals),
    targets: targetsOf(functions),
    functions,
    bySession,
    byAccount: accountsOf(bySession),
    timeline: timelineOf(totals),
    unread: 0,
    unrecognised: { operations: 0, accounts: 0 },
    ...given,
  };
}

/** An analysis of blocks in which nothing happened. */
export const emptyAnalysis = (): Analysis =>
  sampleAnalysis([], { gas: [], targets: [], functions: [], timeline: [] });

const nothing: UsageFigures = {
  operations: 0,
  succeeded: 0,
  failed: 0,
  calls: 0,
  value: 0n,
  tokens: [],
  gasUsed: 0n,
  gasCost: 0n,
  sponsored: 0,
};

const limitOf = (field: Limit["field"], unit: Limit["unit"], used: bigint, limit: bigint): Limit => ({
  field,
  unit,
  actionId: pad("0x01"),
  limit,
  used,
  left: limit > used ? limit - used : 0n,
});

/** What a session may spend of USDC. */
const usdcLimit = (used: string, limit: string): Limit => ({
  ...limitOf("spendingLimit", "token units", parseUnits(used, 6), parseUnits(limit, 6)),
  actionId: toActionId(usdc.token, toFunctionSelector("transfer(address,uint256)")),
});

const moved = (transferred: string, approved = "0"): readonly TokenFigures[] => [
  { ...usdc, transferred: parseUnits(transferred, 6), approved: parseUnits(approved, 6) },
];

const ended = {
  state: "expired",
  validUntil: sampleBegin + 20n * day,
  lastUsed: sampleBegin + 19n * day,
} as const;

const sampleSessions: readonly SessionUsage[] = [
  usedSession("game, moves", [4_812, 61], {
    limits: [limitOf("maxUses", "calls", 4_873n, 10_000n)],
    sponsored: 4_873,
    enabledBy: "first use",
  }),
  usedSession("game, marketplace", [1_207, 44], {
    value: parseEther("2.4183"),
    limits: [
      limitOf("maxTotalValue", "wei", parseEther("2.4905"), parseEther("2.5")),
      limitOf("maxUses", "calls", 1_251n, 2_000n),
    ],
  }),
  usedSession("exchange, limit orders", [986, 132], {
    account: addressOf("account 2"),
    tokens: moved("48210.5", "60000"),
    limits: [usdcLimit("48210.5", "60000")],
  }),
  usedSession("subscription, monthly", [312, 0], {
    account: addressOf("account 3"),
    tokens: moved("3116.88"),
    limits: [usdcLimit("3116.88", "12000"), limitOf("maxOperations", "user operations", 312n, 1_200n)],
    sponsored: 312,
    enabledBy: "first use",
  }),
  usedSession("exchange, rebalancing", [241, 9], {
    account: addressOf("account 2"),
    tokens: moved("7730.25"),
    limits: [usdcLimit("9120", "10000")],
  }),
  usedSession("game, tournament", [190, 3], { ...ended, account: addressOf("account 4"), sponsored: 193 }),
  usedSession("payroll, November", [64, 1], {
    account: addressOf("account 3"),
    state: "used up",
    tokens: moved("18400"),
    limits: [limitOf("maxUses", "calls", 65n, 65n)],
  }),
  usedSession("exchange, trial", [22, 17], {
    ...ended,
    account: addressOf("account 2"),
    value: parseEther("0.011"),
  }),
  usedSession("old phone", [5, 0], {
    account: addressOf("account 5"),
    state: "revoked",
    validUntil: undefined,
    lastUsed: sampleBegin + 4n * day,
    enabledAt: undefined,
    enabledBy: undefined,
  }),
  sampleSession("game, next season", { state: "not yet valid", account: addressOf("account 4") }),
];

const sampleGas = ({ operations }: UsageFigures): readonly GasComparison[] =>
  (
    [
      ["safe7579", "call", 0.7, 171_204n, 186_530n],
      ["safe7579", "value", 0.15, 178_911n, 203_345n],
      ["nexus", "token", 0.1, 158_020n, 181_766n],
      ["nexus", "batch", 0.05, 231_480n, 224_917n],
    ] as const
  ).map(([kind, action, share, owner, session]) => {
    const count = Math.floor(operations * share);
    const l1Fee = { owner: 41_200_000_000n, session: 55_900_000_000n };
    return {
      kind,
      action,
      operations: count,
      owner,
      session,
      saved: (owner - session) * BigInt(count),
      l1Fee,
    };
  });

const sampleFunctions = ({ calls, failed, value }: UsageFigures): readonly TargetUsage[] =>
  (
    [
      ["game", "move(uint256,uint8)", 0.58],
      ["marketplace", "buy(uint256,uint256)", 0.17],
      ["exchange", "placeOrder(address,address,uint256,uint256)", 0.14],
      ["USDC", "transfer(address,uint256)", 0.08],
      ["exchange", "cancelOrder(bytes32)", 0.03],
    ] as const
  ).map(([target, signature, share]) => ({
    target: addressOf(target),
    selector: toFunctionSelector(signature),
    signature,
    calls: Math.round(calls * share),
    failed: Math.round(failed * share),
    value: target === "marketplace" ? value : 0n,
  }));

function targetsOf(functions: readonly TargetUsage[]): readonly TargetUsage[] {
  return [...new Set(functions.map(({ target }) => target))].map((target) => {
    const own = functions.filter((one) => one.target === target);
    const total = (figure: "calls" | "failed") => own.reduce((all, one) => all + one[figure], 0);
    return {
      target,
      calls: total("calls"),
      failed: total("failed"),
      value: own.reduce((all, one) => all + one.value, 0n),
    };
  });
}

function accountsOf(sessions: readonly SessionUsage[]): readonly AccountUsage[] {
  return [...new Set(sessions.map(({ account }) => account))].map((account, index) => {
    const own = sessions.filter((one) => one.account === account);
    return { ...sum(own), account, kind: index % 2 === 0 ? "safe7579" : "nexus", sessions: own.length };
  });
}

/** More on weekends, and ever more. */
function timelineOf({ succeeded, failed }: UsageFigures): Analysis["timeline"] {
  const weights = Array.from({ length: days }, (_, at) => 10 + at + (at % 7 > 4 ? 14 : (at * 5) % 7));
  const whole = weights.reduce((all, one) => all + one, 0);
  const shares = (total: number) => {
    const parts = weights.map((one) => Math.floor((total * one) / whole));
    const rest = total - parts.reduce((all, one) => all + one, 0);
    return parts.map((one, at) => one + (at === days - 2 ? rest : 0));
  };
  const [successes, failures] = [shares(succeeded), shares(failed)];
  return weights.map((_, at) => ({
    begin: sampleBegin + BigInt(at) * day,
    succeeded: successes[at] ?? 0,
    failed: failures[at] ?? 0,
  }));
}

function sum(figures: readonly UsageFigures[]): UsageFigures {
  return figures.reduce(
    (all, one) => ({
      operations: all.operations + one.operations,
      succeeded: all.succeeded + one.succeeded,
      failed: all.failed + one.failed,
      calls: all.calls + one.calls,
      value: all.value + one.value,
      tokens: addTokens(all.tokens, one.tokens),
      gasUsed: all.gasUsed + one.gasUsed,
      gasCost: all.gasCost + one.gasCost,
      sponsored: all.sponsored + one.sponsored,
    }),
    nothing,
  );
}

function addTokens(all: readonly TokenFigures[], more: readonly TokenFigures[]): readonly TokenFigures[] {
  const tokens = new Map<Hex, TokenFigures>(all.map((one) => [one.token, one]));
  for (const one of more) {
    const { transferred, approved } = tokens.get(one.token) ?? { transferred: 0n, approved: 0n };
    tokens.set(one.token, {
      ...one,
      transferred: transferred + one.transferred,
      approved: approved + one.approved,
    });
  }
  return [...tokens.values()];
}
