import { expect } from "chai";
import { parseEther } from "viem";
import { valueLimit } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { undoneBy } from "../helpers/refusals.ts";
import { freshKey } from "../helpers/scene.ts";
import { eventsOf, type PatternRoom, patternRoom } from "./patternScene.ts";
import { shouldHoldItsScope } from "./shouldHoldItsScope.ts";

const most = parseEther("10");
const pool = { value: parseEther("100"), tokens: parseEther("100000") };
/** What comes out of the fresh pool, or another one. */
const outFor = (value: bigint, { value: all, tokens } = pool) =>
  (value * 997n * tokens) / (all * 1000n + value * 997n);

/** The most that the session pays in all, in five swaps of the most. */
const total = parseEther("50");
/** The preset's rules. */
const rules = [
  { argument: "recipient", condition: "equal", value: "account" },
  { argument: "tokenOut", condition: "equal", value: "token" },
] as const;

/** A swap of the account's into its own pocket. */
const swap = ({ exchange, token, account }: PatternRoom, value: bigint, min = 1n) =>
  exchange.call("swap", [token.address, min, account.address], value);

/** Swaps that come to the total, whatever they yield. */
const dearly = (built: PatternRoom) => [1, 2, 3, 4, 5].map(() => swap(built, most, 0n));

const sharesOf = ({ world, exchange }: PatternRoom, token: `0x${string}`, provider: `0x${string}`) =>
  world.client.readContract({
    address: exchange.address,
    abi: exchange.abi,
    functionName: "sharesOf",
    args: [token, provider],
  });

const poolOf = ({ world, exchange, token }: PatternRoom) =>
  world.client.readContract({
    address: exchange.address,
    abi: exchange.abi,
    functionName: "pools",
    args: [token.address],
  });

/** What somebody's calls, and what is done between them, bring the rival, in wei. */
async function gainOf({ balanceOf, rival }: PatternRoom, act: () => Promise<unknown>): Promise<bigint> {
  const before = await balanceOf(rival);
  await act();
  return (await balanceOf(rival)) - before;
}

const tokensOf = ({ world, token }: PatternRoom, holder: `0x${string}`) =>
  world.client.readContract({
    address: token.address,
    abi: token.abi,
    functionName: "balanceOf",
    args: [holder],
  });

