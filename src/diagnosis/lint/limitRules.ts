import { formatEther } from "viem";
import type { Found, Rule, Subject } from "./Rule.ts";
import { redundantLimits } from "./redundantLimits.ts";
import { sane } from "./sane.ts";

const boundless = {
  maxValue: sane.value,
  maxTotalValue: sane.value,
  spendingLimit: sane.units,
  maxUses: sane.uses,
  maxOperations: sane.uses,
} as const;

/** Limits that nobody means. */
function boundlessLimits({ given, permission: { argumentRules } }: Subject): readonly Found[] {
  const beyond = (field: string, name: string): Found => ({
    field,
    message: `has a ${name} that nothing reaches`,
  });
  return [
    ...Object.entries(boundless).flatMap(([field, bound]): Found[] => {
      const limit = given[field as keyof typeof boundless];
      return limit !== undefined && BigInt(limit) > bound ? [beyond(field, field)] : [];
    }),
    ...argumentRules.flatMap(({ argument, comparisons }, index): Found[] => {
      const isBeyond = comparisons.some(({ maxTotal = 0n }) => maxTotal > sane.units);
      return isBeyond ? [beyond(`argumentRules[${index}].maxTotal`, `maxTotal of ${argument.name}`)] : [];
    }),
  ];
}

const nameOf = ({ permission: { function: called } }: Subject): string => called.signature ?? called.selector;

/** Neither its calls nor its operations are counted. */
const isUncounted = ({ permission: { maxUses, maxOperations } }: Subject): boolean =>
  maxUses === undefined && maxOperations === undefined;

const limitsValue = ({ permission: { value, spendingLimit } }: Subject): boolean =>
  value.perCall !== undefined || value.total !== undefined || spendingLimit !== undefined;

const lostLimit = ({ lost }: Subject): boolean =>
  ["argumentRules", "maxValue", "maxTotalValue", "spendingLimit", "maxUses"].some((field) => lost.has(field));

/** About how much a session may do. */
export const limitRules: readonly Rule[] = [
  {
    id: "unlimited-value",
    severity: "error",
    finds: "a function that takes native value, without a limit of it",
    reason: "Whoever has the key can send the account's whole balance with one call.",
    remedy: "Give maxValue, for each call, or maxTotalValue, for all together; 0 where none is to be sent.",
    check: (subject) => {
      const { payable } = subject.permission.function;
      if (payable === false || limitsValue(subject) || lostLimit(subject)) return [];
      if (payable) return [{ message: `may send any native value to ${nameOf(subject)}, which takes it` }];
      const message = `may send any native value to ${nameOf(subject)}: nothing says whether it takes any`;
      const remedy = "Give maxValue or maxTotalValue; or the target's ABI, where the function takes none.";
      return [{ severity: "warning", message, remedy }];
    },
  },
  {
    id: "sudo-action",
    severity: "warning",
    finds: "calls that no policy judges (SudoPolicy)",
    reason:
      "Whatever the function can do to the account, the key can do it with any arguments, as often as it likes.",
    remedy: "Limit argumentRules, maxUses, maxTotalValue, or, for a token, spendingLimit.",
    check: (subject) => {
      const { argumentRules, maxUses } = subject.permission;
      const judged = limitsValue(subject) || argumentRules.length > 0 || maxUses !== undefined;
      if (judged || lostLimit(subject)) return [];
      return [{ message: `may call ${nameOf(subject)} with anything, any number of times` }];
    },
  },
  {
    id: "boundless-limit",
    severity: "warning",
    finds: "a limit beyond 1,000,000 ETH, 2^96 units of a token, or 1,000,000,000 calls",
    reason:
      "It looks like a limit, and stops nothing: the greatest number is what unlimited grants are written with.",
    remedy: "Give what the key really needs.",
    check: (subject) => boundlessLimits(subject),
  },
  {
    id: "substituted-limit",
    severity: "warning",
    finds: "a maxValue that is kept as a total of the session",
    reason: "The key stops working after so much value in all, which looks like a fault when it happens.",
    remedy: "Give maxTotalValue as it is meant; no policy limits each call of a function without arguments.",
    check: ({ permission: { value } }) =>
      value.substitutesPerCall
        ? [
            {
              field: "maxValue",
              message: `has a maxValue that no policy keeps call by call: all calls together are held to ${formatEther(value.total ?? 0n)} ETH`,
            },
          ]
        : [],
  },
  {
    id: "redundant-limit",
    severity: "note",
    finds: "a limit that another one always reaches first",
    reason: "It costs gas in every operation and limits nothing: what was meant may be another figure.",
    remedy: "Leave it out, or correct the figure.",
    check: (subject) => redundantLimits(subject),
  },
  {
    id: "unlimited-total-value",
    severity: "note",
    finds: "native value that is limited call by call, for any number of calls",
    reason:
      "As often as it likes the key sends the most of one call, in one operation as well: it is all that the account has.",
    remedy:
      "Give maxTotalValue, what may be lost in all; or maxUses, which counts calls (maxOperations does not).",
    check: ({ permission: { function: called, value, maxUses }, lost }) => {
      const isLimited = value.total !== undefined || maxUses !== undefined;
      if (called.payable === false || !value.perCall || isLimited) return [];
      if (lost.has("maxTotalValue") || lost.has("maxUses")) return [];
      const message = `may send ${formatEther(value.perCall)} ETH with each call, and any number of calls`;
      return [{ field: "maxValue", message }];
    },
  },
  {
    id: "unlimited-operations",
    severity: "note",
    finds: "any number of operations at the account's cost",
    reason: "No field limits gas: who has the key can spend the account's balance on fees.",
    remedy:
      "Give maxOperations or maxUses, or have a paymaster pay and keep little native value in the account.",
    check: (subject) =>
      isUncounted(subject) && !subject.permission.permitERC4337Paymaster && !subject.lost.has("maxUses")
        ? [{ message: "may make any number of operations, and the account pays their gas" }]
        : [],
  },
  {
    id: "unlimited-sponsoring",
    severity: "note",
    finds: "any number of operations that a paymaster may pay for",
    reason: "Who has the key can spend what the paymaster sponsors, and any paymaster's terms are accepted.",
    remedy: "Give maxOperations, or maxUses; and limit what the paymaster sponsors.",
    check: (subject) =>
      isUncounted(subject) && subject.permission.permitERC4337Paymaster
        ? [
            {
              field: "permitERC4337Paymaster",
              message: "may make any number of operations for paymasters to pay",
            },
          ]
        : [],
  },
];
