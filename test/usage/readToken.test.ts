import { expect } from "chai";
import { type Address, encodeAbiParameters, type Hex, parseAbiParameters, RpcRequestError } from "viem";
import {
  ChainUnreachableError,
  connectChain,
  contractArtifact,
  createHarness,
  deployContract,
  type Eip1193Provider,
} from "../../src/index.ts";
import { readToken } from "../../src/usage/readToken.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { fixture } from "../helpers/fixture.ts";

const contract: Address = "0x00000000000000000000000000000000000070ce";

describe("asking whether a contract is a token", () => {
  const scene = fixture(async (provider) => (await createHarness({ provider })).world);

  /** A chain on which calls are answered so: `decimals()`, then `symbol()`. */
  const answering = async (...answers: readonly (Hex | Error)[]) => {
    const { provider } = await scene();
    const waiting = [...answers];
    const request = async (asked: { method: string }) => {
      if (asked.method !== "eth_call") return provider.request(asked);
      const answer = waiting.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    };
    return connectChain({ request } as Eip1193Provider);
  };
  const number = (value: bigint) => encodeAbiParameters(parseAbiParameters("uint256"), [value]);
  const text = (value: string) => encodeAbiParameters(parseAbiParameters("string"), [value]);
  const ofRpc = (code: number, message: string) =>
    new RpcRequestError({ body: { method: "eth_call" }, url: "host", error: { code, message } });

  it("tells a token's symbol and decimals", async () => {
    const world = await scene();
    const token = await deployContract(world, contractArtifact("targets/Token").bytecode);
    expect(await readToken(world, token)).to.deep.equal({ symbol: "TKN", decimals: 18 });
  });

  it("tells what is no token: an ERC-721, an account without code, what reverts or answers nonsense", async () => {
    const world = await scene();
    const treasury = encodeAbiParameters(parseAbiParameters("address"), [contract]);
    const { bytecode } = contractArtifact("targets/Nft");
    const nft = await deployContract(world, `${bytecode}${treasury.slice(2)}`);
    expect(await readToken(world, nft)).to.equal(undefined);
    expect(await readToken(world, contract)).to.equal(undefined);
    expect(await readToken(await answering("0x12"), contract)).to.equal(undefined);
    for (const message of ["execution reverted", "invalid opcode: INVALID", "out of gas"]) {
      expect(await readToken(await answering(ofRpc(-32000, message)), contract), message).to.equal(undefined);
    }
  });

  it("takes no more decimals than ERC-20 knows, and cuts what is no symbol", async () => {
    expect(await readToken(await answering(number(255n), text("A")), contract)).to.deep.equal({
      symbol: "A",
      decimals: 255,
    });
    for (const decimals of [256n, 10n ** 9n, 2n ** 256n - 1n]) {
      const { symbol, decimals: known } =
        (await readToken(await answering(number(decimals), text("x".repeat(20_000))), contract)) ?? {};
      expect(known).to.equal(undefined);
      expect(symbol).to.equal("x".repeat(64));
    }
    const nameless = await answering(number(6n), "0x");
    expect(await readToken(nameless, contract)).to.deep.equal({ symbol: undefined, decimals: 6 });
  });

  it("takes no refusal of the chain for the contract's", async () => {
    for (const error of [
      ofRpc(-32005, "rate limit exceeded"),
      ofRpc(-32603, "internal error"),
      new ChainUnreachableError({ cause: "ECONNREFUSED" }),
    ]) {
      await expectToReject(readToken(await answering(error), contract), Error);
      await expectToReject(readToken(await answering(number(6n), error), contract), Error);
    }
  });
});
