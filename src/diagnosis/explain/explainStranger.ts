import { explainRule } from "../../outcome/explainRule.ts";
import type { RefusedFor } from "../../outcome/innerLayers.ts";
import type { ExplainedLayer, Explanation } from "../Explanation.ts";
import type { AskedOfOperation } from "./Asked.ts";
import { explainAlone } from "./explainAlone.ts";

/**
 * Explains an operation of an account of no kind that is known: what is played is told all the same, as far as the error
 * goes.
 *
 * @param asked The operation, and the chain.
 * @param refused Why it was refused, or would be; undefined where it would not be.
 * @param played What was found on the way, and the block that it was played on, where nothing of a refusal was given.
 * @returns The explanation.
 */
export async function explainStranger(
  { evidence, world, operation }: AskedOfOperation,
  refused: RefusedFor | undefined,
  { found, playedAt }: Pick<Explanation, "found" | "playedAt">,
): Promise<Explanation> {
  const { entryPoint } = refused ?? {};
  const isGiven = evidence.entryPoint !== undefined || evidence.revert !== undefined;
  const told = entryPoint && !isGiven ? { ...evidence, entryPoint } : evidence;
  const alone = explainAlone(told, { asked: "validator" });
  const isThere =
    operation.factory || (await world.client.getCode({ address: operation.sender })) !== undefined;
  const missing = isThere
    ? []
    : [`There is no contract at ${operation.sender} on this chain (${world.chainId}).`];
  const said = { ...alone, input: evidence.input, found: [...found, ...missing, ...alone.found] };
  if (playedAt === undefined) return said;
  if (!isThere) return { ...said, ...undeployed(operation.sender), playedAt };
  if (alone.layers.length > 0) return { ...said, playedAt };
  const passes =
    "Played now, EntryPoint does not refuse the operation; whether its calls are made is not known of an account of no known kind.";
  return { ...said, unknown: [...said.unknown, passes] };
}

/** EntryPoint reverts without a word then; a bundler says AA20. */
function undeployed(address: ExplainedLayer["address"] & string) {
  const layer: ExplainedLayer = {
    layer: "account",
    code: "no code",
    args: {},
    address,
    declaredBy: [],
    meaning: "There is no contract at the sender's address, and the operation names no factory.",
    known: "asked",
  };
  const args = { reason: "there is no contract at the sender's address" };
  const said = { layer: "account", code: layer.code, args, known: "asked" } as const;
  const { reason, remedy } = explainRule("accountDeployed", said);
  const cause = { rule: "accountDeployed", cause: reason, remedy, certainty: "certain" } as const;
  return { verdict: "refused", layers: [layer], causes: [cause] } as const;
}
