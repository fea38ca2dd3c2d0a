import { expect } from "chai";
import { parseEther } from "viem";
import { valueLimit } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { undoneBy } from "../helpers/refusals.ts";
import { freshKey } from "../helpers/scene.ts";
import { eventsOf, type PatternRoom, patternRoom } from "./patternScene.ts";
import { shouldHoldItsScope } from "./shouldHoldItsScope.ts";

const most = parseEther("5");
const total = parseEther("20");
/** Bids that come to the total, each higher than the one before. */
const bidsToTotal = ["3", "3.9", "4", "4.1", "5"].map((ether) => parseEther(ether));

type Met = Pick<PatternRoom, "world" | "marketplace" | "account">;

const bid = ({ marketplace, account }: Met, value: bigint, auctionId = 1n) =>
  marketplace.call("placeBid", [auctionId, account.address], value);

const auctionOf = ({ world, marketplace }: Met, auctionId = 1n) =>
  world.client.readContract({
    address: marketplace.address,
    abi: marketplace.abi,
    functionName: "auctions",
    args: [auctionId],
  });

const refundsOf = ({ world, marketplace, account }: Met) =>
  world.client.readContract({
    address: marketplace.address,
    abi: marketplace.abi,
    functionName: "refunds",
    args: [account.address],
  });

