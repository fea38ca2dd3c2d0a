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
/** What comes out of the fresh pool. */
const outFor = (value: bigint) => (value * 997n * pool.tokens) / (pool.value * 1000n + value * 997n);

/** A swap of the account's into its own pocket. */
const swap = ({ exchange, token, account }: PatternRoom, value: bigint, min = 1n) =>
  exchange.call("swap", [token.address, min, account.address], value);

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
      const argumentRules = [{ argument: "recipient", condition: "equal", value: "account" }] as const;
      const { use } = await built.regrant("exchange", { argumentRules });
      await expectAccepted(world, await use(drain(built)));

      const shares = await world.client.readContract({
        address: exchange.address,
        abi: exchange.abi,
        functionName: "sharesOf",
        args: [worthless.address, rival],
      });
      const before = await built.balanceOf(rival);
      await rivals(exchange.call("removeLiquidity", [worthless.address, shares, 0n, 0n]));
      const gained = (await built.balanceOf(rival)) - before;
      expect(gained > (most * 99n) / 100n, `${gained} wei`).to.equal(true);
    });
  });

  describe("rules of one's own", () => {
    it("hold all calls together to a total, and each to a price", async () => {
      const built = await room();
      const { world, violates } = built;
      const preset = [
        { argument: "recipient", condition: "equal", value: "account" },
        { argument: "tokenOut", condition: "equal", value: "token" },
      ] as const;
      const least = outFor(most);
      const price = { argument: "minAmountOut", condition: "greaterThanOrEqual", value: least } as const;
      const { session, use, wrongArgument } = await built.regrant("exchange", {
        argumentRules: [...preset, price],
        maxTotalValue: most,
      });
      expectRefused(await use(swap(built, most, least - 1n)), wrongArgument);
      await expectAccepted(world, await use(swap(built, most, least)));
      expectRefused(
        await use(swap(built, 1n, least)),
        violates(valueLimit, "maxTotalValue", session.permissionId),
      );
    });
  });

  describe("what it does not protect from", () => {
    it("lets the key buy dear: it may ask for next to nothing in return", async () => {
      const built = await room();
      const { world, exchange, token, account, rival, rivals } = built;
      // Somebody buys before the account does, who may be whoever has the key, and so the price is theirs.
      await rivals(exchange.call("swap", [token.address, 0n, rival], parseEther("900")));
      await expectAccepted(world, await built.of("exchange").use(swap(built, most)));
      const got = await tokensOf(built, account.address);
      expect(got < outFor(most) / 50n, `${got} in place of ${outFor(most)}`).to.equal(true);
    });
  });
});
