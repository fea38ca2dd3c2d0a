import * as sdk from "module-sdk-beta";
import { hashStruct } from "viem";
import { smartSessionAbi } from "../../abis/smartSessionAbi.ts";
import { UnsupportedByReleaseError } from "../../errors/canonical.ts";
import type { Release } from "../Release.ts";
import { digestTypes } from "./digestTypes.ts";
import { fromSdk, type Sdk, type SdkSessions } from "./fromSdk.ts";

const sessions: SdkSessions<sdk.Session> = {
  to({ erc7739Policies, permitERC4337Paymaster: _, ...session }, chainId = 0n) {
    const { allowedERC7739Content = [], erc1271Policies = [] } = erc7739Policies ?? {};
    if (allowedERC7739Content.length > 0) {
      throw new UnsupportedByReleaseError({
        release: "beta",
        what: "contents that a session may sign (erc7739Policies.allowedERC7739Content)",
        why: "the beta knows them by their name alone, without the app's domain",
      });
    }
    return {
      ...session,
      userOpPolicies: [...session.userOpPolicies],
      actions: session.actions.map((action) => ({ ...action, actionPolicies: [...action.actionPolicies] })),
      erc7739Policies: { allowedERC7739Content: [], erc1271Policies: [...erc1271Policies] },
      chainId, // used by the SDK for ENABLE mode alone; not part of what is enabled
    };
  },

  from({ erc7739Policies: { erc1271Policies }, chainId: _, ...session }) {
    return { ...session, erc7739Policies: { allowedERC7739Content: [], erc1271Policies } };
  },
};

const types = {
  ...digestTypes,
  ERC7739Data: [
    { name: "allowedERC7739Content", type: "string[]" },
    { name: "erc1271Policies", type: "PolicyData[]" },
  ],
  SessionEIP712: [
    { name: "account", type: "address" },
    { name: "smartSession", type: "address" },
    { name: "mode", type: "uint8" },
    { name: "sessionValidator", type: "address" },
    { name: "salt", type: "bytes32" },
    { name: "sessionValidatorInitData", type: "bytes" },
    { name: "userOpPolicies", type: "PolicyData[]" },
    { name: "erc7739Policies", type: "ERC7739Data" },
    { name: "actions", type: "ActionData[]" },
    { name: "nonce", type: "uint256" },
  ],
} as const;

/** SmartSession's beta, encoded by the module-sdk of its time (0.1.32). */
export const beta: Release = {
  ...fromSdk(sdk as unknown as Sdk<sdk.Session>, sessions),
  name: "beta",
  errorsAbi: smartSessionAbi.filter((item) => item.type === "error"),
  limitsPaymasters: false,
  setsOwnCallsApart: false,

  /** The beta's own `getActionPolicies` answers with an empty list, whatever is enabled. */
  async readActionPolicies(client, { account, permissionId, actionId, candidates }) {
    const enabled = await Promise.all(
      candidates.map((policy) =>
        client.readContract({
          address: sdk.SMART_SESSIONS_ADDRESS,
          abi: smartSessionAbi,
          functionName: "isActionPolicyEnabled",
          args: [account, permissionId, actionId, policy],
        }),
      ),
    );
    return candidates.filter((_, index) => enabled[index]);
  },

  /** No function lists them: the chain's events tell. */
  readPermissionIds: async () => undefined,

  readPaymasterPermit: async () => true,

  refusesMode: ({ callType, execType }) =>
    execType === "0x00" && (callType === "0x00" || callType === "0x01")
      ? undefined
      : { code: "UnsupportedExecutionType", args: {} },

  sessionDigest: ({ account, session, mode, nonce }) =>
    hashStruct({
      types,
      primaryType: "SessionEIP712",
      data: {
        ...sessions.to(session),
        account,
        smartSession: sdk.SMART_SESSIONS_ADDRESS,
        mode: Number(sdk.SmartSessionMode[mode]),
        nonce,
      },
    }),
};
