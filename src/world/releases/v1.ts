import * as sdk from "@rhinestone/module-sdk";
import { smartSessionV1Abi } from "../../abis/smartSessionAbi.ts";
import type { Release } from "../Release.ts";
import { fromSdk, type Sdk, type SdkSessions } from "./fromSdk.ts";

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

/** SmartSession v1, encoded by module-sdk 0.4.0. */
export const v1: Release = {
  ...fromSdk(sdk as Sdk<sdk.Session>, sessions),
  name: "v1",
  errorsAbi: smartSessionV1Abi.filter((item) => item.type === "error"),
  limitsPaymasters: true,

  readActionPolicies: (client, { account, permissionId, actionId }) =>
    client.readContract({
      address: sdk.getSmartSessionsValidator({}).address,
      abi: smartSessionV1Abi,
      functionName: "getActionPolicies",
      args: [account, permissionId, actionId],
    }),
};
