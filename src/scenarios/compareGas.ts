import type { AccountKind } from "../account/Account.ts";
import { AccountKindNotPresentError } from "../errors/account.ts";
import type { Harness } from "../harness.ts";
import type { MeasuredGas } from "../usage/Analysis.ts";
import { l1FeeOf } from "../world/l1FeeOf.ts";
import type { World } from "../world/World.ts";
import { measureKind } from "./compareGas/measureKind.ts";

/** What is measured. */
export interface CompareGasParameters {
  readonly kinds: readonly AccountKind[];
  /** The chain whose L1 data fee is asked for. Default: none is. */
  readonly chain?: Pick<World, "client" | "chainId"> | undefined;
  /** Is told what is left out. */
  readonly onProgress?: ((text: string) => void) | undefined;
  /** Ends it: it throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Measures what an operation of a session costs beside the same operation of the owner: for each kind of account a call
 * (the counter preset), a call with value (nft), a token transfer (erc20), and a batch of three calls, by a session with the
 * preset's policies. It is the gas of the transaction, which has no other operation in it; both have been done before, so that
 * what they write is there already. What enabling the session costs is not in it.
 *
 * @param harness A simulated chain, of the release that is asked about; it is left as it is then.
 * @param parameters Which kinds of account, and the chain whose fees are asked for.
 * @returns The gas of each; kinds whose contracts the chain lacks are left out.
 * @throws BenchRefusedError where an operation is not accepted; the signal's reason.
 * @example
 * ```ts
 * const [call] = await compareGas(harness, { kinds: ["nexus"] });
 * ```
 */
export async function compareGas(
  harness: Harness,
  { kinds, chain, onProgress = () => {}, signal }: CompareGasParameters,
): Promise<readonly MeasuredGas[]> {
  const measured: MeasuredGas[] = [];
  for (const kind of kinds) {
    signal?.throwIfAborted();
    try {
      for (const { action, owner, session } of await measureKind(harness, kind, chain?.chainId)) {
        const fees = chain && {
          owner: await l1FeeOf(chain.client, owner.unsigned),
          session: await l1FeeOf(chain.client, session.unsigned),
        };
        const l1Fee = fees && fees.owner + fees.session > 0n ? fees : undefined;
        measured.push({ kind, action, owner: owner.gas, session: session.gas, l1Fee });
      }
    } catch (error) {
      if (!(error instanceof AccountKindNotPresentError)) throw error;
      onProgress(`the gas of ${kind} accounts is not compared: ${error.shortMessage}`);
    }
  }
  return measured;
}
