import { expect } from "chai";
import { type Abi, type Hex, hashTypedData, parseAbi, type TypedDataDefinition } from "viem";
import { type EnableMode, sudo, usageLimit } from "../../src/index.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { mail, mayContent } from "../helpers/sign1271.ts";
import { auditRoom, type FindingScene } from "./auditRoom.ts";

type Types = Record<string, { name: string; type: string }[]>;

/** Members of an EIP-712 type, from `address policy,bytes initData`. */
const members = (text: string) =>
  text.split(",").map((member) => {
    const [type = "", name = ""] = member.split(" ");
    return { name, type };
  });

const shared: Types = {
  PolicyData: members("address policy,bytes initData"),
  ActionData: members("bytes4 actionTargetSelector,address actionTarget,PolicyData[] actionPolicies"),
};

/** What the owner of an account signs to enable a session, as each release has it. */
const typesOf: Record<"v1" | "beta", Types> = {
  v1: {
    ...shared,
    ERC7739Context: members("bytes32 appDomainSeparator,string[] contentName"),
    ERC7739Data: members("ERC7739Context[] allowedERC7739Content,PolicyData[] erc1271Policies"),
    SignedPermissions: members(
      "bool permitGenericPolicy,bool permitAdminAccess,bool ignoreSecurityAttestations,bool permitERC4337Paymaster,PolicyData[] userOpPolicies,ERC7739Data erc7739Policies,ActionData[] actions",
    ),
    SignedSession: members(
      "address account,SignedPermissions permissions,address sessionValidator,bytes sessionValidatorInitData,bytes32 salt,address smartSession,uint256 nonce",
    ),
    ChainSession: members("uint64 chainId,SignedSession session"),
    MultiChainSession: members("ChainSession[] sessionsAndChainIds"),
  },
  beta: {
    ...shared,
    ERC7739Data: members("string[] allowedERC7739Content,PolicyData[] erc1271Policies"),
    SessionEIP712: members(
      "address account,address smartSession,uint8 mode,address sessionValidator,bytes32 salt,bytes sessionValidatorInitData,PolicyData[] userOpPolicies,ERC7739Data erc7739Policies,ActionData[] actions,uint256 nonce",
    ),
    ChainSessionEIP712: members("uint64 chainId,SessionEIP712 session"),
    MultiChainSessionEIP712: members("ChainSessionEIP712[] sessionsAndChainIds"),
  },
};

/** SmartSession's modes, as it numbers them (`SmartSessionMode`). */
const modeNumbers = { USE: 0, ENABLE: 1, UNSAFE_ENABLE: 2 };

const digestStructs = [
  "struct PolicyData { address policy; bytes initData; }",
  "struct ActionData { bytes4 actionTargetSelector; address actionTarget; PolicyData[] actionPolicies; }",
];
const digestFunction =
  "function getSessionDigest(bytes32 permissionId, address account, Session data, uint8 mode) view returns (bytes32)";
const digestAbi: Record<"v1" | "beta", Abi> = {
  v1: parseAbi([
    ...digestStructs,
    "struct Context { bytes32 appDomainSeparator; string[] contentNames; }",
    "struct Contents { Context[] allowedERC7739Content; PolicyData[] erc1271Policies; }",
    "struct Session { address sessionValidator; bytes sessionValidatorInitData; bytes32 salt; PolicyData[] userOpPolicies; Contents erc7739Policies; ActionData[] actions; bool permitERC4337Paymaster; }",
    digestFunction,
  ]) as Abi,
  beta: parseAbi([
    ...digestStructs,
    "struct Contents { string[] allowedERC7739Content; PolicyData[] erc1271Policies; }",
    "struct Session { address sessionValidator; bytes sessionValidatorInitData; bytes32 salt; PolicyData[] userOpPolicies; Contents erc7739Policies; ActionData[] actions; }",
    digestFunction,
  ]) as Abi,
};

/** A session with something of everything that is hashed. */
const rich = ({ release, make, action }: FindingScene) => {
  const policies = [sudo.encode(), usageLimit.encode({ limit: 3n })];
  return make({
    userOpPolicies: policies,
    actions: [action(increment, ...policies), action(decrement, sudo.encode())],
    ...(release === "v1" && mayContent(mail, policies)),
  }).session;
};

