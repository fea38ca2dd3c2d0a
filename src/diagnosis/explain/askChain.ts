import { size } from "viem";
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
  const { refusal, receipt, operation, hash, revert } = evidence;
  const alone = () => explainAlone(evidence, { kind: account?.kind, asked: "chain" });
  if (refusal) return alone();
  const mined = receipt?.transactionHash ?? receipt?.userOpHash;
  if (receipt && mined) return explainHash(asked, mined, receipt.userOpHash);
  if (operation) {
    const { sender } = operation;
    const own = account?.address.toLowerCase() === sender.toLowerCase() ? account : undefined;
    const whose = own ?? (await recogniseAccount(world, sender, operation));
    return explainOperation({ ...asked, operation, account: whose });
  }
  const isText = evidence.entryPoint || evidence.bundler || evidence.named;
  if (!isText && revert && size(revert) === 32) {
    // What SmartSession leaves of a policy's error is as long as a hash, which may begin with a selector by chance.
    const told = await explainHash({ ...asked, evidence: { ...evidence, input: "transaction" } }, revert);
    return told.verdict === "unknown" && told.found.length === 0 ? alone() : told;
  }
  return hash && !isText && !revert ? explainHash(asked, hash) : alone();
}
