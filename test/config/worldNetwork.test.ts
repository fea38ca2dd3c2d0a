import { expect } from "chai";
import { soneium, soneiumMinato } from "viem/chains";
import { soneiumChains, soneiumDescriptors, worldNetwork } from "../../src/config/networks.ts";

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

describe("soneiumDescriptors", () => {
  it("have the explorers of Soneium's chains, as viem's chain definitions name them", () => {
    const descriptors = soneiumDescriptors({ SONEIUM_BLOCKSCOUT_URL: "" });
    expect(descriptors).to.deep.equal(soneiumChains);
    for (const { id, blockExplorers } of [soneium, soneiumMinato]) {
      const { url, apiUrl } = descriptors[id].blockExplorers.blockscout;
      expect([url, apiUrl]).to.deep.equal([blockExplorers.default.url, `${url}/api`]);
    }
  });

  it("have the explorer that the environment names", () => {
    const { 1946: minato, 1868: mainnet } = soneiumDescriptors({
      SONEIUM_MINATO_BLOCKSCOUT_URL: "http://127.0.0.1:1/",
    });
    expect(minato.blockExplorers.blockscout).to.deep.equal({
      name: "Blockscout",
      url: "http://127.0.0.1:1",
      apiUrl: "http://127.0.0.1:1/api",
    });
    expect(mainnet).to.deep.equal(soneiumChains[1868]);
  });
});