/** A session bids, for the account, so much in each bid and so much in all. */
onEveryAccount("the pattern of a marketplace", (matrix) => {
  const room = patternRoom(matrix);
  const state = async (built: PatternRoom) => [
    await auctionOf(built),
    await refundsOf(built),
    await built.balanceOf(built.marketplace.address),
  ];

  /** The room; and the limit of the total as it stands, and how it refuses. */
  const totalRoom = async () => {
    const built = await room();
    const of = built.of("marketplace");
    const { configId, session } = of;
    const at = { client: built.world.client, multiplexer: built.smartSession };
    return {
      ...built,
      ...of,
      used: async () =>
        (
          await valueLimit.readState({
            ...at,
            account: built.account.address,
            configId,
          })
        )?.used,
      overTotal: built.violates(valueLimit, "maxTotalValue", session.permissionId),
    };
  };

  shouldHoldItsScope(matrix, {
    name: "marketplace",
    lasts: 86_400n,
    granted: (built, index) => bid(built, 1000n + BigInt(index)),
    outside: {
      "a withdrawal of refunds to whoever has the key": ({ marketplace }) =>
        marketplace.call("withdraw", [freshKey().address]),
      "a withdrawal of refunds to the account": ({ marketplace, account }) =>
        marketplace.call("withdraw", [account.address]),
      "an auction of the account's own NFT": ({ marketplace, nft }) =>
        marketplace.call("createAuction", [nft.address, 3n, 1n]),
      "a settlement": ({ marketplace }) => marketplace.call("settle", [1n]),
      "the same call of another contract": (built) => ({ ...bid(built, 1000n), to: built.exchange.address }),
      "a plain transfer of value": ({ marketplace }) => ({ to: marketplace.address, value: 1n }),
    },
    state,
  });

  it("bids for the account", async () => {
    const built = await room();
    const { world, account, marketplace } = built;
    const accepted = await expectAccepted(world, await built.of("marketplace").use(bid(built, most)));
    expect(eventsOf(accepted, marketplace)).to.deep.equal([
      { eventName: "BidPlaced", args: { auctionId: 1n, bidder: account.address, amount: most } },
    ]);
    expect(await auctionOf(built)).to.include({ highestBid: most, highestBidder: account.address });
    expect(await built.balanceOf(marketplace.address)).to.equal(most);
  });

  describe("maxValue, by UniActionPolicy", () => {
    it("permits 5 ETH in a bid, and refuses a wei more, alone and hidden in a batch", async () => {
      const built = await room();
      const { session, use, exceeded } = built.of("marketplace");
      expect(session.enforcement.find(({ field }) => field === "maxValue")).to.include({
        value: most,
        enforcedBy: "UniActionPolicy (action policy)",
      });
      const before = await state(built);
      const [low, over] = [bid(built, 1n), bid(built, most + 1n)];
      for (const batch of [[over], [low, over], [over, low], [low, over, low]] as const) {
        expectRefused(await use(...batch), exceeded(most + 1n, most));
      }
      expect(await state(built)).to.deep.equal(before);
      await expectAccepted(built.world, await use(bid(built, most)));
    });
  });

  describe("bidder == the account, by UniActionPolicy", () => {
    it("refuses a bid for another account, which would get the NFT, alone and hidden in a batch", async () => {
      const built = await room();
      const { marketplace, account, rival } = built;
      const { session, use, wrongArgument } = built.of("marketplace");
      expect(session.enforcement.find(({ field }) => field === "argumentRules[0]")).to.include({
        value: `bidder == ${account.address}`,
        enforcedBy: "UniActionPolicy (action policy)",
      });
      const before = await state(built);
      const theft = marketplace.call("placeBid", [1n, rival], 1000n);
      for (const batch of [[theft], [bid(built, 1n), theft], [theft, bid(built, 1n)]])
        expectRefused(await use(...batch), wrongArgument);
      expect(await state(built)).to.deep.equal(before);
    });
  });

  describe("maxTotalValue, by ValueLimitPolicy", () => {
    it("permits 20 ETH in all, and refuses a wei more", async () => {
      const built = await totalRoom();
      const { world, session, use, used, overTotal } = built;
      expect(session.enforcement.find(({ field }) => field === "maxTotalValue")).to.include({
        value: total,
        enforcedBy: "ValueLimitPolicy (action policy)",
      });
      const bids = bidsToTotal.map((value) => bid(built, value));
      // In one operation as in several: each call is counted.
      expectRefused(await use(...bids, bid(built, 1n, 2n)), overTotal);
      await expectAccepted(world, await use(...bids));
      expect(await used()).to.equal(total);
      expectRefused(await use(bid(built, 1n, 2n)), overTotal);
      expect(await auctionOf(built)).to.include({ highestBid: most });
      expect(await auctionOf(built, 2n)).to.include({ highestBid: 0n });
    });

    it("is not given back by a refund: what was bid stays counted", async () => {
      const built = await totalRoom();
      const { world, account, rival, rivals, marketplace, own, use, used, overTotal } = built;
      await expectAccepted(world, await use(...bidsToTotal.map((value) => bid(built, value))));
      await rivals(marketplace.call("placeBid", [1n, rival], most + 1n));
      expect(await refundsOf(built)).to.equal(total);
      expectRefused(await use(bid(built, 1n, 2n)), overTotal);
      const before = await built.balanceOf(account.address);
      await own(marketplace.call("withdraw", [account.address]));
      expect((await built.balanceOf(account.address)) > before, "the account has its bids again").to.equal(
        true,
      );
      expect([await refundsOf(built), await used()]).to.deep.equal([0n, total]);
      expectRefused(await use(bid(built, 1n, 2n)), overTotal);
      expect(await auctionOf(built, 2n)).to.include({ highestBid: 0n });
    });

    it("counts a bid that the marketplace refuses", async () => {
      const built = await totalRoom();
      const { world, rival, rivals, marketplace, use, used } = built;
      await rivals(marketplace.call("placeBid", [1n, rival], most));
      await expectReverted(
        world,
        await use(bid(built, most)),
        undoneBy(matrix.hiding, "target", "BidTooLow", { bid: most, highestBid: most }),
      );
      expect([await used(), await refundsOf(built)]).to.deep.equal([most, 0n]);
    });
  });

  describe("a rule of one's own", () => {
    it("holds the key to one auction, with the account's own rule beside it", async () => {
      const built = await room();
      const { use, wrongArgument } = await built.regrant("marketplace", {
        argumentRules: [
          { argument: "bidder", condition: "equal", value: "account" },
          { argument: "auctionId", condition: "equal", value: 1n },
        ],
      });
      expectRefused(await use(bid(built, 1n, 2n)), wrongArgument);
      await expectAccepted(built.world, await use(bid(built, 1n, 1n)));
    });
  });

  describe("what it does not protect from", () => {
    it("lets whoever has the key sell the account what is worth nothing, for the total and not a wei more", async () => {
      const built = await totalRoom();
      const { world, rival, rivals, nft, marketplace, use, overTotal, goTo } = built;
      for (const tokenId of [3n, 4n])
        await rivals(
          nft.call("mint", [rival, tokenId], parseEther("0.01")),
          marketplace.call("createAuction", [nft.address, tokenId, 3600n]),
        );
      const before = await built.balanceOf(rival);
      await expectAccepted(world, await use(bid(built, most, 1n), bid(built, most, 2n)));
      await expectAccepted(world, await use(bid(built, most, 3n), bid(built, most, 4n)));
      expectRefused(await use(bid(built, 1n, 3n)), overTotal);

      await goTo((await auctionOf(built, 1n)).end);
      await rivals(
        ...[1n, 2n, 3n, 4n].map((auctionId) => marketplace.call("settle", [auctionId])),
        marketplace.call("withdraw", [rival]),
      );
      const gained = (await built.balanceOf(rival)) - before;
      // Beside it only fees of operations.
      const aside = parseEther("0.1");
      expect(gained > total - aside && gained < total + aside, `${gained} wei`).to.equal(true);
    });
  });
});
