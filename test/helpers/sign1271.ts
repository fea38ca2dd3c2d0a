import * as sdkBeta from "module-sdk-beta";
import { TypedData } from "ox";
import { encodeInstallModule } from "permissionless/utils";
import {
  type Address,
  concat,
  domainSeparator,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  hashStruct,
  hashTypedData,
  type LocalAccount,
  numberToHex,
  parseAbi,
  size,
  stringToHex,
  type TypedDataDefinition,
  toFunctionSelector,
} from "viem";
import { signHash } from "../../src/account/signHash.ts";
import {
  type Account,
  type Call,
  type Session,
  sessionValidatorAt,
  smartSessionAbi,
  sudo,
  type World,
} from "../../src/index.ts";

const accountAbi = parseAbi([
  "function eip712Domain() view returns (bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)",
  "function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)",
]);

/** What an app asks an account to sign (EIP-712). */
export interface Content {
  readonly domain: { readonly name: string; readonly chainId: number; readonly verifyingContract: Address };
  readonly types: Readonly<Record<string, readonly { readonly name: string; readonly type: string }[]>>;
  readonly primaryType: string;
  readonly message: Readonly<Record<string, unknown>>;
}

/** What ERC-1271 answers where a signature is the account's. */
export const validSignature: Hex = "0x1626ba7e";
/** What SmartSession answers where it is not. */
export const noSignature: Hex = "0xffffffff";

/** An app's mail to sign; nobody's in particular. */
export const mail: Content = {
  domain: { name: "Post", chainId: 1946, verifyingContract: "0x9057000000000000000000000000000000000001" },
  types: {
    Mail: [
      { name: "to", type: "address" },
      { name: "contents", type: "string" },
    ],
  },
  primaryType: "Mail",
  message: { to: "0x9057000000000000000000000000000000000002", contents: "hello" },
};

/**
 * The hash that the app asks about, as it is signed without ERC-7739.
 *
 * @param content The content.
 * @returns The hash.
 */
export const hashOf = (content: Content): Hex => hashTypedData(content as TypedDataDefinition);

/** The types, as EIP-712 encodes them: `Mail(address to,string contents)`. */
const typeOf = ({ types, primaryType }: Content): string =>
  TypedData.encodeType({ types, primaryType } as TypedData.encodeType.Value);

/**
 * What lets a session of v1 sign a content.
 *
 * @param content The content.
 * @param policies What judges the signatures. Default: nothing forbids any.
 * @returns The part of the session.
 */
export const mayContent = (
  { domain, types, primaryType }: Content,
  policies: Session["userOpPolicies"] = [sudo.encode()],
): Pick<Session, "erc7739Policies"> => ({
  erc7739Policies: {
    allowedERC7739Content: [
      {
        appDomainSeparator: domainSeparator({ domain }),
        contentNames: [typeOf({ domain, types, primaryType, message: {} })],
      },
    ],
    erc1271Policies: policies,
  },
});

/**
 * The owner's call that enables a session which may sign a content, on either release.
 *
 * @param world Where.
 * @param session The session.
 * @param content The content.
 * @param policies What judges the signatures. Default: nothing forbids any.
 * @returns The account's call.
 */
export function enablingToSign(
  { release }: World,
  session: Session,
  content: Content,
  policies: Session["userOpPolicies"] = [sudo.encode()],
): Call {
  if (release.name === "v1") return release.encodeEnable([{ ...session, ...mayContent(content, policies) }]);
  // The library gives the beta no contents, which it knows by their types alone; its SDK does.
  const { to, data } = sdkBeta.getEnableSessionsAction({
    sessions: [
      {
        ...session,
        userOpPolicies: [...session.userOpPolicies],
        actions: session.actions.map((action) => ({ ...action, actionPolicies: [...action.actionPolicies] })),
        erc7739Policies: { allowedERC7739Content: [typeOf(content)], erc1271Policies: [...policies] },
        chainId: 0n, // of no account in what is enabled by its owner
      },
    ],
  });
  return { to, data };
}

/** The members that ERC-7739 puts beside the content, in the version that each release knows. */
const domainFields = {
  v1: [
    { name: "name", type: "string" },
    { name: "version", type: "string" },
    { name: "chainId", type: "uint256" },
    { name: "verifyingContract", type: "address" },
    { name: "salt", type: "bytes32" },
  ],
  beta: [
    { name: "fields", type: "bytes1" },
    { name: "name", type: "string" },
    { name: "version", type: "string" },
    { name: "chainId", type: "uint256" },
    { name: "verifyingContract", type: "address" },
    { name: "salt", type: "bytes32" },
    { name: "extensions", type: "uint256[]" },
  ],
};

