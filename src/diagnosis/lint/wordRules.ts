import { accountWord } from "../../session/addressWords.ts";
import type { Rule } from "./Rule.ts";

/** What the rule is called. */
export const unknownWordRule = "unknown-word";

/** About words that stand for addresses. */
export const wordRules: readonly Rule[] = [
  {
    id: unknownWordRule,
    severity: "error",
    refused: true,
    finds: "an argument that is held to a target which is not deployed on the chain",
    reason: "Nothing is created with it: what the word stands for is not known.",
    remedy:
      "Deploy it (./harness targets deploy NAME --network NETWORK), or give an address in place of the word.",
    needs: "chain",
    check: ({ unknown, permission: { argumentRules } }, { world, targets }) =>
      world && targets
        ? [...unknown]
            .filter(([, word]) => word !== accountWord)
            .map(([index, word]) => ({
              field: `argumentRules[${index}].value`,
              message: `holds ${argumentRules[index]?.argument.name} to ${word}, which is not known to be deployed on this chain`,
            }))
        : [],
  },
];
