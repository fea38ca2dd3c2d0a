import { expect } from "chai";
import { concat, type Hex, parseAbi, zeroAddress } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import { type Permission, sudo, uniAction, valueLimit } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { increment } from "../helpers/counter.ts";
import { executing, modes } from "../helpers/execution.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { deployMock } from "../helpers/mock.ts";
import { policyRoom } from "../helpers/policyRoom.ts";
import { record } from "../helpers/recorder.ts";
import { undoneBy } from "../helpers/refusals.ts";
import { type Counting, shouldKeepCount } from "../helpers/shouldKeepCount.ts";
import { deployNft } from "../helpers/tokens.ts";
import { words } from "../helpers/words.ts";

const mint = "0x40c10f19";
const price = 10n ** 16n;
const raw = (initData: Hex) => ({ policy: valueLimit.address, initData });
const limit = (wei: bigint) => valueLimit.encode({ limit: wei });

/** A session sends as much native value as it was granted, in all. */
onEveryAccount("ValueLimitPolicy", (matrix) => {
  const room = policyRoom(matrix);

  /** A session for the NFT, and mints of it that pay. */
  const minting = async (limits: Partial<Permission>) => {
    const built = await room();
    const { world, account, permit, ofAction, violates } = built;
    const nft = await deployNft(world);
    const session = await permit({ target: nft.address, function: "mint(address,uint256)", ...limits });
    let tokenId = 0n;
    return {
      ...built,
      nft,
      session,
      pay: (...values: bigint[]) =>
        session.use(...values.map((value) => nft.mint(account.address, tokenId++, value))),
      minted: () => nft.balanceOf(account.address),
      key: ofAction(session.permissionId, mint, nft.address),
      refused: violates(valueLimit, "maxTotalValue", session.permissionId),
    };
  };

  /** A session made by hand with a limit in a role, and calls of the recorder that pay. */
  const paying = async (role: "userOp" | "action", wei: bigint) => {
    const built = await room();
    const { recorder, grant, inRole, ofAction, ofSession, violates } = built;
    const { permissionId, use } = await grant(inRole(role, limit(wei)));
    const key = role === "action" ? ofAction(permissionId) : ofSession(permissionId);
    return {
      ...built,
      permissionId,
      pay: (...values: bigint[]) => use(...values.map((value) => recorder.call(1n, value))),
      state: () => valueLimit.readState(key),
      refused: violates(valueLimit, "maxTotalValue", permissionId),
    };
  };

  describe("valid", () => {
    it("accepts maxTotalValue to the last wei, over operations and batches", async () => {
      const { world, nft, minted, pay } = await minting({ maxTotalValue: 5n * price });
      await expectAccepted(world, await pay(2n * price));
      await expectAccepted(world, await pay(price, 2n * price));
      expect(await minted()).to.equal(3n);
      expect(await nft.paid()).to.equal(5n * price);
    });

    it("configures UniAction and ValueLimit with what the permission says", async () => {
      const { world, pay, key } = await minting({ maxValue: 5n * price, maxTotalValue: 9n * price });
      await expectAccepted(world, await pay(2n * price));
      expect(await valueLimit.readState(key)).to.deep.equal({ limit: 9n * price, used: 2n * price });
      expect((await uniAction.readState(key)).maxValue).to.equal(5n * price);
    });

    for (const role of ["action", "userOp"] as const) {
      it(`accepts calls without value after the last wei, as ${role} policy`, async () => {
        const { world, recorder, pay, state, refused } = await paying(role, 1n);
        await expectAccepted(world, await pay(1n));
        expectRefused(await pay(1n), refused);
        await expectAccepted(world, await pay(0n, 0n));
        expect(await recorder.calls()).to.equal(3n);
        expect(await state()).to.deep.equal({ limit: 1n, used: 1n });
      });

      it(`takes 32 bytes of init data for its limit and ignores what follows, as ${role} policy`, async () => {
        const { world, recorder, grant, inRole, violates } = await room();
        const { permissionId, use } = await grant(inRole(role, raw(words(5n, 2n ** 256n - 1n))));
        await expectAccepted(world, await use(recorder.call(1n, 5n)));
        expectRefused(await use(recorder.call(1n, 1n)), violates(valueLimit, "maxTotalValue", permissionId));
        expect(await recorder.received()).to.equal(5n);
      });
    }

    it("does not count what the account pays for gas, as userOp policy", async () => {
      const { world, account, pay, state, recorder } = await paying("userOp", 7n);
      /** Gas is paid from both. */
      const means = async () =>
        (await world.client.getBalance({ address: account.address })) +
        (await world.client.readContract({
          address: world.contracts.EntryPoint.address,
          abi: entryPoint07Abi,
          functionName: "balanceOf",
          args: [account.address],
        }));
      const before = await means();
      const { gasCost } = await expectAccepted(world, await pay(3n));
      expect(before - (await means())).to.equal(3n + gasCost);
      expect(gasCost > 7n, "the gas costs more than the limit").to.equal(true);
      await expectAccepted(world, await pay(4n));
      expect(await state()).to.deep.equal({ limit: 7n, used: 7n });
      expect(await recorder.received()).to.equal(7n);
    });
  });

  describe("invalid", () => {
    it("rejects a wei more than maxTotalValue, at once and after it is used up", async () => {
      const { world, nft, minted, pay, refused } = await minting({ maxTotalValue: 5n * price });
      expectRefused(await pay(5n * price + 1n), refused);
      await expectAccepted(world, await pay(5n * price));
      expectRefused(await pay(1n), refused);
      expectRefused(await pay(price), refused);
      expect(await minted()).to.equal(1n);
      expect(await nft.paid()).to.equal(5n * price);
    });

    it("rejects a batch whose calls come to more than maxTotalValue together, and counts none of them", async () => {
      const { world, nft, pay, refused } = await minting({ maxTotalValue: 5n * price });
      expectRefused(await pay(3n * price, 2n * price + 1n), refused);
      expectRefused(await pay(2n * price, 2n * price, 2n * price), refused);
      await expectAccepted(world, await pay(5n * price));
      expect(await nft.paid()).to.equal(5n * price);
    });

    it("rejects what is left after a call that the target refused, as its value was counted", async () => {
      const { world, account, nft, session, pay, refused } = await minting({ maxTotalValue: 5n * price });
      await expectAccepted(world, await pay(price));
      await expectReverted(
        world,
        await session.use(nft.mint(account.address, 0n, 4n * price)),
        undoneBy(matrix.hiding, "target", "ERC721InvalidSender", { sender: zeroAddress }),
      );
      expectRefused(await pay(price), refused);
      expect(await nft.paid()).to.equal(price);
    });

    for (const role of ["action", "userOp"] as const) {
      it(`lets the target refuse value that it does not take, and counts it, as ${role} policy`, async () => {
        const { world, account, counter, action, grant, ofAction, ofSession, violates } = await room();
        const { permissionId, use } = await grant({
          userOpPolicies: role === "userOp" ? [limit(5n)] : [],
          actions: [action(increment, role === "action" ? limit(5n) : sudo.encode())],
        });
        await expectReverted(
          world,
          await use(counter.call(increment, 3n)),
          undoneBy(matrix.hiding, "target", "no data"),
        );
        const key =
          role === "action" ? ofAction(permissionId, increment, counter.address) : ofSession(permissionId);
        expect(await valueLimit.readState(key)).to.deep.equal({ limit: 5n, used: 3n });
        expectRefused(
          await use(counter.call(increment, 3n)),
          violates(valueLimit, "maxTotalValue", permissionId),
        );
        expect(await counter.count(account.address)).to.equal(0n);
      });

      it(`rejects a value that no sum can hold, as ${role} policy`, async () => {
        const { world, pay, overflows, state } = await paying(role, 5n);
        await expectAccepted(world, await pay(1n));
        expectRefused(await pay(2n ** 256n - 1n), overflows(valueLimit, "maxTotalValue"));
        expect(await state()).to.deep.equal({ limit: 5n, used: 1n });
      });

      const refusals: [string, Hex, string][] = [
        ["a limit of 0", words(0n), "PolicyNotInitialized"],
        ["a limit of 0 with more behind it", words(0n, 5n), "PolicyNotInitialized"],
        ["31 bytes", `0x${"11".repeat(31)}`, "no data"],
        ["no init data", "0x", "no data"],
      ];
      for (const [what, data, code] of refusals) {
        it(`refuses ${what} when it is enabled, as ${role} policy`, async () => {
          const { account, smartSession, make, inRole, ofAction, ofSession, expectNotConfigured } =
            await room();
          const made = make(inRole(role, raw(data)));
          const { configId } = (role === "action" ? ofAction : ofSession)(made.permissionId);
          const args = { id: configId, multiplexer: smartSession, account: account.address };
          await expectNotConfigured(made, valueLimit, code, code === "no data" ? {} : args);
        });
      }
    }

    it("rejects a batch whose calls no sum can hold, as userOp policy", async () => {
      const { pay, overflows } = await paying("userOp", 5n);
      expectRefused(await pay(2n ** 256n - 1n, 1n), overflows(valueLimit, "maxTotalValue"));
    });

    it("rejects a call by delegation, of which it cannot tell the value, as userOp policy", async () => {
      const { recorder, send, permissionId, reverts } = await paying("userOp", 5n);
      const callData = executing(modes.delegateCall, concat([recorder.address, record]));
      expectRefused(
        await send(permissionId, callData),
        reverts(valueLimit, { code: "UnsupportedCallType", rule: "action", args: { callType: "0xff" } }),
      );
      expect(await recorder.calls()).to.equal(0n);
    });
  });

  describe("integration", () => {
    it("counts the value of each action apart", async () => {
      const { world, recorder, acting, grant, violates } = await room();
      const other = "0x12345678";
      const { permissionId, use } = await grant({
        actions: [acting([limit(5n)]), acting([limit(3n)], other)],
      });
      const refused = violates(valueLimit, "maxTotalValue", permissionId);
      expectRefused(await use(recorder.call(1n, 5n), recorder.raw(other, 4n)), refused);
      await expectAccepted(world, await use(recorder.call(1n, 5n), recorder.raw(other, 3n)));
      expectRefused(await use(recorder.call(1n, 1n)), refused);
      expectRefused(await use(recorder.raw(other, 1n)), refused);
      expect(await recorder.received()).to.equal(8n);
    });

    it("sums up the value of all actions and of the whole batch, as userOp policy", async () => {
      const { world, recorder, acting, grant, ofSession, violates } = await room();
      const other = "0x12345678";
      const { permissionId, use } = await grant({
        userOpPolicies: [limit(5n)],
        actions: [acting([sudo.encode()]), acting([sudo.encode()], other)],
      });
      const refused = violates(valueLimit, "maxTotalValue", permissionId);
      expectRefused(await use(recorder.call(1n, 3n), recorder.raw(other, 3n)), refused);
      await expectAccepted(world, await use(recorder.call(1n, 2n), recorder.raw(other, 1n)));
      expectRefused(await use(recorder.raw(other, 3n)), refused);
      await expectAccepted(world, await use(recorder.raw(other, 2n)));
      expectRefused(await use(recorder.call(1n, 1n)), refused);
      expect(await recorder.received()).to.equal(5n);
      expect(await valueLimit.readState(ofSession(permissionId))).to.deep.equal({ limit: 5n, used: 5n });
    });

    it("holds a session to its total and each action to its own, in both roles at once", async () => {
      const { world, recorder, acting, grant, violates, ofSession, ofAction } = await room();
      const other = "0x12345678";
      const { permissionId, use } = await grant({
        userOpPolicies: [limit(6n)],
        actions: [acting([limit(4n)]), acting([limit(4n)], other)],
      });
      const refused = violates(valueLimit, "maxTotalValue", permissionId);
      expectRefused(await use(recorder.call(1n, 5n)), refused);
      await expectAccepted(world, await use(recorder.call(1n, 4n)));
      expectRefused(await use(recorder.raw(other, 3n)), refused);
      await expectAccepted(world, await use(recorder.raw(other, 2n)));
      expect(await valueLimit.readState(ofSession(permissionId))).to.deep.equal({ limit: 6n, used: 6n });
      expect(await valueLimit.readState(ofAction(permissionId, other))).to.deep.equal({
        limit: 4n,
        used: 2n,
      });
      expect(await recorder.received()).to.equal(6n);
    });

    it("holds a plain transfer of native value to its limit", async () => {
      const { world, account, recorder, acting, grant, violates, notGranted } = await room();
      const { permissionId, use } = await grant({ actions: [acting([limit(5n)], "0xffffffff")] });
      const transfer = (value: bigint) => recorder.raw("0x", value);
      await expectAccepted(world, await use(transfer(2n), transfer(3n)));
      expectRefused(await use(transfer(1n)), violates(valueLimit, "maxTotalValue", permissionId));
      expectRefused(await use({ to: account.address, value: 1n }), notGranted(permissionId));
      expect(await recorder.received()).to.equal(5n);
    });

    it("holds a function without arguments to maxValue in all", async () => {
      const { world, permit, violates } = await room();
      const hostile = await deployMock(world, "Hostile");
      const { permissionId, use } = await permit({
        target: hostile.address,
        function: "succeed()",
        maxValue: 5n,
      });
      const send = (value: bigint) => use(hostile.call("succeed", [], value));
      await expectAccepted(world, await send(3n));
      expectRefused(await send(3n), violates(valueLimit, "maxTotalValue", permissionId));
      await expectAccepted(world, await send(2n));
      expect(await world.client.getBalance({ address: hostile.address })).to.equal(5n);
    });

    it("lets a wei in all pass where the target takes value although its ABI says that it takes none", async () => {
      const { world, permit, violates } = await room();
      const hostile = await deployMock(world, "Hostile");
      const abi = parseAbi(["function succeed()"]);
      const { permissionId, use } = await permit({
        target: hostile.address,
        function: "succeed()",
        abi,
        maxValue: 0n,
      });
      const send = (value: bigint) => use(hostile.call("succeed", [], value));
      const refused = violates(valueLimit, "maxTotalValue", permissionId);
      expectRefused(await send(2n), refused);
      await expectAccepted(world, await send(1n));
      expectRefused(await send(1n), refused);
      await expectAccepted(world, await send(0n));
      expect(await world.client.getBalance({ address: hostile.address })).to.equal(1n);
    });

    const kept: Omit<Counting, "role"> = {
      policy: valueLimit,
      rule: "maxTotalValue",
      call: async ({ recorder }) => ({
        target: recorder.address,
        selector: record,
        call: recorder.call(1n, 1n),
      }),
      limit,
      state: (wei, used) => ({ limit: wei, used }),
    };
    shouldKeepCount(matrix, { ...kept, role: "action" });
    shouldKeepCount(matrix, { ...kept, role: "userOp" });
  });
});
