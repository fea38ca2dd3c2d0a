import type { Hex } from "viem";
import { parseAbi } from "viem";
import { actionsOf } from "../../session/actionsOf.ts";
import { afterEnabling } from "../../session/afterEnabling.ts";
import { isSameHex } from "../../session/isSameHex.ts";
import { neverEnabled } from "../../session/neverEnabled.ts";
import { readSession, type SessionOnChain } from "../../session/readSession.ts";
import { revertData } from "../../submission/revertData.ts";
import type { DecodedSignature, EnableSignature, Session } from "../../world/Release.ts";
import type { World } from "../../world/World.ts";
import type { Patient } from "../Patient.ts";
import { type AskedCalls, callsOfAsked, type ExaminedSession, type JudgedSession } from "./Examination.ts";
import { reading } from "./Reading.ts";

/** The session that is at stake. */
export interface SessionAtStake {
  readonly permissionId: Hex;
  readonly granted: Session | undefined;
  readonly enable: EnableSignature | undefined;
}

/**
 * Finds which session is at stake: the one that is named, else the one that the operation or the enable signature names.
 *
 * @param world Whose release the session is of.
 * @param patient The patient.
 * @param signed What its operation's signature says.
 * @returns The session; undefined where there is none.
 */
export function sessionAtStake(
  { release }: World,
  { session, enable: given }: Patient,
  signed: DecodedSignature | undefined,
): SessionAtStake | undefined {
  const offered = given ?? signed?.enable;
  const offeredId = offered && release.permissionId(offered.session);
  const permissionId = session?.permissionId ?? signed?.permissionId ?? offeredId;
  if (permissionId === undefined) return undefined;
  const isOwn = offeredId !== undefined && isSameHex(offeredId, permissionId);
  const enable = isOwn ? offered : undefined;
  return { permissionId, granted: session?.session ?? enable?.session, enable };
}

/**
 * Reads what is to be known of a session.
 *
 * @param world Where the account lives.
 * @param patient Whose session it is.
 * @param about Which session, and the calls that it is to make.
 * @returns What the chain holds, and what the session is judged by.
 */
export async function examineSession(
  world: World,
  { account }: Patient,
  {
    atStake: { permissionId, granted, enable },
    asked,
  }: { readonly atStake: SessionAtStake; readonly asked: AskedCalls | undefined },
): Promise<ExaminedSession> {
  const calls = callsOfAsked(asked);
  const actions = [...(calls.length > 0 ? actionsOf(calls) : []), ...(granted?.actions ?? [])];
  const [onChain, ownerSigned] = await Promise.all([
    reading(readSession(world, account, { permissionId, session: { actions } })),
    enable && enable.chainDigests.length === 1
      ? reading(hasOwnerSigned(world, account.address, enable))
      : undefined,
  ]);
  const known = { permissionId, onChain, enable, ownerSigned };
  if ("unread" in onChain) return { ...known, judged: undefined, notEnabled: undefined };
  const { value: state } = onChain;
  const enabled = enable && enabledBy(state, enable.session);
  if (enabled && "status" in enabled) return { ...known, judged: standing(state), notEnabled: enabled };
  const judged: JudgedSession | undefined = enabled
    ? { state: enabled, as: "enabling" }
    : (standing(state) ?? asGranted(neverEnabled(world, account, permissionId), granted));
  return { ...known, judged, notEnabled: undefined };
}

/** An operation that enables its session moves the enable nonce first. */
const enabledBy = (state: SessionOnChain, session: Session) =>
  afterEnabling({ ...state, enableNonce: state.enableNonce + 1n }, { session });

const standing = (state: SessionOnChain): JudgedSession | undefined =>
  state.enabled ? { state, as: "stands" } : undefined;

function asGranted(never: SessionOnChain, session: Session | undefined): JudgedSession | undefined {
  const state = session && afterEnabling(never, { session });
  return state && !("status" in state) ? { state, as: "granted" } : undefined;
}

const erc1271Abi = parseAbi([
  "function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)",
]);
const validSignature = "0x1626ba7e";

/** Asks the account as SmartSession would, about what its owner would sign now (ERC-1271). */
async function hasOwnerSigned(
  { client, contracts, release }: World,
  account: Hex,
  { session, mode, signature }: EnableSignature,
): Promise<boolean> {
  const { hash } = await release.enableDigest(client, { account, session, mode });
  try {
    const answer = await client.readContract({
      account: contracts.SmartSession.address,
      address: account,
      abi: erc1271Abi,
      functionName: "isValidSignature",
      args: [hash, signature],
    });
    return answer === validSignature;
  } catch (error) {
    if (revertData(error) !== undefined) return false;
    throw error;
  }
}