/**
 * The owner's calls without which no session can sign for an account: a Safe7579 and the reference account do not
 * tell their domain (`eip712Domain`) themselves, and v1 has a fallback handler that does.
 *
 * @param world Where; a world of v1 for these two.
 * @param account The account.
 * @returns The calls; none where the account needs nothing.
 */
export function lettingSign({ contracts }: World, { kind, smartAccount }: Account): readonly Call[] {
  if (kind !== "safe7579" && kind !== "reference") return [];
  const address = contracts.SmartSessionCompatibilityFallback?.address;
  if (!address) throw new Error("the beta has no fallback handler for this account");
  const [selector, staticCall] = [toFunctionSelector(accountAbi[0]), "0xfe"] as const;
  const context =
    kind === "reference"
      ? concat([selector, staticCall])
      : encodeAbiParameters(
          [{ type: "bytes4" }, { type: "bytes1" }, { type: "bytes" }],
          [selector, staticCall, "0x"],
        );
  return encodeInstallModule({
    account: smartAccount,
    modules: { type: "fallback", address, context },
  }) as readonly Call[];
}

/** Who signs, for whom, by which session. */
export interface Signer {
  readonly world: World;
  readonly account: Account;
  readonly permissionId: Hex;
  readonly key: LocalAccount;
}

/**
 * Has a session sign a content for the account (ERC-7739, `TypedDataSign`), in the form that SmartSession takes.
 *
 * @param signer Who signs.
 * @param content The content.
 * @returns permissionId ‖ signature ‖ domain separator ‖ struct hash ‖ types ‖ their length.
 */
export async function signContent(
  { world, account, permissionId, key }: Signer,
  content: Content,
): Promise<Hex> {
  const { domain, types, primaryType, message } = content;
  const [fields, name, version, chainId, verifyingContract, salt, extensions] =
    await world.client.readContract({
      address: account.address,
      abi: accountAbi,
      functionName: "eip712Domain",
    });
  const hash = hashTypedData({
    domain,
    primaryType: "TypedDataSign",
    types: {
      ...types,
      TypedDataSign: [{ name: "contents", type: primaryType }, ...domainFields[world.release.name]],
    },
    message: { contents: message, fields, name, version, chainId, verifyingContract, salt, extensions },
  } as TypedDataDefinition);
  const type = stringToHex(typeOf(content));
  const [address] = await world.client.readContract({
    address: world.contracts.SmartSession.address,
    abi: smartSessionAbi,
    functionName: "getSessionValidatorAndConfig",
    args: [account.address, permissionId],
  });
  const validator = sessionValidatorAt(address) ?? { sign: signHash };
  return concat([
    permissionId,
    await validator.sign(key, hash),
    domainSeparator({ domain }),
    hashStruct({ types, primaryType, data: message } as Parameters<typeof hashStruct>[0]),
    type,
    numberToHex(size(type), { size: 2 }),
  ]);
}

/**
 * Asks an account whether a signature by one of its sessions is its own (ERC-1271).
 *
 * @param signer The world and the account.
 * @param hash What was signed.
 * @param signature See {@link signContent}.
 * @param gas What it may use. Default: as much as a block.
 * @returns What the account answers.
 * @throws viem's error where the account reverts.
 */
export const askAccount = (
  { world, account }: Pick<Signer, "world" | "account">,
  hash: Hex,
  signature: Hex,
  gas?: bigint,
): Promise<Hex> =>
  world.client.readContract({
    ...(gas && { gas }),
    address: account.address,
    abi: accountAbi,
    functionName: "isValidSignature",
    args: [
      hash,
      // Kernel is told first that it is a validator that follows.
      concat([account.kind === "kernel" ? "0x01" : "0x", world.contracts.SmartSession.address, signature]),
    ],
  });

/** The call data of {@link askAccount}, for a contract that asks. */
export const askingCall = (world: World, hash: Hex, signature: Hex): Hex =>
  encodeFunctionData({
    abi: accountAbi,
    functionName: "isValidSignature",
    args: [hash, concat([world.contracts.SmartSession.address, signature])],
  });
