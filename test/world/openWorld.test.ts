import { expect } from "chai";
import { createSmartAccountClient } from "permissionless";
import {
  AccountKindNotPresentError,
  ChainCodeError,
  chainKey,
  changeModule,
  createAccount,
  createWorld,
  type Eip1193Provider,
  instantBundler,
  openWorld,
  PlacementError,
  planModule,
  setBalance,
  worldReport,
} from "../../src/index.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { freshChain, localChain } from "../helpers/freshChain.ts";
import { needsKind } from "../helpers/kinds.ts";
import { needsV1 } from "../helpers/releases.ts";
import { freshKey } from "../helpers/scene.ts";

/** What nobody answers on a live chain. */
const simulators = /^(hardhat|anvil|evm)_|^eth_(accounts|sendTransaction)$/;

/** A simulated chain as if it were live: it answers what a public RPC does. */
function asLive(provider: Eip1193Provider) {
  const asked = new Set<string>();
  const live: Eip1193Provider = {
    async request(args) {
      asked.add(args.method);
      if (!simulators.test(args.method)) return provider.request(args);
      throw Object.assign(new Error(`the method ${args.method} does not exist`), { code: -32601 });
    },
  };
  return { live, asked };
}

describe("openWorld", () => {
  it("makes a world of a simulated chain, and keeps its files apart from those of the chain whose id it has", async () => {
    const provider = await freshChain();
    const world = await openWorld(provider);
    expect(world.kind).to.not.equal("live");
    expect(world.contracts).to.deep.equal((await createWorld(provider)).contracts);
    expect(chainKey(world)).to.match(/^local\/1946-[0-9a-f]{8}$/);
    expect(chainKey(await openWorld(await localChain()))).to.not.equal(chainKey(world));
  });

  it("refuses other code in a contract's place, and leaves it there", async () => {
    const provider = await localChain();
    const { address } = (await createWorld(provider)).contracts.UsageLimitPolicy;
    await provider.request({ method: "hardhat_setCode", params: [address, "0x6001"] });
    await expectToReject(openWorld(provider), PlacementError);
    const params = [address, "latest"];
    expect(await provider.request({ method: "eth_getCode", params })).to.equal("0x6001");
  });

  it("refuses a live chain that does not hold SmartSession v1, and puts nothing there", async () => {
    const { live, asked } = asLive(await localChain());
    const error = await expectToReject(openWorld(live), ChainCodeError);
    expect(error.pieces.map(({ name }) => name)).to.include("SmartSession");
    expect([...asked].filter((method) => /send|set/i.test(method))).to.deep.equal([]);
  });

  describe("on a live chain with v1", () => {
    needsV1("live chains");

    async function build() {
      const provider = await freshChain();
      const simulated = await createWorld(provider);
      return { provider, simulated, ...asLive(provider) };
    }

    it("takes the canonical contracts as they stand, and asks for nothing that only a simulated chain does", async () => {
      const { live, asked, simulated } = await build();
      const world = await openWorld(live);
      expect(world.kind).to.equal("live");
      expect(world.instance).to.equal(undefined);
      expect(chainKey(world)).to.equal("1946");
      expect(worldReport(world)).to.match(/^World: live chain 1946, SmartSession v1/);
      for (const [name, contract] of Object.entries(world.contracts)) {
        const { address, codeHash } = simulated.contracts[name as keyof typeof simulated.contracts] ?? {};
        expect({ ...contract, name }).to.include({
          address,
          codeHash,
          origin: "genuine",
          source: "chain 1946",
        });
      }
      expect([...asked].filter((method) => /send|set/i.test(method))).to.deep.equal([]);
    });

    it("refuses one whose SmartSession was changed", async () => {
      const { provider, live, simulated } = await build();
      const { address } = simulated.contracts.SmartSession;
      await provider.request({ method: "hardhat_setCode", params: [address, "0x6001"] });
      const error = await expectToReject(openWorld(live), ChainCodeError);
      expect(error.pieces.map(({ name }) => name)).to.deep.equal(["SmartSession"]);
    });

    it("has no accounts whose contracts come from packages alone", async () => {
      const { live } = await build();
      const world = await openWorld(live);
      const error = await expectToReject(
        createAccount(world, { kind: "kernel" }),
        AccountKindNotPresentError,
      );
      expect(error.missing).to.deep.equal(["KernelFactory"]);
    });

    describe("with the Startale account", () => {
      needsKind("startale");

      it("installs and uninstalls the module by operations alone", async () => {
        const { live, simulated } = await build();
        const world = await openWorld(live);
        const account = await createAccount(world, { kind: "startale", owner: freshKey() });
        await setBalance(simulated, account.address, 10n ** 18n);
        const client = createSmartAccountClient({
          client: world.client,
          chain: world.client.chain,
          bundlerTransport: await instantBundler(simulated),
          pollingInterval: 1,
        });
        const sessions = { world, account, folder: "nowhere" };
        for (const wanted of ["installed", "uninstalled"] as const) {
          const plan = await planModule(sessions, [], wanted);
          await expectAccepted(world, await changeModule(sessions, { client }, plan));
          const isInstalled = await account.isInstalled(world.contracts.SmartSession.address);
          expect(isInstalled).to.equal(wanted === "installed");
        }
      });
    });
  });
});
