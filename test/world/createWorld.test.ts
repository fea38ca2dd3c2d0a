import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  getOwnableValidator,
  getSpendingLimitsPolicy,
  getUniversalActionPolicy,
  getValueLimitPolicy,
  REGISTRY_ADDRESS,
} from "@rhinestone/module-sdk";
import { expect } from "chai";
import { SMART_SESSIONS_ADDRESS } from "module-sdk-beta";
import { getAddress, type Hex, keccak256, numberToHex, parseAbi, zeroHash } from "viem";
import {
  ChainNotLocalError,
  createWorld,
  type Eip1193Provider,
  type PieceName,
  PlacementError,
  ReleaseNotPresentError,
  sudo,
  timeFrame,
  usageLimit,
  type World,
} from "../../src/index.ts";
import { canonicalV1 } from "../../src/world/canonical/canonicalV1.ts";
import { readCodeStore } from "../../src/world/canonical/codeStore.ts";
import { chooseRelease } from "../../src/world/chooseRelease.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { fixture } from "../helpers/fixture.ts";
import { localChain } from "../helpers/freshChain.ts";
import { hasV1, needsV1 } from "../helpers/releases.ts";

/** Names that the manifest has for other builds than those that packages hold. */
const accounts = ["Safe", "SafeProxyFactory"];

