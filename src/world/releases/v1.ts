import * as sdk from "@rhinestone/module-sdk";
import { hashStruct, zeroAddress, zeroHash } from "viem";
import { revertedWith } from "../../abis/revertedWith.ts";
import { smartSessionV1Abi } from "../../abis/smartSessionAbi.ts";
import type { Release } from "../Release.ts";
import { digestTypes } from "./digestTypes.ts";
import { fromSdk, type Sdk, type SdkSessions } from "./fromSdk.ts";
import { signedFlags } from "./signedFlags.ts";

const sessions: SdkSessions<sdk.Session> = {
  to({ erc7739Policies, permitERC4337Paymaster = false, ...session }, chainId = 0n) {
    const { allowedERC7739Content = [], erc1271Policies = [] } = erc7739Policies ?? {};
    return {
      ...session,
      userOpPolicies: [...session.userOpPolicies],
      actions: session.actions.map((action) => ({ ...action, actionPolicies: [...action.actionPolicies] })),
      erc7739Policies: {
        allowedERC7739Content: allowedERC7739Content.map(({ appDomainSeparator, contentNames }) => ({
          appDomainSeparator,
          contentName: [...contentNames],
        })),
        erc1271Policies: [...erc1271Policies],
      },
      permitERC4337Paymaster,
      chainId, // used by the SDK for ENABLE mode alone; not part of what is enabled
    };
  },

  from({ erc7739Policies, chainId: _, ...session }) {
    const { allowedERC7739Content, erc1271Policies } = erc7739Policies;
    return {
      ...session,
      erc7739Policies: {
        allowedERC7739Content: allowedERC7739Content.map(({ appDomainSeparator, contentName }) => ({
          appDomainSeparator,
          contentNames: contentName,
        })),
        erc1271Policies,
      },
    };
  },
};

const types = {
  ...digestTypes,
  ERC7739Context: [
    { name: "appDomainSeparator", type: "bytes32" },
    { name: "contentName", type: "string[]" },
  ],
  ERC7739Data: [
    { name: "allowedERC7739Content", type: "ERC7739Context[]" },
    { name: "erc1271Policies", type: "PolicyData[]" },
  ],
  SignedPermissions: [
    { name: "permitGenericPolicy", type: "bool" },
    { name: "permitAdminAccess", type: "bool" },
    { name: "ignoreSecurityAttestations", type: "bool" },
    { name: "permitERC4337Paymaster", type: "bool" },
    { name: "userOpPolicies", type: "PolicyData[]" },
    { name: "erc7739Policies", type: "ERC7739Data" },
    { name: "actions", type: "ActionData[]" },
  ],
  SignedSession: [
    { name: "account", type: "address" },
    { name: "permissions", type: "SignedPermissions" },
    { name: "sessionValidator", type: "address" },
    { name: "sessionValidatorInitData", type: "bytes" },
    { name: "salt", type: "bytes32" },
    { name: "smartSession", type: "address" },
    { name: "nonce", type: "uint256" },
  ],
} as const;

const { address: smartSession } = sdk.getSmartSessionsValidator({});

/** SmartSession v1, encoded by module-sdk 0.4.0. */
export const v1: Release = {
  ...fromSdk(sdk as Sdk<sdk.Session>, sessions),
  name: "v1",
  errorsAbi: smartSessionV1Abi.filter((item) => item.type === "error"),
  limitsPaymasters: true,
  setsOwnCallsApart: true,

  readActionPolicies: (client, { account, permissionId, actionId }) =>
    client.readContract({
      address: smartSession,
      abi: smartSessionV1Abi,
      functionName: "getActionPolicies",
      args: [account, permissionId, actionId],
    }),

  readPermissionIds: (client, account) =>
    client.readContract({
      address: smartSession,
      abi: smartSessionV1Abi,
      functionName: "getPermissionIDs",
      args: [account],
    }),

  /** No function tells: it is asked about an operation that a paymaster pays, and says so before all else. */
  async readPaymasterPermit(client, { account, permissionId }) {
    const paid = {
      sender: account,
      nonce: 0n,
      initCode: "0x",
      callData: "0x00000000",
      accountGasLimits: zeroHash,
      preVerificationGas: 0n,
      gasFees: zeroHash,
      paymasterAndData: zeroAddress,
      signature: v1.encodeUseSignature(permissionId, "0x"),
    } as const;
    try {
      await client.simulateContract({
        account,
        address: smartSession,
        abi: smartSessionV1Abi,
        functionName: "validateUserOp",
        args: [paid, zeroHash],
      });
      return true;
    } catch (error) {
      const name = revertedWith(error);
      if (name === undefined) throw error;
      return name !== "PaymasterValidationNotEnabled" && name !== "InvalidPermissionId";
    }
  },

  refusesMode({ callType, execType }) {
    if (execType !== "0x00") return { code: "UnsupportedExecutionType", args: {} };
    if (callType === "0x00" || callType === "0x01") return undefined;
    return { code: "UnsupportedCallType", args: { callType } };
  },

  sessionDigest({ account, session, mode, nonce }) {
    const { sessionValidator, sessionValidatorInitData, salt, ...permissions } = sessions.to(session);
    return hashStruct({
      types,
      primaryType: "SignedSession",
      data: {
        account,
        permissions: { ...permissions, ...signedFlags(session, mode) },
        sessionValidator,
        sessionValidatorInitData,
        salt,
        smartSession,
        nonce,
      },
    });
  },
};
