import {
  type Account,
  decodeSmartSessionSignature,
  encodeSmartSessionSignature,
  getEnableSessionDetails,
  getEnableSessionsAction,
  getPermissionId,
  getRemoveSessionAction,
  getSmartSessionsValidator,
  type Session as SdkSession,
  SMART_SESSIONS_ADDRESS,
  SmartSessionMode,
} from "module-sdk-beta";
import { encodeFunctionData, getAddress, type PublicClient, slice } from "viem";
import { smartSessionAbi } from "../../abis/smartSessionAbi.ts";
import type { Release, Session } from "../Release.ts";

/** SmartSession's beta, encoded by the module-sdk of its time (0.1.32). */
export const beta: Release = {
  name: "beta",
  errorsAbi: smartSessionAbi.filter((item) => item.type === "error"),
  installData: getSmartSessionsValidator({}).initData,

  permissionId: (session) => getPermissionId({ session: toSdkSession(session) }),

  encodeEnable(sessions) {
    const { to, data } = getEnableSessionsAction({ sessions: sessions.map(toSdkSession) });
    return { to, data };
  },

  encodeRevoke(permissionId) {
    const { to, data } = getRemoveSessionAction({ permissionId });
    // removeSession leaves the enable nonce where it is (the SDK has no action that moves it).
    const revoke = {
      abi: smartSessionAbi,
      functionName: "revokeEnableSignature",
      args: [permissionId],
    } as const;
    return [
      { to, data },
      { to: SMART_SESSIONS_ADDRESS, data: encodeFunctionData(revoke) },
    ];
  },

  encodeUseSignature: (permissionId, signature) =>
    encodeSmartSessionSignature({ mode: SmartSessionMode.USE, permissionId, signature }),

  encodeEnableSignature: ({ mode, session, chainDigests, signature: owner }, signature) =>
    encodeSmartSessionSignature({
      mode: SmartSessionMode[mode],
      permissionId: getPermissionId({ session: toSdkSession(session) }),
      signature,
      enableSessionData: {
        enableSession: {
          chainDigestIndex: 0,
          hashesAndChainIds: chainDigests.map((one) => ({ ...one })),
          sessionToEnable: toSdkSession(session),
          permissionEnableSig: slice(owner, addressSize),
        },
        // The SDK puts a validator in front of the owner's signature, where the account has put it already:
        // whatever the first 20 bytes are, this gives them back.
        validator: getAddress(slice(owner, 0, addressSize)),
        accountType: "safe",
      },
    }),

  decodeSignature(signature) {
    let decoded: ReturnType<typeof decodeSmartSessionSignature>;
    try {
      // The kind of account matters only for the owner's part, which is not looked at.
      decoded = decodeSmartSessionSignature({ signature, account: { type: "safe" } as Account });
    } catch {
      return undefined;
    }
    const enables = decoded.enableSessionData?.enableSession.sessionToEnable;
    return { permissionId: decoded.permissionId, ...(enables && { enables }) };
  },

  /** The beta's own `getActionPolicies` answers with an empty list, whatever is enabled. */
  async readActionPolicies(client, { account, permissionId, actionId, candidates }) {
    const enabled = await Promise.all(
      candidates.map((policy) =>
        client.readContract({
          address: SMART_SESSIONS_ADDRESS,
          abi: smartSessionAbi,
          functionName: "isActionPolicyEnabled",
          args: [account, permissionId, actionId, policy],
        }),
      ),
    );
    return candidates.filter((_, index) => enabled[index]);
  },

  async enableDigest(client, { account, session, mode }) {
    const { permissionEnableHash, enableSessionData } = await getEnableSessionDetails({
      sessions: [{ ...toSdkSession(session), chainId: BigInt(client.chain.id) }],
      enableMode: SmartSessionMode[mode],
      account: { address: account, type: "safe", deployedOnChains: [] },
      clients: [client as PublicClient],
    });
    return { hash: permissionEnableHash, chainDigests: enableSessionData.enableSession.hashesAndChainIds };
  },
};

const addressSize = 20;

function toSdkSession(session: Session): SdkSession {
  return {
    ...session,
    userOpPolicies: [...session.userOpPolicies],
    actions: session.actions.map((action) => ({ ...action, actionPolicies: [...action.actionPolicies] })),
    erc7739Policies: { allowedERC7739Content: [], erc1271Policies: [] },
    chainId: 0n, // used by the SDK for ENABLE mode alone; not part of what is enabled
  };
}
