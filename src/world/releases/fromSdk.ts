import {
  concat,
  encodeFunctionData,
  getAddress,
  type Hex,
  type PublicClient,
  slice,
  zeroAddress,
} from "viem";
import { smartSessionAbi } from "../../abis/smartSessionAbi.ts";
import type { EnableDigest, EnableSignature, Release, Session } from "../Release.ts";
import { signedFlags } from "./signedFlags.ts";

/** The part of module-sdk that its versions share; what they disagree about is how a session looks. */
export interface Sdk<SdkSession> {
  readonly SmartSessionMode: { readonly USE: Hex; readonly ENABLE: Hex; readonly UNSAFE_ENABLE: Hex };
  getSmartSessionsValidator(parameters: { sessions?: SdkSession[] }): { readonly initData: Hex };
  getPermissionId(parameters: { session: SdkSession }): Hex;
  getEnableSessionsAction(parameters: { sessions: SdkSession[] }): { readonly to: Hex; readonly data: Hex };
  getRemoveSessionAction(parameters: { permissionId: Hex }): { readonly to: Hex; readonly data: Hex };
  encodeSmartSessionSignature(parameters: {
    mode: Hex;
    permissionId: Hex;
    signature: Hex;
    enableSessionData?: {
      enableSession: {
        chainDigestIndex: number;
        hashesAndChainIds: { chainId: bigint; sessionDigest: Hex }[];
        sessionToEnable: SdkSession;
        permissionEnableSig: Hex;
      };
      validator: Hex;
      accountType: "safe";
    };
  }): Hex;
  decodeSmartSessionSignature(parameters: { signature: Hex; account: SdkAccount }): {
    readonly mode: Hex;
    readonly permissionId: Hex;
    readonly signature: Hex;
    readonly enableSessionData?: {
      readonly validator: Hex;
      readonly enableSession: {
        readonly chainDigestIndex: number;
        readonly hashesAndChainIds: EnableDigest["chainDigests"];
        readonly sessionToEnable: SdkSession;
        readonly permissionEnableSig: Hex;
      };
    };
  };
  getEnableSessionDetails(parameters: {
    sessions: SdkSession[];
    enableMode: Hex;
    account: SdkAccount;
    clients: PublicClient[];
    ignoreSecurityAttestations: boolean;
    permitGenericPolicy: boolean;
    permitAdminAccess: boolean;
  }): Promise<{
    readonly permissionEnableHash: Hex;
    readonly enableSessionData: {
      readonly enableSession: { readonly hashesAndChainIds: EnableDigest["chainDigests"] };
    };
  }>;
}

interface SdkAccount {
  address: Hex;
  type: "safe";
  deployedOnChains: number[];
}

/** How a version of the SDK writes a session. */
export interface SdkSessions<SdkSession> {
  to(session: Session, chainId?: bigint): SdkSession;
  from(session: SdkSession): Session;
}

const addressSize = 20;

/** What the SDK of each release knows, and says its own way. */
type SharedKeys =
  | "encodeInstallData"
  | "permissionId"
  | "encodeEnable"
  | "encodeRevoke"
  | "encodeUseSignature"
  | "encodeEnableSignature"
  | "decodeSignature"
  | "enableDigest";

/**
 * What a release has in common with the others, encoded by its module-sdk.
 *
 * @param sdk The SDK of the release.
 * @param sessions How that SDK writes a session.
 * @returns The part of the release that the SDK knows.
 */
export function fromSdk<SdkSession>(
  sdk: Sdk<SdkSession>,
  sessions: SdkSessions<SdkSession>,
): Pick<Release, SharedKeys> {
  const { SmartSessionMode } = sdk;
  return {
    encodeInstallData: (installed) =>
      sdk.getSmartSessionsValidator({ sessions: installed.map((one) => sessions.to(one)) }).initData,

    permissionId: (session) => sdk.getPermissionId({ session: sessions.to(session) }),

    encodeEnable(enabled) {
      const { to, data } = sdk.getEnableSessionsAction({ sessions: enabled.map((one) => sessions.to(one)) });
      return { to, data };
    },

    encodeRevoke(permissionId) {
      const { to, data } = sdk.getRemoveSessionAction({ permissionId });
      // removeSession leaves the enable nonce where it is (the SDK has no action that moves it).
      const revoke = {
        abi: smartSessionAbi,
        functionName: "revokeEnableSignature",
        args: [permissionId],
      } as const;
      return [
        { to, data },
        { to, data: encodeFunctionData(revoke) },
      ];
    },

    encodeUseSignature: (permissionId, signature) =>
      sdk.encodeSmartSessionSignature({ mode: SmartSessionMode.USE, permissionId, signature }),

    encodeEnableSignature: ({ mode, session, chainDigests, signature: owner }, signature) =>
      sdk.encodeSmartSessionSignature({
        mode: SmartSessionMode[mode],
        permissionId: sdk.getPermissionId({ session: sessions.to(session) }),
        signature,
        enableSessionData: {
          enableSession: {
            chainDigestIndex: 0,
            hashesAndChainIds: chainDigests.map((one) => ({ ...one })),
            sessionToEnable: sessions.to(session),
            permissionEnableSig: slice(owner, addressSize),
          },
          // The SDK puts a validator in front of the owner's signature, where the account has put it already:
          // whatever the first 20 bytes are, this gives them back.
          validator: getAddress(slice(owner, 0, addressSize)),
          accountType: "safe",
        },
      }),

    decodeSignature(signature) {
      let decoded: ReturnType<typeof sdk.decodeSmartSessionSignature>;
      try {
        // The account matters only for where the SDK cuts the owner's part, which is put together again.
        decoded = sdk.decodeSmartSessionSignature({ signature, account: anySafe });
      } catch {
        return undefined;
      }
      const { permissionId, signature: ofKey, enableSessionData: enabling } = decoded;
      if (!enabling) return { permissionId, signature: ofKey };
      const { chainDigestIndex, hashesAndChainIds, sessionToEnable, permissionEnableSig } =
        enabling.enableSession;
      const session = sessions.from(sessionToEnable);
      const enable: EnableSignature = {
        mode: decoded.mode === SmartSessionMode.ENABLE ? "ENABLE" : "UNSAFE_ENABLE",
        session,
        // The one of this chain comes first.
        chainDigests: [
          ...hashesAndChainIds.slice(chainDigestIndex, chainDigestIndex + 1),
          ...hashesAndChainIds.filter((_, index) => index !== chainDigestIndex),
        ],
        signature: concat([enabling.validator, permissionEnableSig]),
      };
      return { permissionId, signature: ofKey, enables: session, enable };
    },

    async enableDigest(client, { account, session, mode }) {
      const { permissionEnableHash: hash, enableSessionData } = await sdk.getEnableSessionDetails({
        sessions: [sessions.to(session, BigInt(client.chain.id))],
        enableMode: SmartSessionMode[mode],
        account: { ...anySafe, address: account },
        clients: [client as PublicClient],
        ...signedFlags(session, mode),
      });
      return { hash, chainDigests: enableSessionData.enableSession.hashesAndChainIds };
    },
  };
}

const anySafe: SdkAccount = { address: zeroAddress, type: "safe", deployedOnChains: [] };