/** A session buys one token, for the account. */
onEveryAccount("the pattern of an exchange", (matrix) => {
  const room = patternRoom(matrix);
  const state = async (built: PatternRoom) => [
    await tokensOf(built, built.account.address),
    await built.balanceOf(built.exchange.address),
  ];

  shouldHoldItsScope(matrix, {
    name: "exchange",
    lasts: 21_600n,
    granted: (built) => swap(built, 1000n),
    outside: {
      "an adding of liquidity": ({ exchange, worthless }) =>
        exchange.call("addLiquidity", [worthless.address, parseEther("1")], parseEther("1")),
      "a removing of liquidity": ({ exchange, token }) =>
        exchange.call("removeLiquidity", [token.address, 1n, 0n, 0n]),
      "the same call of another contract": (built) => ({ ...swap(built, 1000n), to: built.game.address }),
      "a sale of the tokens that were bought": ({ exchange, token, account }) =>
        exchange.call("sell", [token.address, 1000n, 0n, account.address]),
      "a transfer of the tokens that were bought": ({ token, rival }) => token.call("transfer", [rival, 1n]),
      "a plain transfer of value": ({ exchange }) => ({ to: exchange.address, value: 1n }),
    },
    state,
  });

  it("buys tokens, which come to the account", async () => {
    const built = await room();
    const { world, account, exchange, token } = built;
    const out = outFor(most);
    const accepted = await expectAccepted(world, await built.of("exchange").use(swap(built, most, out)));
    expect(eventsOf(accepted, exchange)).to.deep.equal([
      {
        eventName: "Swapped",
        args: {
          buyer: account.address,
          tokenOut: token.address,
          recipient: account.address,
          value: most,
          amountOut: out,
        },
      },
    ]);
    expect(await tokensOf(built, account.address)).to.equal(out);
  });

  it("leaves the price to minAmountOut and the contract, which undoes what comes to less", async () => {
    const built = await room();
    const out = outFor(1000n);
    await expectReverted(
      built.world,
      await built.of("exchange").use(swap(built, 1000n, out + 1n)),
      undoneBy(matrix.hiding, "target", "TooLittleOut", { amount: out, minimum: out + 1n }),
    );
    expect(await tokensOf(built, built.account.address)).to.equal(0n);
  });

  describe("maxValue, by UniActionPolicy", () => {
    it("permits 10 ETH in each call, as often as it likes, and refuses a wei more, alone and in a batch", async () => {
      const built = await room();
      const { session, use, exceeded } = built.of("exchange");
      expect(session.enforcement.find(({ field }) => field === "maxValue")).to.include({
        value: most,
        enforcedBy: "UniActionPolicy (action policy)",
      });
      const over = swap(built, most + 1n);
      const before = await state(built);
      for (const batch of [[over], [swap(built, 1n), over], [over, swap(built, 1n)]] as const) {
        expectRefused(await use(...batch), exceeded(most + 1n, most));
      }
      expect(await state(built)).to.deep.equal(before);
      await expectAccepted(built.world, await use(swap(built, most), swap(built, most), swap(built, most)));
      expect(await built.balanceOf(built.exchange.address)).to.equal((before[1] ?? 0n) + 3n * most);
    });
  });

  describe("recipient == the account, by UniActionPolicy", () => {
    it("refuses a swap to anybody else, alone and hidden behind one's own", async () => {
      const built = await room();
      const { exchange, token, account, rival } = built;
      const { session, use, wrongArgument } = built.of("exchange");
      expect(session.enforcement.find(({ field }) => field === "argumentRules[0]")).to.include({
        value: `recipient == ${account.address}`,
        enforcedBy: "UniActionPolicy (action policy)",
      });
      const before = await state(built);
      for (const recipient of [rival, freshKey().address, exchange.address]) {
        const theft = exchange.call("swap", [token.address, 1n, recipient], 1000n);
        for (const batch of [[theft], [swap(built, 1000n), theft], [theft, swap(built, 1000n)]])
          expectRefused(await use(...batch), wrongArgument);
        expect(await tokensOf(built, recipient)).to.equal(recipient === exchange.address ? pool.tokens : 0n);
      }
      expect(await state(built)).to.deep.equal(before);
    });
  });

  describe("tokenOut == the token, by UniActionPolicy", () => {
    /** The account's value for tokens that are worth nothing: who made their pool takes it out again. */
    const drain = ({ exchange, worthless, account }: PatternRoom) =>
      exchange.call("swap", [worthless.address, 0n, account.address], most);

    it("refuses a swap into a token of the thief's own making", async () => {
      const built = await room();
      const { token } = built;
      const { session, use, wrongArgument } = built.of("exchange");
      expect(session.enforcement.find(({ field }) => field === "argumentRules[1]")).to.include({
        value: `tokenOut == ${token.address}`,
        enforcedBy: "UniActionPolicy (action policy)",
      });
      const before = await state(built);
      for (const batch of [[drain(built)], [swap(built, 1000n), drain(built)]])
        expectRefused(await use(...batch), wrongArgument);
      expect(await state(built)).to.deep.equal(before);
    });

    it("is what stands between the thief and the account: without it, the thief has the value", async () => {
      const built = await room();
      const { world, exchange, worthless, account, rival, rivals } = built;
      const [recipient] = built.of("exchange").session.permission.argumentRules;
      expect(recipient?.text).to.equal(`recipient == ${account.address}`);
      const { use } = await built.regrant("exchange", { argumentRules: [rules[0]] });
      const gained = await gainOf(built, async () => {
        await expectAccepted(world, await use(drain(built)));
        const shares = await sharesOf(built, worthless.address, rival);
        await rivals(exchange.call("removeLiquidity", [worthless.address, shares, 0n, 0n]));
      });
      expect(gained > (most * 99n) / 100n, `${gained} wei`).to.equal(true);
    });
  });

  describe("maxTotalValue, by ValueLimitPolicy", () => {
    it("permits 50 ETH in all, and refuses a wei more, in one operation and in several", async () => {
      const built = await room();
      const { world, violates } = built;
      const { session, use } = built.of("exchange");
      expect(session.enforcement.find(({ field }) => field === "maxTotalValue")).to.include({
        value: total,
        enforcedBy: "ValueLimitPolicy (action policy)",
      });
      const overTotal = violates(valueLimit, "maxTotalValue", session.permissionId);
      const before = await state(built);
      expectRefused(await use(...dearly(built), swap(built, 1n)), overTotal);
      expect(await state(built)).to.deep.equal(before);
      await expectAccepted(world, await use(...dearly(built)));
      expectRefused(await use(swap(built, 1n)), overTotal);
      expect(await built.balanceOf(built.exchange.address)).to.equal((before[1] ?? 0n) + total);
    });
  });

  describe("a rule of one's own about minAmountOut, by UniActionPolicy", () => {
    it("holds each swap to a price", async () => {
      const built = await room();
      const least = outFor(most);
      const price = { argument: "minAmountOut", condition: "greaterThanOrEqual", value: least } as const;
      const { use, wrongArgument } = await built.regrant("exchange", { argumentRules: [...rules, price] });
      expectRefused(await use(swap(built, most, least - 1n)), wrongArgument);
      await expectAccepted(built.world, await use(swap(built, most, least)));
    });
  });

  describe("what it does not protect from", () => {
    it("lets whoever has the key buy first, have the account buy dear, and sell: for less than the total", async () => {
      const built = await room();
      const { world, exchange, token, account, rival, rivals } = built;
      const gained = await gainOf(built, async () => {
        await rivals(exchange.call("swap", [token.address, 0n, rival], parseEther("900")));
        await expectAccepted(world, await built.of("exchange").use(...dearly(built)));
        const bought = await tokensOf(built, rival);
        await rivals(
          token.call("approve", [exchange.address, bought]),
          exchange.call("sell", [token.address, bought, 0n, rival]),
        );
      });
      const got = await tokensOf(built, account.address);
      expect(got < outFor(total) / 50n, `${got} in place of ${outFor(total)}`).to.equal(true);
      expect(gained > parseEther("40") && gained < total, `${gained} wei`).to.equal(true);
    });

    /** The pool's provider leaves, has what is left bought for next to nothing, and comes back: the price is theirs. */
    const reopen = async (built: PatternRoom) => {
      const { exchange, token, rivals, rival } = built;
      await leave(built);
      await rivals(exchange.call("swap", [token.address, 0n, rival], 10n ** 9n));
      const [value, tokens] = await poolOf(built);
      const paid = parseEther("0.001");
      const needed = (paid * tokens + value - 1n) / value;
      await rivals(
        token.call("approve", [exchange.address, needed]),
        exchange.call("addLiquidity", [token.address, needed], paid),
      );
    };
    const leave = async (built: PatternRoom) => {
      const { exchange, token, rival, rivals } = built;
      const shares = await sharesOf(built, token.address, rival);
      await rivals(exchange.call("removeLiquidity", [token.address, shares, 0n, 0n]));
    };

    it("lets whoever has the key and makes the token's pool take the total, and not a wei more", async () => {
      const built = await room();
      const { world, account } = built;
      const { session, use } = built.of("exchange");
      await reopen(built);
      const gained = await gainOf(built, async () => {
        await expectAccepted(world, await use(...dearly(built)));
        expectRefused(
          await use(swap(built, 1n, 0n)),
          built.violates(valueLimit, "maxTotalValue", session.permissionId),
        );
        await leave(built);
      });
      // Beside it only what they opened the pool with, and fees of operations.
      const aside = parseEther("0.1");
      expect(gained > total - aside && gained < total + aside, `${gained} wei`).to.equal(true);
      const got = await tokensOf(built, account.address);
      expect(got < outFor(total) / 1000n, `${got} in place of ${outFor(total)}`).to.equal(true);
    });

    it("is protected from that by a rule about minAmountOut, and the contract that keeps it", async () => {
      const built = await room();
      const { world, account, exchange } = built;
      const least = (outFor(most) * 95n) / 100n;
      const price = { argument: "minAmountOut", condition: "greaterThanOrEqual", value: least } as const;
      const { use, wrongArgument } = await built.regrant("exchange", { argumentRules: [...rules, price] });
      await reopen(built);
      const [value, tokens] = await poolOf(built);
      const tooLittle = { amount: outFor(most, { value, tokens }), minimum: least };
      const before = await built.balanceOf(exchange.address);
      expectRefused(await use(swap(built, most, 0n)), wrongArgument);
      await expectReverted(
        world,
        await use(swap(built, most, least)),
        undoneBy(matrix.hiding, "target", "TooLittleOut", tooLittle),
      );
      expect(await built.balanceOf(exchange.address)).to.equal(before);
      expect(await tokensOf(built, account.address)).to.equal(0n);
    });
  });
});
