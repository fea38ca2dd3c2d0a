import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type Address, type Hex, keccak256 } from "viem";
import { hasAnvil } from "../../scripts/anvil/hasAnvil.ts";
import { startAnvil } from "../../scripts/anvil/startAnvil.ts";
import {
  ChainCodeError,
  contractArtifact,
  createWorld,
  type Eip1193Provider,
  PlacementError,
  type World,
  WrongChainError,
  worldReport,
} from "../../src/index.ts";
import {
  type CanonicalContract,
  type CanonicalName,
  canonicalV1,
} from "../../src/world/canonical/canonicalV1.ts";
import { create2Proxy } from "../../src/world/canonical/create2Proxy.ts";
import { missingOfV1 } from "../../src/world/canonical/manifest.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { genuineCode } from "../helpers/genuineCode.ts";
import { needsCodeStore, skipped } from "../helpers/releases.ts";
import { forkOf, startUpstream, type Upstream } from "../helpers/upstream.ts";

const setCode = (provider: Eip1193Provider, address: Address, code: Hex) =>
  provider.request({ method: "hardhat_setCode", params: [address, code] });

const codeAt = (provider: Eip1193Provider, address: Address): Promise<Hex> =>
  provider.request({ method: "eth_getCode", params: [address, "latest"] });

/** The same code but for its last byte. */
const withOtherByte = (code: Hex): Hex => `${code.slice(0, -2)}${code.endsWith("00") ? "01" : "00"}` as Hex;

/** The world of a chain that holds v1, whatever release the run is on. */
const forkWorld = (provider: Eip1193Provider) => createWorld(provider, { release: "v1" });

/** What a chain needs to hold that a world of v1 is made of. */
const needed = missingOfV1(new Map()).map((name) => ({ name, address: addressOf(name) }));

function addressOf(wanted: CanonicalName): Address {
  const { address } = canonicalV1.find(({ name }) => name === wanted) as CanonicalContract;
  return address;
}

