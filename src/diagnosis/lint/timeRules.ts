import type { Rule, Subject } from "./Rule.ts";
import { timeText } from "./timeText.ts";

const day = 86_400n;
const longest = 30n * day;

/** Which field says when a session ends. */
const endField = ({ given }: Subject): string => (given.validUntil === undefined ? "duration" : "validUntil");

/** About when sessions begin and end. */
export const timeRules: readonly Rule[] = [
  {
    id: "milliseconds",
    severity: "error",
    finds: "a time in milliseconds or microseconds",
    reason: "Taken for seconds it lies thousands of years ahead: the key would in effect never expire.",
    remedy: "Give Unix seconds.",
    explains: "milliseconds",
  },
  {
    id: "expired",
    severity: "error",
    finds: "a session that has ended already",
    reason: "It is paid for and enabled, and its key is refused from the first operation on.",
    remedy: "Give a later validUntil, or a duration.",
    check: (subject, { now }) => {
      const { validUntil } = subject.permission;
      if (validUntil === undefined || validUntil >= now) return [];
      return [{ field: endField(subject), message: `ended ${timeText(validUntil)}` }];
    },
  },
  {
    id: "no-expiry",
    severity: "error",
    finds: "a session that never ends",
    reason: "A key that leaks years from now can still be used, and somebody has to remember to revoke it.",
    remedy: 'Give a validUntil, or a duration: "24h", "7d".',
    check: ({ permission }) =>
      permission.validUntil === undefined ? [{ message: "has neither validUntil nor duration" }] : [],
  },
  {
    id: "long-lived",
    severity: "warning",
    finds: "a session of more than 30 days",
    reason: "The longer a key lives, the likelier it leaks while it can still be used.",
    remedy: "Give a shorter time, and rotate the key: ./harness sessions rotate.",
    check: (subject, { now }) => {
      const { validAfter = 0n, validUntil } = subject.permission;
      const begin = validAfter > now ? validAfter : now;
      if (validUntil === undefined || validUntil - begin <= longest) return [];
      const message = `can be used for ${(validUntil - begin) / day} days, until ${timeText(validUntil)}`;
      return [{ field: endField(subject), message }];
    },
  },
];
