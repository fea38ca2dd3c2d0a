import { type Abi, type Address, encodeFunctionData, numberToHex, parseEther, parseEventLogs } from "viem";
import {
  type AccountKind,
  type Call,
  type CompiledPermission,
  type ContractArtifacts,
  contractArtifact,
  deployContract,
  deployPresets,
  type Eip1193Provider,
  fromPreset,
  type MinedUserOperation,
  type Permission,
  type PresetName,
  setChainTime,
  toActionConfigId,
  toActionId,
  uniAction,
} from "../../src/index.ts";
import { mined } from "../../src/world/mined.ts";
import { setBalance } from "../../src/world/setBalance.ts";
import { unlockedAccount } from "../../src/world/unlockedAccount.ts";
import type { AccountOfMatrix } from "../helpers/accounts.ts";
import { buildFastSceneByHand } from "../helpers/byHand.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { fixture } from "../helpers/fixture.ts";
import { policyRefusals } from "../helpers/policyRefusals.ts";

/** The patterns, each by its preset's and its target's name. */
export type PatternName = Extract<PresetName, "game" | "exchange" | "marketplace">;
export const patternNames: readonly PatternName[] = ["game", "exchange", "marketplace"];

const days = 86_400n;
const salt = numberToHex(1, { size: 32 });

/** A contract's calls, and what it holds. */
function contractOf<Path extends keyof ContractArtifacts>(path: Path, address: Address) {
  const { abi } = contractArtifact(path);
  return {
    address,
    abi,
    call: (functionName: string, args: readonly unknown[], value = 0n): Call => ({
      to: address,
      data: encodeFunctionData({ abi: abi as Abi, functionName, args }),
      value,
      abi: abi as Abi,
    }),
  };
}

/**
 * A chain on which the patterns are in use: the account has begun a game against a rival; the rival has made a pool of the
 * token, and one of a token that is worth nothing; and sells an NFT in each of two auctions. The account's sessions, one
 * for each pattern, begin at `begins`.
 */
const buildPatternScene = (kind: AccountKind) => async (provider: Eip1193Provider) => {
  const built = await buildFastSceneByHand(kind)(provider);
  const { world, harness, account, key, sessionValidator, now } = built;
  const rival = await unlockedAccount(world);
  const targets = await deployPresets(world, rival);
  const contracts = {
    token: contractOf("targets/Token", targets.token),
    worthless: contractOf(
      "targets/Token",
      await deployContract(world, contractArtifact("targets/Token").bytecode, salt),
    ),
    nft: contractOf("targets/Nft", targets.nft),
    game: contractOf("targets/Game", targets.game),
    otherGame: contractOf(
      "targets/Game",
      await deployContract(world, contractArtifact("targets/Game").bytecode, salt),
    ),
    exchange: contractOf("targets/Exchange", targets.exchange),
    marketplace: contractOf("targets/Marketplace", targets.marketplace),
  };
  const { token, worthless, nft, game, otherGame, exchange, marketplace } = contracts;

  /** Has the rival make calls, which must succeed. */
  const rivals = async (...calls: readonly Call[]) => {
    for (const { to, data = "0x", value = 0n } of calls) {
      const params = [{ from: rival, to, data, value: numberToHex(value) }];
      const hash = await provider.request({ method: "eth_sendTransaction", params });
      const { status } = await mined(provider, hash);
      if (status !== "success") throw new Error("the rival's call reverts");
    }
  };

  await setBalance(world, rival, parseEther("10000"));
  await setBalance(world, account.address, parseEther("1000"));
  const pools = [
    { pooled: token, value: parseEther("100"), amount: parseEther("100000") },
    { pooled: worthless, value: parseEther("0.01"), amount: parseEther("1") },
  ];
  for (const { pooled, value, amount } of pools) {
    await rivals(
      pooled.call("mint", [rival, amount]),
      pooled.call("approve", [exchange.address, amount]),
      exchange.call("addLiquidity", [pooled.address, amount], value),
    );
  }
  await rivals(nft.call("setApprovalForAll", [marketplace.address, true]));
  for (const tokenId of [1n, 2n]) {
    await rivals(
      nft.call("mint", [rival, tokenId], parseEther("0.01")),
      marketplace.call("createAuction", [nft.address, tokenId, 7n * days]),
    );
  }
  await expectAccepted(
    world,
    await harness.execute(account, [game.call("startGame", [rival]), otherGame.call("startGame", [rival])]),
  );

  const begins = now + 1000n;
  const grant = (name: PatternName, change: Partial<Permission> = {}) =>
    harness.compile(
      fromPreset(name, {
        sessionKey: key.address,
        sessionValidator: sessionValidator.address,
        target: targets[name],
        account: account.address,
        targets,
        validAfter: begins,
        ...change,
      }),
    );
  const sessions = Object.fromEntries(patternNames.map((name) => [name, grant(name)])) as Readonly<
    Record<PatternName, CompiledPermission>
  >;
  await expectAccepted(world, await harness.enable(account, Object.values(sessions)));
  return { ...built, ...contracts, contracts, targets, rival, rivals, begins, sessions, grant };
};

