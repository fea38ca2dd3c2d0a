import { type Address, getAddress, type Hex, keccak256 } from "viem";
import type { World } from "../../world/World.ts";
import type { Patient } from "../Patient.ts";
import { type AskedCalls, callsOfAsked, type ExaminedSession } from "./Examination.ts";
import { type Reading, reading } from "./Reading.ts";

/**
 * Reads the code of every contract that a finding may be about.
 *
 * @param world Its contracts are among them.
 * @param about The account, its operation's calls and paymaster, and the session's targets, policies and validator.
 * @returns Gives the hash of the code at one of these addresses.
 */
export async function readCodeHashes(
  { client, contracts }: World,
  {
    patient: { account, session: given, operation },
    asked,
    session,
  }: {
    readonly patient: Patient;
    readonly asked: AskedCalls | undefined;
    readonly session: ExaminedSession | undefined;
  },
): Promise<(address: Address) => Reading<Hex | undefined>> {
  const state = session?.judged?.state;
  const policies = [
    ...(state?.userOpPolicies ?? []),
    ...(state?.erc1271Policies ?? []),
    ...(state?.actions.flatMap((action) => action.policies) ?? []),
  ];
  const addresses = new Set(
    [
      ...Object.values(contracts).map(({ address }) => address),
      account.address,
      ...(operation?.paymaster ? [operation.paymaster] : []),
      ...callsOfAsked(asked).map(({ to }) => to),
      ...(given?.session?.actions.map(({ actionTarget }) => actionTarget) ?? []),
      ...(session?.enable?.session.actions.map(({ actionTarget }) => actionTarget) ?? []),
      ...policies.map(({ address }) => address),
      ...(state ? [state.sessionValidator] : []),
    ].map((address) => getAddress(address)),
  );
  const read = async (address: Address) => {
    const code = await client.getCode({ address });
    return code && keccak256(code);
  };
  const hashes = new Map(
    await Promise.all(
      [...addresses].map(async (address) => [address, await reading(read(address))] as const),
    ),
  );
  return (address) => hashes.get(getAddress(address)) ?? { unread: "nobody asked for it" };
}
