import { isAddressEqual } from "viem";
import { isSameHex } from "../../session/isSameHex.ts";
import { ownableValidator } from "../../session/sessionValidatorAt.ts";
import type { Rule, Subject } from "./Rule.ts";

const hasSameKey = ({ key }: Subject, { key: other }: Subject): boolean =>
  key !== undefined && other !== undefined && isAddressEqual(key, other);

const validatorOf = ({ permission }: Subject) => permission.sessionValidator ?? ownableValidator.address;

/** The permission id is made of validator, key and salt; a salt that is left out is a fresh one. */
function hasSameId(one: Subject, other: Subject): boolean {
  const [salt, otherSalt] = [one.permission.salt, other.permission.salt];
  if (salt === undefined || otherSalt === undefined || !isSameHex(salt, otherSalt)) return false;
  return hasSameKey(one, other) && isAddressEqual(validatorOf(one), validatorOf(other));
}

/** In a file no session says its key. */
const before = (subject: Subject, subjects: readonly Subject[]): readonly Subject[] =>
  subject.key === undefined ? [] : subjects.slice(0, subjects.indexOf(subject));

/** About sessions beside each other. */
export const batchRules: readonly Rule[] = [
  {
    id: "repeated-name",
    severity: "error",
    finds: "two sessions of one name",
    reason: "Who revokes by the name ends one, and the other's key lives on.",
    remedy: "Give each session a name of its own.",
    explains: "repeatedName",
  },
  {
    id: "same-permission",
    severity: "error",
    refused: true,
    finds: "two sessions with the same key and salt",
    reason: "On chain they are one: the second adds to what the first allows, and narrows nothing.",
    remedy: "Leave salt out, or give each session its own.",
    check: (subject, { subjects }) => {
      const twin = before(subject, subjects).find((other) => hasSameId(subject, other));
      return twin
        ? [
            {
              field: "salt",
              message: `has the key and the salt of ${twin.name}: together they are one session`,
            },
          ]
        : [];
    },
  },
  {
    id: "shared-key",
    severity: "warning",
    finds: "one key for several sessions",
    reason: "One leak opens all of them, and to end them each has to be revoked.",
    remedy: "Give each session a key of its own.",
    check: (subject, { subjects }) => {
      const twin = before(subject, subjects).find((other) => hasSameKey(subject, other));
      return twin && !hasSameId(subject, twin)
        ? [{ field: "sessionKey", message: `has the key of ${twin.name} as well` }]
        : [];
    },
  },
];
