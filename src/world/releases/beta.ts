import {
  decodeSmartSessionSignature,
  encodeSmartSessionSignature,
  getEnableSessionsAction,
  getPermissionId,
  getRemoveSessionAction,
  getSmartSessionsValidator,
  type Session as SdkSession,
  SMART_SESSIONS_ADDRESS,
  SmartSessionMode,
} from "module-sdk-beta";
import { encodeFunctionData } from "viem";
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

  decodeUseSignature: (signature) => decodeSmartSessionSignature({ signature }).permissionId,
};

function toSdkSession(session: Session): SdkSession {
  return {
    ...session,
    userOpPolicies: [...session.userOpPolicies],
    actions: session.actions.map((action) => ({ ...action, actionPolicies: [...action.actionPolicies] })),
    erc7739Policies: { allowedERC7739Content: [], erc1271Policies: [] },
    chainId: 0n, // used by the SDK for ENABLE mode alone; not part of what is enabled
  };
}
