import { expect } from "chai";
import { zeroAddress } from "viem";
import { onEveryAccount } from "../helpers/accounts.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { undoneBy } from "../helpers/refusals.ts";
import { eventsOf, type PatternRoom, patternRoom } from "./patternScene.ts";
import { shouldHoldItsScope } from "./shouldHoldItsScope.ts";

/** The account's game. */
const gameId = 1n;

const stateOf = ({ world, game }: PatternRoom, contract = game) =>
  world.client.readContract({
    address: contract.address,
    abi: game.abi,
    functionName: "games",
    args: [gameId],
  });

/** A session plays, pays nothing, and gives nothing up. */
onEveryAccount("the pattern of a game", (matrix) => {
  const room = patternRoom(matrix);

  shouldHoldItsScope(matrix, {
    name: "game",
    lasts: 7200n,
    granted: ({ game }, index) => game.call("makeMove", [gameId, index]),
    between: ({ rivals, game }) => rivals(game.call("makeMove", [gameId, 8])),
    outside: {
      "the same move in another game's contract": ({ otherGame }) => otherGame.call("makeMove", [gameId, 4]),
      "a resignation": ({ game }) => game.call("resign", [gameId]),
      "the start of another game": ({ game, rival }) => game.call("startGame", [rival]),
      "a plain transfer of value to the contract": ({ game }) => ({ to: game.address, value: 1n }),
    },
    state: async (built) => [await stateOf(built), await stateOf(built, built.otherGame)],
  });

  it("makes a move, which the contract records as the account's", async () => {
    const built = await room();
    const { world, account, game } = built;
    const accepted = await expectAccepted(
      world,
      await built.of("game").use(game.call("makeMove", [gameId, 4])),
    );
    expect(eventsOf(accepted, game)).to.deep.equal([
      { eventName: "MoveMade", args: { gameId, player: account.address, position: 4 } },
    ]);
    expect(await stateOf(built)).to.deep.include({ marks: [1 << 4, 0], moves: 1, isOver: false });
  });

  it("plays a game to its end, and the winner is recorded", async () => {
    const built = await room();
    const { world, account, game, rivals } = built;
    const { use } = built.of("game");
    await expectAccepted(world, await use(game.call("makeMove", [gameId, 0])));
    await rivals(game.call("makeMove", [gameId, 3]));
    await expectAccepted(world, await use(game.call("makeMove", [gameId, 1])));
    await rivals(game.call("makeMove", [gameId, 4]));
    const accepted = await expectAccepted(world, await use(game.call("makeMove", [gameId, 2])));
    expect(eventsOf(accepted, game)[1]).to.deep.equal({
      eventName: "GameEnded",
      args: { gameId, winner: account.address },
    });
    expect(await stateOf(built)).to.deep.include({ isOver: true, winner: account.address });
  });

  it("leaves the rules of the game to its contract, which undoes a batch of two moves", async () => {
    const built = await room();
    const { world, account, game } = built;
    const calls = [0, 1].map((position) => game.call("makeMove", [gameId, position]));
    await expectReverted(
      world,
      await built.of("game").use(...calls),
      undoneBy(matrix.hiding, "target", "NotYourTurn", { gameId, caller: account.address }),
    );
    expect(await stateOf(built)).to.deep.include({ marks: [0, 0], moves: 0, winner: zeroAddress });
  });

  describe("maxValue 0, by UniActionPolicy", () => {
    it("refuses a wei with a move, alone and hidden in a batch", async () => {
      const built = await room();
      const { session, use, exceeded } = built.of("game");
      const { enforcement } = session;
      expect(enforcement.find(({ field }) => field === "maxValue")).to.include({
        value: 0n,
        enforcedBy: "UniActionPolicy (action policy)",
      });
      const paying = (wei: bigint) => built.game.call("makeMove", [gameId, 4], wei);
      for (const batch of [[1n], [0n, 1n], [1n, 0n]]) {
        expectRefused(await use(...batch.map(paying)), exceeded(1n, 0n));
      }
      expect(await built.balanceOf(built.game.address)).to.equal(0n);
      expect(await stateOf(built)).to.deep.include({ moves: 0 });
    });
  });

  describe("a rule of one's own", () => {
    it("holds the key to one game", async () => {
      const built = await room();
      const { world, rival, game, own } = built;
      await own(game.call("startGame", [rival]));
      const rule = { argument: "gameId", condition: "equal", value: gameId } as const;
      const { use, wrongArgument } = await built.regrant("game", { argumentRules: [rule] });
      const move = (id: bigint) => game.call("makeMove", [id, 4]);
      expectRefused(await use(move(2n)), wrongArgument);
      expectRefused(await use(move(gameId), move(2n)), wrongArgument);
      await expectAccepted(world, await use(move(gameId)));
    });
  });

  describe("what it does not protect from", () => {
    it("lets the key lose: bad moves are moves", async () => {
      const built = await room();
      const { world, rival, game, rivals } = built;
      const { use } = built.of("game");
      for (const [own, others] of [
        [0, 3],
        [1, 4],
        [8, 5],
      ]) {
        await expectAccepted(world, await use(game.call("makeMove", [gameId, own])));
        await rivals(game.call("makeMove", [gameId, others]));
      }
      expect((await stateOf(built)).winner.toLowerCase()).to.equal(rival.toLowerCase());
    });
  });
});
