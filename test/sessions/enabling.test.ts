import { expect } from "chai";
import {
  type Address,
  concat,
  encodeAbiParameters,
  type Hex,
  isAddressEqual,
  keccak256,
  parseAbiParameters,
  parseEventLogs,
} from "viem";
import {
  fromPreset,
  InvalidInputError,
  type PresetName,
  smartSessionAbi,
  sudo,
  timeFrame,
  toActionConfigId,
  toActionId,
  usageLimit,
} from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { notEnabled, undoneBy, usedUp } from "../helpers/refusals.ts";
import { deployNft, deployToken } from "../helpers/tokens.ts";

/** Sessions are enabled as they were written, all of an operation or none. */
onEveryAccount("enabling", ({ scene, reverted, hiding }) => {
  it("makes the session known to SmartSession, with its event", async () => {
    const { world, harness, account, compile } = await scene();
    const session = compile();
    const { logs } = await expectAccepted(world, await harness.enable(account, [session]));

    const [created] = parseEventLogs({
      abi: smartSessionAbi,
      eventName: "SessionCreated",
      logs: [...logs],
    });
    expect(created?.args).to.deep.equal({ permissionId: session.permissionId, account: account.address });
    // Nobody can filter SmartSession's events by session or account: none of their arguments is indexed.
    const own = logs.filter(({ address }) => isAddressEqual(address, world.contracts.SmartSession.address));
    expect(own.map(({ topics }) => topics.length)).to.deep.equal(own.map(() => 1));
  });

  it("names the session by validator, key and salt, and what each policy keeps by session and action", async () => {
    const { world, account, counter, enable, now } = await scene();
    const { permissionId, session } = await enable({
      validAfter: now + 10n,
      validUntil: now + 20n,
      maxUses: 7,
    });
    const { sessionValidator, sessionValidatorInitData, salt } = session;
    const id = encodeAbiParameters(parseAbiParameters("address, bytes, bytes32"), [
      sessionValidator,
      sessionValidatorInitData,
      salt,
    ]);
    expect(permissionId).to.equal(keccak256(id));

    const hash = (...parts: Hex[]) => keccak256(concat(parts));
    const at = {
      client: world.client,
      multiplexer: world.contracts.SmartSession.address,
      account: account.address,
    };
    const action = hash(account.address, hash(permissionId, hash(counter.address, increment)));
    expect(await usageLimit.readState({ ...at, configId: action })).to.deep.equal({ limit: 7n, used: 0n });
    const frame = { validAfter: now + 10n, validUntil: now + 20n };
    const configId = hash(account.address, permissionId);
    expect(await timeFrame.readState({ ...at, configId })).to.deep.equal(frame);
  });

  it("enables three presets in one operation, each usable at once", async () => {
    const { world, harness, account, counter, key } = await scene();
    const [token, nft] = [await deployToken(world), await deployNft(world)];
    await expectAccepted(
      world,
      await harness.execute(account, [token.call("mint", [account.address, 100n])]),
    );
    const preset = (name: PresetName, target: Address) =>
      harness.compile(fromPreset(name, { sessionKey: key.address, target }));
    const sessions = [
      preset("counter", counter.address),
      preset("erc20", token.address),
      preset("nft", nft.address),
    ];
    await expectAccepted(world, await harness.enable(account, sessions));

    const calls = [
      counter.call(increment),
      token.call("transfer", [key.address, 100n]),
      nft.mint(account.address, 1n, 5n * 10n ** 16n),
    ];
    for (const [index, session] of sessions.entries()) {
      const made = [calls[index]] as [(typeof calls)[number]];
      await expectAccepted(world, await harness.use({ account, session, key, calls: made }));
    }
    expect(await counter.count(account.address)).to.equal(1n);
    expect(await token.balanceOf(key.address)).to.equal(100n);
    expect(await nft.balanceOf(account.address)).to.equal(1n);
  });

  for (const [count, counted] of [
    [1, "one session"],
    [2, "two sessions"],
    [10, "ten sessions"],
    [50, "fifty sessions"],
  ] as const) {
    it(`enables ${counted} in one operation, the first and the last of which are used`, async () => {
      const { world, harness, account, counter, compile, use, read } = await scene();
      const sessions = Array.from({ length: count }, () =>
        compile({ validUntil: 4_000_000_000, maxUses: 1 }),
      );
      const { logs } = await expectAccepted(world, await harness.enable(account, sessions));
      const created = parseEventLogs({ abi: smartSessionAbi, eventName: "SessionCreated", logs: [...logs] });
      const ids = sessions.map(({ permissionId }) => permissionId);
      expect(created.map(({ args }) => args.permissionId)).to.deep.equal(ids);
      for (const id of ids) expect(await read("isPermissionEnabled", [id, account.address])).to.equal(true);
      const used = [...new Set([ids.at(0), ids.at(-1)])];
      for (const id of used) {
        if (!id) expect.fail("there is one");
        await expectAccepted(world, await use(id));
        expectRefused(await use(id), usedUp(reverted, id));
      }
      expect(await counter.count(account.address)).to.equal(BigInt(used.length));
    });
  }

  for (const [where, position] of [
    ["first", 0],
    ["middle", 1],
    ["last", 2],
  ] as const) {
    it(`enables none of three sessions where the ${where} is refused`, async () => {
      const { world, account, counter, make, action, compile, tryEnable, use, read } = await scene();
      const made = [0, 1, 2].map((index) => {
        const initData =
          index === position ? (`0x${"00".repeat(16)}` as const) : (`0x${"00".repeat(15)}01` as const);
        return make({
          salt: compile().session.salt,
          actions: [action(increment, { policy: usageLimit.address, initData })],
        });
      });
      const bad = made[position];
      if (!bad) expect.fail("there are three");
      const args = {
        id: toActionConfigId(account.address, bad.permissionId, toActionId(counter.address, increment)),
        multiplexer: world.contracts.SmartSession.address,
        account: account.address,
      };
      await expectReverted(world, await tryEnable(...made), {
        ...undoneBy(hiding, "policy", "PolicyNotInitialized", args),
        policy: "UsageLimitPolicy",
      });
      for (const { permissionId } of made) {
        expect(await read("isPermissionEnabled", [permissionId, account.address])).to.equal(false);
        expectRefused(await use(permissionId), notEnabled(reverted, permissionId));
      }
    });
  }

  it("refuses an empty list before anything is sent", async () => {
    const { harness, account } = await scene();
    await expectToReject(harness.enable(account, []), InvalidInputError);
  });

  it("refuses two sessions of one id before anything is sent; on chain they would be one", async () => {
    const { world, harness, account, counter, compile, make, action, enableMade, use } = await scene();
    const salt = compile().session.salt;
    const twice = [compile({ salt, maxUses: 1 }), compile({ salt, function: "decrement()" })];
    await expectToReject(harness.enable(account, twice), InvalidInputError);

    const both = [action(increment, usageLimit.encode({ limit: 1n })), action(decrement, sudo.encode())].map(
      (one) => make({ salt, actions: [one] }),
    );
    const { logs } = await enableMade(...both);
    const { permissionId } = twice[0] as (typeof twice)[number];
    const created = parseEventLogs({ abi: smartSessionAbi, eventName: "SessionCreated", logs: [...logs] });
    expect(created.map(({ args }) => args.permissionId)).to.deep.equal([permissionId, permissionId]);
    await expectAccepted(world, await use(permissionId));
    await expectAccepted(world, await use(permissionId, [counter.call(decrement)]));
    expectRefused(await use(permissionId), usedUp(reverted, permissionId));
  });
});
