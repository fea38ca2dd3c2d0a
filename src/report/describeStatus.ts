import type { Address, Hex } from "viem";
import type { StatedField } from "../keys/SessionFile.ts";
import type { SessionStatus } from "../lifecycle/SessionStatus.ts";

/** A session as plain data, without its key. */
export interface StatusDescription {
  /** Null where this machine has no file of it: somebody else created it. */
  readonly name: string | null;
  readonly permissionId: Hex;
  readonly state: SessionStatus["state"];
  /** The session key's address, where it is known. */
  readonly key: Address | null;
  readonly file: string | null;
  /** In Unix seconds. */
  readonly validAfter: bigint | null;
  /** In Unix seconds. */
  readonly validUntil: bigint | null;
  readonly limits: SessionStatus["limits"];
  /** What the key may do as the chain holds it: every action that was enabled and not removed, by whichever enabling. */
  readonly actions: readonly {
    readonly actionId: Hex;
    readonly target: Address | null;
    readonly selector: Hex | null;
    readonly function: string | null;
    /** Whether it is in this machine's file. */
    readonly granted: boolean;
    readonly policies: readonly {
      readonly name: string | null;
      readonly address: Address;
      readonly state: unknown;
    }[];
  }[];
  readonly enforcement: readonly StatedField[];
  readonly permitERC4337Paymaster: boolean;
  readonly interrupted: SessionStatus["interrupted"];
}

/**
 * A session's status as plain data, for machines.
 *
 * @param status The status.
 * @returns The data; nothing of it is secret.
 */
export function describeStatus(status: SessionStatus): StatusDescription {
  const { permissionId, state, file, onChain, validAfter, validUntil, limits, interrupted } = status;
  return {
    name: file?.name ?? null,
    permissionId,
    state,
    key: file?.key ?? null,
    file: file?.file ?? null,
    validAfter: validAfter ?? null,
    validUntil: validUntil ?? null,
    limits,
    actions: onChain.actions.map(({ actionId, target, selector, policies }) => ({
      actionId,
      target: target ?? null,
      selector: selector ?? null,
      function:
        selector !== undefined && selector === file?.function.selector
          ? (file.function.signature ?? null)
          : null,
      granted: target !== undefined,
      policies: policies.map(({ name, address, state: held }) => ({
        name: name ?? null,
        address,
        state: held,
      })),
    })),
    enforcement: file?.enforcement ?? [],
    permitERC4337Paymaster: onChain.permitERC4337Paymaster,
    interrupted,
  };
}