/** The hash that a wallet would sign, which knows EIP-712 and nothing of SmartSession. */
const walletHash = (
  { release, world, account, smartSession }: FindingScene,
  session: ReturnType<typeof rich>,
  { nonce, types = typesOf[release] }: { readonly nonce: bigint; readonly types?: Types },
): Hex => {
  const { allowedERC7739Content = [], erc1271Policies = [] } = session.erc7739Policies ?? {};
  const erc7739Policies = {
    allowedERC7739Content: allowedERC7739Content.map(({ appDomainSeparator, contentNames }) => ({
      appDomainSeparator,
      contentName: contentNames,
    })),
    erc1271Policies,
  };
  const { userOpPolicies, actions } = session;
  const signed = {
    ...session,
    account: account.address,
    smartSession,
    nonce,
    mode: 1, // ENABLE
    permissions: {
      permitGenericPolicy: false,
      permitAdminAccess: false,
      ignoreSecurityAttestations: false,
      permitERC4337Paymaster: false,
      userOpPolicies,
      erc7739Policies,
      actions,
    },
    erc7739Policies,
  };
  const typedData: unknown = {
    domain: { name: "SmartSession", version: "1" },
    types,
    primaryType: release === "v1" ? "MultiChainSession" : "MultiChainSessionEIP712",
    message: { sessionsAndChainIds: [{ chainId: BigInt(world.chainId), session: signed }] },
  };
  return hashTypedData(typedData as TypedDataDefinition);
};

/** What the contract wants signed. */
const chainHash = async (
  { world, account }: FindingScene,
  session: ReturnType<typeof rich>,
  mode: EnableMode = "ENABLE",
) => (await world.release.enableDigest(world.client, { account: account.address, session, mode })).hash;

auditRoom("what the owner signs to enable a session", (finding) => {
  finding("Cantina 0826 L3.3.4", async (scene) => {
    const { world, harness, account } = scene;
    const session = rich(scene);
    const permissionId = world.release.permissionId(session);
    for (const nonce of [0n, 1n]) {
      expect(await chainHash(scene, session)).to.equal(walletHash(scene, session, { nonce }));
      await expectAccepted(world, await harness.execute(account, world.release.encodeRevoke(permissionId)));
    }
    return "fixed";
  });

  finding("Cantina 0826 L3.3.5", async (scene) => {
    const { release } = scene;
    const session = rich(scene);
    const [selector, target, policies] = members(
      "bytes4 actionTargetSelector,address actionTarget,PolicyData[] actionPolicies",
    );
    const swapped = { ...typesOf[release], ActionData: [target, selector, policies] } as Types;
    const hash = await chainHash(scene, session);
    expect(hash).to.equal(walletHash(scene, session, { nonce: 0n }));
    expect(hash).not.to.equal(walletHash(scene, session, { nonce: 0n, types: swapped }));
    return "fixed";
  });

  // A wallet's domain has the members that are given, and no others; it sorts the types, and puts no space between
  // their members: any other way gives another hash.
  for (const id of ["Cantina 0826 L3.3.3", "Cantina 0826 L3.3.6", "Cantina 0826 L3.3.7"] as const) {
    finding(id, async (scene) => {
      const session = rich(scene);
      expect(await chainHash(scene, session)).to.equal(walletHash(scene, session, { nonce: 0n }));
      return "fixed";
    });
  }

  finding("Renascence update I-1", async (scene) => {
    const { release, world, account, smartSession, make } = scene;
    const { session, permissionId } = make();
    const nothing = { allowedERC7739Content: [], erc1271Policies: [] };
    const whole = { ...session, erc7739Policies: nothing, permitERC4337Paymaster: false };
    const digest = (mode: keyof typeof modeNumbers) =>
      world.client.readContract({
        address: smartSession,
        abi: digestAbi[release],
        functionName: "getSessionDigest",
        args: [permissionId, account.address, whole, modeNumbers[mode]],
      });
    const [use, enable, unsafe] = [
      await digest("USE"),
      await digest("ENABLE"),
      await digest("UNSAFE_ENABLE"),
    ];
    expect(enable).not.to.equal(unsafe);
    if (release === "beta") {
      expect(use).not.to.equal(enable);
      return "not in the deployed code";
    }
    expect(use).to.equal(enable);
    return "acknowledged: still so";
  });
});
