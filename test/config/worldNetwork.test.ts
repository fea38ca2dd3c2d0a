import { expect } from "chai";
import { worldNetwork } from "../../src/config/networks.ts";

describe("worldNetwork", () => {
  it("is on the port that world serve has by default, whatever id the chain has", () => {
    const localhost = { type: "http", chainType: "op", url: "http://127.0.0.1:8545" };
    expect(worldNetwork({ WORLD_RPC_URL: "" })).to.deep.equal({ localhost });
  });

  it("is where the environment says", () => {
    const url = { _type: "ConfigurationVariable", name: "WORLD_RPC_URL" };
    expect(worldNetwork({ WORLD_RPC_URL: "http://127.0.0.1:1" }).localhost.url).to.deep.equal(url);
  });
});
