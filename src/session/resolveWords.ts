import { type InputProblem, InvalidInputError } from "../errors/InvalidInputError.ts";
import { addressOf, isAddressWord, type KnownAddresses, unknownWord } from "./addressWords.ts";
import { findArgument } from "./findArgument.ts";
import type { ArgumentRule, Permission } from "./Permission.ts";
import { functionSchema } from "./permissionSchema.ts";

/**
 * Puts addresses in place of the words that stand for them, in the rules of arguments that are addresses.
 *
 * @param permission The permission.
 * @param known What words stand for.
 * @returns The permission without words.
 * @throws InvalidInputError for each word of which that is not known.
 */
export function resolveWords(permission: Permission, known: KnownAddresses): Permission {
  const { argumentRules } = permission;
  // What is no list of rules is refused where the permission is read.
  if (!Array.isArray(argumentRules) || !argumentRules.some((rule) => isAddressWord(rule?.value)))
    return permission;
  const problems: InputProblem[] = [];
  const resolved = argumentRules.map((rule: ArgumentRule, index): ArgumentRule => {
    const word = rule?.value;
    if (!isAddressWord(word) || !isOfAddress(permission, rule)) return rule;
    const value = addressOf(word, known);
    if (value !== undefined) return { ...rule, value };
    problems.push({ field: `argumentRules[${index}].value`, value: word, ...unknownWord(word, known) });
    return rule;
  });
  const [first, ...rest] = problems;
  if (first) throw new InvalidInputError([first, ...rest]);
  return { ...permission, argumentRules: resolved };
}

function isOfAddress({ function: called, abi }: Permission, { argument }: ArgumentRule): boolean {
  const inputs = functionSchema(abi).safeParse(called).data?.inputs;
  const found = inputs && findArgument(inputs, argument);
  return found !== undefined && !("problem" in found) && found.type === "address";
}
