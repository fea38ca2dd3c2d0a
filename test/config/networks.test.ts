import { expect } from "chai";
import { soneium, soneiumMinato } from "viem/chains";
import { anvilNetwork, forkNetworks, liveNetworks, soneiumChains } from "../../src/config/networks.ts";

describe("liveNetworks", () => {
  it("are Soneium's, by the public RPCs that viem's chain definitions have, without accounts", () => {
    const networks = liveNetworks({ SONEIUM_RPC_URL: "" });
    for (const [name, chain] of Object.entries({ soneiumMinato, soneium })) {
      expect(networks[name as keyof typeof networks], name).to.deep.equal({
        type: "http",
        chainType: "op",
        chainId: chain.id,
        url: chain.rpcUrls.default.http[0],
      });
    }
  });

  it("are reached by the RPC that the environment names", () => {
    const { soneiumMinato: minato, soneium: mainnet } = liveNetworks({
      SONEIUM_MINATO_RPC_URL: "http://127.0.0.1:1/key",
      SONEIUM_RPC_URL: "https://rpc.example",
    });
    const variable = (name: string) => ({ _type: "ConfigurationVariable", name });
    expect([minato.url, mainnet.url]).to.deep.equal([
      variable("SONEIUM_MINATO_RPC_URL"),
      variable("SONEIUM_RPC_URL"),
    ]);
  });
});

describe("anvilNetwork", () => {
  it("is on anvil's own port, or where the environment says", () => {
    const onItsPort = { type: "http", chainType: "op", chainId: 1946, url: "http://127.0.0.1:8545" };
    expect(anvilNetwork({ ANVIL_RPC_URL: "" })).to.deep.equal({ anvil: onItsPort });
    const url = { _type: "ConfigurationVariable", name: "ANVIL_RPC_URL" };
    expect(anvilNetwork({ ANVIL_RPC_URL: "http://127.0.0.1:1" })).to.deep.equal({
      anvil: { ...onItsPort, url },
    });
  });
});

describe("forkNetworks", () => {
  it("are made of Soneium's chains, at the latest block", () => {
    const networks = forkNetworks({ SONEIUM_RPC_URL: "" });
    for (const [name, chain] of Object.entries({ soneiumMinatoFork: soneiumMinato, soneiumFork: soneium })) {
      expect(networks[name as keyof typeof networks], name).to.deep.include({
        type: "edr-simulated",
        chainId: chain.id,
        forking: { url: chain.rpcUrls.default.http[0] },
      });
      expect(soneiumChains[chain.id].name, name).to.be.a("string");
    }
  });

  it("are forked from the RPC, and at the block, that the environment names", () => {
    const { soneiumMinatoFork, soneiumFork } = forkNetworks({
      SONEIUM_MINATO_RPC_URL: "http://127.0.0.1:1",
      SONEIUM_MINATO_FORK_BLOCK: "21480277",
      SONEIUM_FORK_BLOCK: "latest", // refused where the fork is made
    });
    const url = { _type: "ConfigurationVariable", name: "SONEIUM_MINATO_RPC_URL" };
    expect(soneiumMinatoFork.forking).to.deep.equal({ url, blockNumber: 21_480_277 });
    expect(soneiumFork.forking).not.to.have.property("blockNumber");
  });
});
