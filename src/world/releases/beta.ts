import * as sdk from "module-sdk-beta";
import { smartSessionAbi } from "../../abis/smartSessionAbi.ts";
import { UnsupportedByReleaseError } from "../../errors/canonical.ts";
import type { Release } from "../Release.ts";
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

/** SmartSession's beta, encoded by the module-sdk of its time (0.1.32). */
export const beta: Release = {
  ...fromSdk(sdk as unknown as Sdk<sdk.Session>, sessions),
  name: "beta",
  errorsAbi: smartSessionAbi.filter((item) => item.type === "error"),
  limitsPaymasters: false,

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
};