describe("createWorld on a fork", () => {
  let upstream: Upstream;
  let empty: unknown;
  before(async () => {
    upstream = await startUpstream();
  });
  after(() => upstream.close());
  beforeEach(async () => {
    empty = await upstream.provider.request({ method: "evm_snapshot" });
  });
  afterEach(() => upstream.provider.request({ method: "evm_revert", params: [empty] }));

  it("refuses a chain without v1, naming all that is not there, and puts nothing on the fork", async () => {
    const fork = await forkOf(upstream.url);
    const { pieces, message } = await expectToReject(forkWorld(fork), ChainCodeError);
    expect(pieces.map(({ name }) => name)).to.have.members(needed.map(({ name }) => name));
    expect(message)
      .to.match(/^Chain 1946 at block 0 does not hold/)
      .and.match(/SudoPolicy \(0x.+\): there is no code/);
    expect(await codeAt(fork, create2Proxy.address)).to.equal("0x");
  });

  it("refuses code that is not as pinned, naming the contract and both hashes", async () => {
    const [{ address, runtimeCodeHash }] = canonicalV1.filter(({ name }) => name === "SmartSession") as [
      (typeof canonicalV1)[number],
    ];
    await setCode(upstream.provider, address, "0x6001");
    const error = await expectToReject(forkWorld(await forkOf(upstream.url)), ChainCodeError);
    expect(error.pieces[0]).to.deep.include({
      name: "SmartSession",
      address,
      pinned: runtimeCodeHash,
      actual: keccak256("0x6001"),
    });
  });

  it("refuses to hold the beta, which no user meets there", async () => {
    const provider = await forkOf(upstream.url);
    await expectInputError(() => createWorld(provider, { release: "beta" }), "release", "beta", /fork holds/);
  });

  it("refuses a fork of a chain with another id", async () => {
    const fork = await forkOf(upstream.url);
    const provider: Eip1193Provider = {
      request: async (args) => (args.method === "eth_chainId" ? "0x74c" : fork.request(args)),
    };
    expect(await expectToReject(forkWorld(provider), WrongChainError)).to.include({
      expected: 1868,
      actual: 1946,
    });
  });

  it("is not brought down by an anvil as its upstream, whose blocks say nothing of the base fee", async function () {
    if (!hasAnvil()) {
      const what = "forks of an anvil";
      skipped.push({ what, why: "there is no anvil on the PATH", command: "install Foundry's anvil" });
      this.skip();
    }
    const anvil = await startAnvil();
    try {
      const fork = await forkOf(anvil.url);
      await fork.request({ method: "hardhat_mine", params: ["0x2"] });
      await expectToReject(forkWorld(fork), ChainCodeError);
    } finally {
      await anvil.stop();
    }
  });

  describe("of a chain that holds v1", () => {
    needsCodeStore("worlds on forks of a chain that holds v1");

    beforeEach(async () => {
      for (const { name, address } of needed) await setCode(upstream.provider, address, genuineCode(name));
    });

    it("has the chain's own v1, and puts there from packages what accounts need and the chain lacks", async () => {
      const world = await forkWorld(await forkOf(upstream.url));
      expect(world).to.deep.include({ kind: "fork", forked: { chainId: 1946, blockNumber: 0n } });
      expect(world.release.name).to.equal("v1");
      for (const { name } of needed) {
        expect(world.contracts[name as keyof World["contracts"]], name).to.deep.include({
          origin: "genuine",
          source: "chain 1946",
        });
      }
      expect(world.contracts.Nexus.source).to.match(/^@rhinestone\/modulekit@/);
      expect(await codeAt(upstream.provider, world.contracts.Nexus.address)).to.equal("0x");
      expect(worldReport(world))
        .to.match(/^World: fork of chain 1946 at block 0, SmartSession v1$/m)
        .and.match(/^ {2}on the chain: +SmartSession, .*OwnableValidator$/m)
        .and.match(/^ {2}from packages: +EntryPoint, Safe7579, .*Nexus/m);
    });

    it("uses the account code that the chain has, where that is as pinned", async () => {
      const { contracts } = await forkWorld(upstream.provider);
      const onFork = await forkWorld(await forkOf(upstream.url));
      expect(onFork.contracts.Kernel).to.deep.equal({ ...contracts.Kernel, source: "chain 1946" });
    });

    for (const { name, address } of needed) {
      it(`refuses ${name} with one byte that differs, and names it alone`, async () => {
        await setCode(upstream.provider, address, withOtherByte(genuineCode(name)));
        const error = await expectToReject(forkWorld(await forkOf(upstream.url)), ChainCodeError);
        expect(error.pieces.map((piece) => piece.name)).to.deep.equal([name]);
      });
    }

    it("refuses account code with one byte that differs, and names it", async () => {
      const { contracts } = await forkWorld(upstream.provider);
      for (const { name, address } of Object.values(contracts).filter(({ source }) =>
        source.startsWith("@"),
      )) {
        const code = await codeAt(upstream.provider, address);
        await setCode(upstream.provider, address, withOtherByte(code));
        const error = await forkWorld(await forkOf(upstream.url)).catch((thrown) => thrown);
        expect(error, name).to.satisfy(
          (one: unknown) => one instanceof ChainCodeError || one instanceof PlacementError,
        );
        expect(error.message).to.include(name);
        await setCode(upstream.provider, address, code);
      }
    });

    it("takes this repository's stand-in for the registry, as a world that is served has it", async () => {
      const address = addressOf("RhinestoneRegistry");
      await setCode(
        upstream.provider,
        address,
        contractArtifact("validators/OpenModuleRegistry").deployedBytecode,
      );
      const { contracts } = await forkWorld(await forkOf(upstream.url));
      expect(contracts.ModuleRegistry.origin).to.equal("reference");
      await setCode(upstream.provider, address, "0x6001");
      const error = await expectToReject(forkWorld(await forkOf(upstream.url)), ChainCodeError);
      expect(error.pieces.map(({ name }) => name)).to.deep.equal(["RhinestoneRegistry"]);
    });

    it("is made on Soneium too, where code that holds its chain's values is left alone unless it is known", async () => {
      const soneium = await startUpstream(1868);
      try {
        for (const { name, address } of needed) await setCode(soneium.provider, address, genuineCode(name));
        const unknownThere = addressOf("Safe7579-v2");
        await setCode(soneium.provider, unknownThere, "0x6001");
        const world = await forkWorld(await forkOf(soneium.url, "soneiumFork"));
        expect(world).to.deep.include({ chainId: 1868, forked: { chainId: 1868, blockNumber: 0n } });
        expect(world.contracts.SmartSession.source).to.equal("chain 1868");

        await setCode(soneium.provider, addressOf("StartaleSmartAccount"), "0x6001");
        const error = await expectToReject(
          forkWorld(await forkOf(soneium.url, "soneiumFork")),
          ChainCodeError,
        );
        expect(error.pieces.map(({ name }) => name)).to.deep.equal(["StartaleSmartAccount"]);
      } finally {
        soneium.close();
      }
    });

    it("makes a world of v1 of a local chain that holds it, where the code store of who uses it does not", async () => {
      const codeStore = join(tmpdir(), "no-such-folder-of-a-code-store");
      const world = await createWorld(upstream.provider, { codeStore });
      expect(world).to.include({ kind: "local" });
      expect(world.release.name).to.equal("v1");
      expect(world.contracts.SmartSession.source).to.equal("chain 1946");
    });
  });
});