describe("createWorld on a local chain", () => {
  const world = fixture(createWorld, localChain);

  it("puts EntryPoint v0.7 at its canonical address, with its canonical code", async () => {
    const { contracts } = await world();
    expect(contracts.EntryPoint).to.deep.include({
      address: "0x0000000071727De22E5E9d8BAf0edAc6f37da032",
      origin: "genuine",
      codeHash: "0x8db5ff695839d655407cc8490bb7a5d82337a86a6b39c3f0258aa6c3b582fc58",
    });
  });

  it("holds SmartSession's beta where its SDK looks for it, with the code that the manifest pins", async () => {
    const { contracts, release } = await createWorld(await localChain(), { release: "beta" });
    expect(release.name).to.equal("beta");
    expect(contracts.SmartSession).to.deep.include({
      address: SMART_SESSIONS_ADDRESS,
      origin: "genuine",
      codeHash: "0x4dc83e051332d0f63e9024ef7289d760eb14c33534a67a959d19a54eb46a5ce3",
    });
  });

  it("holds the policies and the session validator where module-sdk 0.4.0's getters say", async () => {
    const { contracts } = await world();
    expect(contracts.SudoPolicy.address).to.equal(sudo.address);
    expect(contracts.TimeFramePolicy.address).to.equal(timeFrame.address);
    expect(contracts.UsageLimitPolicy.address).to.equal(usageLimit.address);
    const { policy: valueLimit } = getValueLimitPolicy({ limit: 1n });
    const rule = {
      condition: 0,
      offset: 0n,
      isLimited: false,
      ref: zeroHash,
      usage: { limit: 0n, used: 0n },
    };
    const { policy: universalAction } = getUniversalActionPolicy({
      valueLimitPerUse: 0n,
      paramRules: { length: 0n, rules: Array(16).fill(rule) as never },
    });
    const { policy: spendingLimit } = getSpendingLimitsPolicy([]);
    expect(contracts.ValueLimitPolicy.address).to.equal(valueLimit);
    expect(contracts.UniActionPolicy.address).to.equal(universalAction);
    expect(contracts.ERC20SpendingLimitPolicy.address).to.equal(getAddress(spendingLimit));
    const validator = getOwnableValidator({ threshold: 1, owners: [sudo.address] });
    expect(contracts.OwnableValidator.address).to.equal(validator.address);
    expect(contracts.ModuleRegistry.address).to.equal(REGISTRY_ADDRESS);
  });

  it("holds the accounts in the versions that the docs name", async () => {
    const { contracts, client } = await world();
    const abi = parseAbi([
      "function accountId() view returns (string)",
      "function VERSION() view returns (string)",
      "function eip712Domain() view returns (bytes1, string name, string version, uint256, address, bytes32, uint256[])",
    ]);
    const read = (name: PieceName, functionName: "accountId" | "VERSION" | "eip712Domain") =>
      client.readContract({ address: contracts[name].address, abi, functionName });
    expect(await read("Safe", "VERSION")).to.equal("1.4.1");
    expect((await read("Nexus", "eip712Domain")).slice(1, 3)).to.deep.equal(["Nexus", "1.0.1"]);
    expect((await read("Kernel", "eip712Domain")).slice(1, 3)).to.deep.equal(["Kernel", "0.3.1"]);
    expect(await read("ERC7579Account", "accountId")).to.equal("uMSA.advanced/withHook.v0.1");
  });

  it("says of each contract whether it is genuine, and its code hash is the chain's", async () => {
    const { contracts, client } = await world();
    for (const { name, address, origin, source, codeHash } of Object.values(contracts)) {
      const code = (await client.getCode({ address })) ?? "0x";
      expect(codeHash, name).to.equal(keccak256(code));
      const genuine = /^@.+@\d|^code store \(.+\)$/;
      expect(source, name).to.match(origin === "genuine" ? genuine : /^contracts\/.+\.sol$/);
    }
  });

  it("holds references of the policies and the validator beside the beta", async () => {
    const { contracts } = await createWorld(await localChain(), { release: "beta" });
    const references = Object.values(contracts).filter(({ origin }) => origin === "reference");
    expect(references.map(({ name }) => name)).to.deep.equal([
      "SudoPolicy",
      "TimeFramePolicy",
      "UsageLimitPolicy",
      "ValueLimitPolicy",
      "UniActionPolicy",
      "ERC20SpendingLimitPolicy",
      "OwnableValidator",
      "ModuleRegistry",
      "ReferenceAccountFactory",
    ]);
  });

  describe("with SmartSession v1", () => {
    needsV1("the world of v1");
    const v1World = fixture((provider) => createWorld(provider, { release: "v1" }), localChain);

    it("holds every contract of v1 at its canonical address, with the code that the manifest pins", async () => {
      const { contracts, release } = await v1World();
      expect(release.name).to.equal("v1");
      const canonical = canonicalV1.filter(({ name }) => name in contracts && !accounts.includes(name));
      const startales = [...readCodeStore().keys()].filter((name) => name.startsWith("Startale"));
      expect(canonical.map(({ name }) => name)).to.have.lengthOf(9 + startales.length);
      for (const { name, address, runtimeCodeHash: codeHash } of canonical) {
        expect(contracts[name as PieceName], name).to.deep.include({ address, codeHash, origin: "genuine" });
      }
    });

    it("holds no reference of what a session is enforced by", async () => {
      const { contracts } = await v1World();
      const references = Object.values(contracts).filter(({ origin }) => origin === "reference");
      expect(references.map(({ name }) => name)).to.deep.equal(["ModuleRegistry", "ReferenceAccountFactory"]);
    });
  });

  it("holds v1 by default where the code store holds v1, as the search for releases says", () => {
    expect(chooseRelease({}, { release: "all" }).release.name).to.equal(hasV1() ? "v1" : "beta");
  });

  describe("where the code store does not hold v1", () => {
    const codeStore = join(tmpdir(), "no-such-folder-of-a-code-store");

    it("holds the beta, whether or not each release is asked for", () => {
      expect(chooseRelease({ codeStore }, {}).release.name).to.equal("beta");
      expect(chooseRelease({ codeStore }, { release: "all" }).release.name).to.equal("beta");
    });

    it("refuses to hold v1, names what is missing and how to get it, and sends nothing", async () => {
      const provider = await localChain();
      const made = createWorld(provider, { codeStore, release: "v1" });
      const { missing, message } = await expectToReject(made, ReleaseNotPresentError);
      expect(missing).to.include.members(["SmartSession", "TimeFramePolicy", "OwnableValidator"]);
      expect(message).to.include("canonical pull");
      expect(await provider.request({ method: "eth_blockNumber" })).to.equal("0x0");
    });
  });

  it("refuses a release that there is not", async () => {
    const provider = await localChain();
    const made = () => createWorld(provider, { release: "v2" as never });
    await expectInputError(made, "release", "v2", /not a release/);
  });

  it("finds a world that stands already, and sends nothing", async () => {
    const { provider, client, contracts } = await world();
    const before = await client.getBlockNumber();
    const asked = new Set<string>();
    const again = await createWorld({
      request(args) {
        asked.add(args.method);
        return provider.request(args);
      },
    });
    expect(again.contracts).to.deep.equal(contracts);
    expect(await client.getBlockNumber()).to.equal(before);
    expect([...asked]).to.have.members(["eth_chainId", "eth_getCode", "hardhat_metadata"]);
  });

  it("puts a reference contract back where other code stands in its place", async () => {
    const { provider, contracts } = await world();
    const { address, codeHash } = contracts.TimeFramePolicy;
    await provider.request({ method: "hardhat_setCode", params: [address, "0x00"] });
    expect((await createWorld(provider)).contracts.TimeFramePolicy.codeHash).to.equal(codeHash);
  });

  it("refuses an EntryPoint with other code, naming it and both hashes", async () => {
    const { provider, contracts } = await world();
    const { address, codeHash } = contracts.EntryPoint;
    const code: Hex = await provider.request({ method: "eth_getCode", params: [address, "latest"] });
    const changed = `${code.slice(0, -2)}00`;
    await provider.request({ method: "hardhat_setCode", params: [address, changed] });
    const error = await createWorld(provider).catch((thrown) => thrown);
    expect(error).to.be.instanceOf(PlacementError);
    expect(error.message)
      .to.include("EntryPoint")
      .and.include(codeHash)
      .and.include(keccak256(changed as Hex));
  });

  describe("where account code stands that this process has not created", () => {
    let ids = 900_000;
    /** The chain by an id that this process knows nothing of. */
    const unknownTo = (provider: Eip1193Provider): Eip1193Provider => {
      ids += 1;
      const id = numberToHex(ids);
      return { request: async (args) => (args.method === "eth_chainId" ? id : provider.request(args)) };
    };
    const created = ({ contracts }: World) =>
      Object.values(contracts).filter(
        ({ name, source }) =>
          /^(@|contracts\/accounts)/.test(source) && !/^(EntryPoint|SmartSession)$/.test(name),
      );

    it("takes what its creation code leaves", async () => {
      const standing = await world();
      const again = await createWorld(unknownTo(standing.provider));
      expect(again.contracts).to.deep.equal(standing.contracts);
    });

    it("refuses each piece with one byte that differs, and names it", async () => {
      const standing = await world();
      const { provider, client } = standing;
      expect(created(standing)).to.have.lengthOf(12);
      for (const { name, address } of created(standing)) {
        const code = (await client.getCode({ address })) ?? "0x";
        const changed = `${code.slice(0, -2)}${code.endsWith("00") ? "01" : "00"}`;
        await provider.request({ method: "hardhat_setCode", params: [address, changed] });
        const error = await expectToReject(createWorld(unknownTo(provider)), PlacementError);
        expect(error.message, name).to.match(new RegExp(`^${name} could not be put at ${address}`));
        await provider.request({ method: "hardhat_setCode", params: [address, code] });
      }
    });
  });

  it("refuses another release than the one that stands there, and changes nothing", async () => {
    const provider = await localChain();
    const standing = await createWorld(provider, { release: "beta" });
    await expectInputError(
      () => createWorld(provider, { release: "v1" }),
      "release",
      "v1",
      /SmartSession beta stands there/,
    );
    const again = await createWorld(provider, { release: "beta" });
    expect(again.contracts).to.deep.equal(standing.contracts);
  });

  it("refuses a chain that lets no code be set, and sends nothing to it", async () => {
    const provider = await localChain();
    const asked: string[] = [];
    const live: Eip1193Provider = {
      request(args) {
        asked.push(args.method);
        if (/^(hardhat|anvil)_/.test(args.method)) throw new Error("method not found");
        return provider.request(args);
      },
    };
    const error = await createWorld(live).catch((thrown) => thrown);
    expect(error).to.be.instanceOf(ChainNotLocalError);
    expect(asked).not.to.include("eth_sendTransaction");
  });
});