/** One for each kind of account, which the tests of all patterns share. */
const scenes = new Map<AccountKind, () => ReturnType<ReturnType<typeof buildPatternScene>>>();

/**
 * The patterns in use on a kind of account, as its sessions begin.
 *
 * @param matrix The kind of account.
 * @returns Gives the room.
 */
export const patternRoom = (matrix: AccountOfMatrix) => async () => {
  const scene = scenes.get(matrix.kind) ?? fixture(buildPatternScene(matrix.kind));
  scenes.set(matrix.kind, scene);
  const built = await scene();
  const { world, harness, account, key, begins, sessions, grant } = built;
  const goTo = (time: bigint) => setChainTime(world, time);
  await goTo(begins);
  const refusals = policyRefusals(matrix, built);

  /** What a session's key does. */
  const of = (session: CompiledPermission) => {
    const { target, function: called } = session.permission;
    const actionId = toActionId(target, called.selector);
    const configId = toActionConfigId(account.address, session.permissionId, actionId);
    return {
      session,
      configId,
      use: (...calls: readonly Call[]) => harness.use({ account, session, key, calls }),
      /** Nothing of the session is for the call. */
      notGranted: refusals.notGranted(session.permissionId),
      /** An argument is other than the session's rules want it. */
      wrongArgument: refusals.violates(uniAction, "argumentRules", session.permissionId),
      /** A call carries more value than each may. */
      exceeded: (value: bigint, limit: bigint) =>
        refusals.reverts(uniAction, {
          code: "ValueLimitExceeded",
          rule: "maxValue",
          args: { id: configId, value, limit },
        }),
    };
  };

  return {
    ...built,
    ...refusals,
    goTo,
    of: (name: PatternName) => of(sessions[name]),
    /** Enables another session of a pattern, with what is changed of its preset. */
    regrant: async (name: PatternName, change: Partial<Permission>) => {
      const session = grant(name, change);
      await expectAccepted(world, await harness.enable(account, [session]));
      return of(session);
    },
    /** What the owner has the account do, which must succeed. */
    own: async (...calls: readonly Call[]) => expectAccepted(world, await harness.execute(account, calls)),
    balanceOf: (address: Address) => world.client.getBalance({ address }),
  };
};

/** See {@link patternRoom}. */
export type PatternRoom = Awaited<ReturnType<ReturnType<typeof patternRoom>>>;

/**
 * The events of a contract in a mined operation.
 *
 * @param mined The operation.
 * @param contract The contract.
 * @returns Their names and arguments.
 */
export const eventsOf = (
  { logs }: Pick<MinedUserOperation, "logs">,
  { address, abi }: { readonly address: Address; readonly abi: Abi | readonly unknown[] },
) =>
  parseEventLogs({ abi: abi as Abi, logs: [...logs] })
    .filter((log) => log.address.toLowerCase() === address.toLowerCase())
    .map(({ eventName, args }) => ({ eventName, args }));
