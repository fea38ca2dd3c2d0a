import { expect } from "chai";
import { concat, type Hex, slice } from "viem";
import { type Permission, uniAction, usageLimit, valueLimit } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { increment } from "../helpers/counter.ts";
import { callOf } from "../helpers/execution.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { policyRoom } from "../helpers/policyRoom.ts";
import { undoneBy } from "../helpers/refusals.ts";
import { deployNft } from "../helpers/tokens.ts";
import { words } from "../helpers/words.ts";

const mint = "0x40c10f19";
const price = 10n ** 16n;
const valueLimitExceeded = "0x8a8a722d";

/** A session sends as much native value as it was granted, in each call. */
onEveryAccount("UniActionPolicy, native value", (matrix) => {
  const room = policyRoom(matrix);

  /** A session for the NFT, and mints of it that pay. */
  const minting = async (limits: Partial<Permission>) => {
    const built = await room();
    const { world, account, permit, ofAction, reverts } = built;
    const nft = await deployNft(world);
    const session = await permit({ target: nft.address, function: "mint(address,uint256)", ...limits });
    const key = ofAction(session.permissionId, mint, nft.address);
    let tokenId = 0n;
    return {
      ...built,
      nft,
      session,
      key,
      pay: (...values: bigint[]) =>
        session.use(...values.map((value) => nft.mint(account.address, tokenId++, value))),
      minted: () => nft.balanceOf(account.address),
      exceeded: (value: bigint, limit: bigint) =>
        reverts(uniAction, {
          code: "ValueLimitExceeded",
          rule: "maxValue",
          args: { id: key.configId, value, limit },
        }),
    };
  };

  describe("valid", () => {
    it("accepts maxValue in a call, in each call of a batch, and again: it adds nothing up", async () => {
      const { world, nft, minted, pay } = await minting({ maxValue: 5n * price });
      await expectAccepted(world, await pay(5n * price));
      await expectAccepted(world, await pay(5n * price, 5n * price));
      expect(await minted()).to.equal(3n);
      expect(await nft.paid()).to.equal(15n * price);
    });

    it("accepts less than maxValue", async () => {
      const { world, nft, minted, pay } = await minting({ maxValue: 5n * price });
      await expectAccepted(world, await pay(5n * price - 1n, price));
      expect(await minted()).to.equal(2n);
      expect(await nft.paid()).to.equal(6n * price - 1n);
    });

    it("accepts calls without value where maxValue is 0", async () => {
      const { world, recorder, permit } = await room();
      const session = await permit({ maxValue: 0n });
      await expectAccepted(world, await session.use(recorder.call(), recorder.call()));
      expect(await recorder.calls()).to.equal(2n);
    });
  });

  describe("invalid", () => {
    it("rejects a wei more than maxValue, alone and at every position of a batch", async () => {
      const { nft, minted, pay, exceeded } = await minting({ maxValue: 5n * price });
      const over = 5n * price + 1n;
      for (const values of [[over], [over, price], [price, over], [price, price, over]]) {
        expectRefused(await pay(...values), exceeded(over, 5n * price));
      }
      expect(await minted()).to.equal(0n);
      expect(await nft.paid()).to.equal(0n);
    });

    it("rejects any value where maxValue is 0", async () => {
      const { minted, pay, exceeded } = await minting({ maxValue: 0n });
      for (const value of [1n, price, 2n ** 256n - 1n]) {
        expectRefused(await pay(value), exceeded(value, 0n));
      }
      expect(await minted()).to.equal(0n);
    });

    it("rejects any value where maxTotalValue is 0", async () => {
      const { minted, pay, exceeded } = await minting({ maxTotalValue: 0n });
      expectRefused(await pay(1n), exceeded(1n, 0n));
      expect(await minted()).to.equal(0n);
    });

    it("rejects too much value before it looks at the arguments", async () => {
      const { minted, pay, exceeded } = await minting({
        maxValue: price,
        argumentRules: [{ argument: 1, condition: "greaterThan", value: 100n }],
      });
      expectRefused(await pay(price + 1n), exceeded(price + 1n, price));
      expect(await minted()).to.equal(0n);
    });

    it("lets the target refuse value that it finds too little", async () => {
      const { world, nft, minted, pay } = await minting({ maxValue: 5n * price });
      await expectReverted(
        world,
        await pay(price - 1n),
        undoneBy(matrix.hiding, "target", "PriceNotPaid", { paid: price - 1n, price }),
      );
      expect(await minted()).to.equal(0n);
      expect(await nft.paid()).to.equal(0n);
    });

    it("lets the target refuse value that it does not take", async () => {
      const { world, account, counter, action, grant } = await room();
      // The rule about its first argument, of which it has none, is kept by call data that is longer than it need be.
      const { use } = await grant({
        actions: [action(increment, uniAction.encode({ maxValue: 5n, comparisons: [] }))],
      });
      const call = { ...counter.call(increment, 3n), data: concat([increment, words(0n)]) };
      await expectReverted(world, await use(call), undoneBy(matrix.hiding, "target", "no data"));
      expect(await counter.count(account.address)).to.equal(0n);
    });

    it("cannot judge a call without arguments, nor a plain transfer of value", async () => {
      const { account, counter, recorder, acting, action, grant, reverts } = await room();
      const policy = uniAction.encode({ maxValue: 5n, comparisons: [] });
      const { use } = await grant({ actions: [action(increment, policy), acting([policy], "0xffffffff")] });
      const short = reverts(uniAction, { code: "no data", rule: "argumentRules" });
      expectRefused(await use(counter.call(increment)), short);
      expectRefused(await use(recorder.raw("0x", 1n)), short);
      expect(await counter.count(account.address)).to.equal(0n);
      expect(await recorder.received()).to.equal(0n);
    });
  });

  describe("integration", () => {
    it("reaches whom SmartSession answers as one word: the error's name, and 28 bytes of its first argument", async () => {
      const { account, nft, session, key, ask, exceeded, pay } = await minting({ maxValue: price });
      const over = price + 1n;
      const { refusal } = expectRefused(await pay(over), exceeded(over, price));
      const word: Hex = concat([valueLimitExceeded, slice(key.configId, 0, 28)]);
      const call = await callOf(account, nft.mint(account.address, 1n, over));
      const answer = await ask(session.permissionId, call);
      expect(answer).to.have.property("revert", concat(["0xf4270752", word]));
      const cut = refusal.layers.find(({ code }) => code === "PolicyCheckReverted");
      expect(cut?.args).to.deep.equal({ truncated: word });
    });

    it("holds each call to maxValue, and all of them to maxTotalValue", async () => {
      const { world, nft, minted, pay, exceeded, violates, session } = await minting({
        maxValue: 2n * price,
        maxTotalValue: 3n * price,
      });
      const total = violates(valueLimit, "maxTotalValue", session.permissionId);
      expectRefused(await pay(3n * price), exceeded(3n * price, 2n * price));
      expectRefused(await pay(2n * price, 2n * price), total);
      await expectAccepted(world, await pay(2n * price, price));
      expectRefused(await pay(price), total);
      expect(await minted()).to.equal(2n);
      expect(await nft.paid()).to.equal(3n * price);
    });

    it("has a limit for each action of a session", async () => {
      const { world, recorder, acting, grant, ofAction, reverts } = await room();
      const other = "0x12345678";
      const limit = (maxValue: bigint) => uniAction.encode({ maxValue, comparisons: [] });
      const { permissionId, use } = await grant({
        actions: [acting([limit(5n)]), acting([limit(3n)], other)],
      });
      const another = (value: bigint) => recorder.raw(concat([other, words(0n)]), value);
      expectRefused(
        await use(recorder.call(1n, 4n), another(4n)),
        reverts(uniAction, {
          code: "ValueLimitExceeded",
          rule: "maxValue",
          args: { id: ofAction(permissionId, other).configId, value: 4n, limit: 3n },
        }),
      );
      await expectAccepted(world, await use(recorder.call(1n, 5n), another(3n)));
      expect(await recorder.received()).to.equal(8n);
    });

    it("counts no use where the value is too much", async () => {
      const { world, minted, pay, exceeded, violates, session } = await minting({
        maxValue: price,
        maxUses: 1,
      });
      expectRefused(await pay(2n * price), exceeded(2n * price, price));
      await expectAccepted(world, await pay(price));
      expectRefused(await pay(price), violates(usageLimit, "maxUses", session.permissionId));
      expect(await minted()).to.equal(1n);
    });
  });
});
