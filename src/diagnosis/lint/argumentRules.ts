import { InvalidInputError } from "../../errors/InvalidInputError.ts";
import { compilePermission } from "../../session/compilePermission.ts";
import type { Found, Rule, Subject } from "./Rule.ts";
import { wordBounds } from "./wordBounds.ts";

/** Argument rules that no value keeps together; each argument once. */
function contradictions({ permission: { argumentRules }, unknown }: Subject): readonly Found[] {
  const comparisons = argumentRules.flatMap((rule, index) => (unknown.has(index) ? [] : rule.comparisons));
  return argumentRules.flatMap(({ argument }, index): Found[] => {
    const isLast = !argumentRules.slice(index + 1).some((other) => other.argument.offset === argument.offset);
    if (!isLast) return [];
    const { least, most, except } = wordBounds(comparisons, argument.offset, unsignedType(argument.type));
    const isEmpty = least > most || (least === most && except.includes(least));
    const message = `can never be used: no ${argument.name} keeps all of its argument rules`;
    return isEmpty ? [{ field: `argumentRules[${index}]`, message }] : [];
  });
}

/** Of other types every word may be meant. */
const unsignedType = (type: string): string => (/^(uint\d*|address|bool)$/.test(type) ? type : "");

/** About what cannot be kept, and what can never be used. */
export const argumentRules: readonly Rule[] = [
  {
    id: "unenforceable",
    severity: "error",
    refused: true,
    finds: "a limit that nothing on chain would keep",
    reason: "A limit that is only written down stops nobody.",
    remedy: "Give what a policy keeps, see docs/permissions.md.",
    explains: "unenforceable",
    check: (subject, { world, targetOf }) => {
      if (!world) return [];
      try {
        const target = targetOf(subject) ?? subject.permission.target;
        compilePermission(world, { ...subject.given, target });
        return [];
      } catch (error) {
        if (!(error instanceof InvalidInputError)) throw error;
        return error.problems
          .filter(({ kind }) => kind !== "deciding")
          .map(({ field, value, problem, remedy }) => ({
            field,
            message: `${field}: ${value} ${problem}`,
            remedy,
          }));
      }
    },
  },
  {
    id: "dead-permission",
    severity: "warning",
    finds: "a session that can never be used",
    reason: "Its limits leave nothing over: what was meant is something else, and is not what is granted.",
    remedy: "Correct the figures that exclude each other.",
    explains: "dead",
    check: (subject) => {
      const { validAfter, validUntil } = subject.permission;
      const message = "can be used in one second only: validAfter and validUntil are the same";
      return [
        ...(validAfter !== undefined && validAfter === validUntil ? [{ field: "validUntil", message }] : []),
        ...contradictions(subject),
      ];
    },
  },
];
