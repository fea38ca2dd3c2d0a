import { recogniseAccount } from "../../account/recogniseAccount.ts";
import type { Explanation } from "../Explanation.ts";
import type { Asked } from "./Asked.ts";
import { explainAlone } from "./explainAlone.ts";
import { explainHash } from "./explainHash.ts";
import { explainOperation } from "./explainOperation.ts";

/**
 * Explains by what was given and by what the chain knows of it.
 *
 * @param asked What was given, the chain, and where they are known the account and a bundler.
 * @returns The explanation.
 */
export async function askChain(asked: Asked): Promise<Explanation> {
  const { evidence, world, account } = asked;
  const { refusal, receipt, operation, hash } = evidence;
  if (refusal) return explainAlone(evidence, account?.kind);
  const mined = receipt?.transactionHash ?? receipt?.userOpHash;
  if (receipt && mined) return explainHash(asked, mined, receipt.userOpHash);
  if (operation) {
    const { sender } = operation;
    const own = account?.address.toLowerCase() === sender.toLowerCase() ? account : undefined;
    const whose = own ?? (await recogniseAccount(world, sender, operation));
    return explainOperation({ ...asked, operation, account: whose });
  }
  const isError = evidence.revert || evidence.entryPoint || evidence.bundler || evidence.named;
  return hash && !isError ? explainHash(asked, hash) : explainAlone(evidence, account?.kind);
}
