import { expect } from "chai";
import { concat, encodeAbiParameters, encodeFunctionData, http, numberToHex, zeroAddress } from "viem";
import {
  ChainUnreachableError,
  diagnose,
  erc7579AccountAbi,
  httpProvider,
  InvalidInputError,
  instantBundler,
  type Requester,
  type World,
} from "../../src/index.ts";
import { cheat } from "../../src/world/cheat.ts";
import { connectChain } from "../../src/world/connectChain.ts";
import { buildFastSceneByHand } from "../helpers/byHand.ts";
import { increment } from "../helpers/counter.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { fixture } from "../helpers/fixture.ts";
import { freePort } from "../helpers/freePort.ts";
import { expectIlls, expectRule, findingsOf } from "./examined.ts";

describe("diagnose finds around a session", () => {
  const scene = fixture(buildFastSceneByHand("nexus"));

  /** A session and the calls that its key is to make. */
  const sound = async () => {
    const built = await scene();
    const { account, key, counter, enable } = built;
    const session = await enable();
    return { ...built, patient: { account, session, key, calls: [counter.call(increment)] } };
  };

  /** A bundler that answers so. */
  const answering = (chainId: unknown, entryPoints: unknown): Requester => ({
    request: async ({ method }) => (method === "eth_chainId" ? chainId : entryPoints),
  });

  describe("of the chain:", () => {
    it("that contracts are not those that are expected, or gone", async () => {
      const { world, patient } = await sound();
      const { EntryPoint, Safe, SmartSession } = world.contracts;
      await cheat(world.provider, "setCode", [Safe?.address, "0x60006000fd"]);
      const [other] = await expectIlls(world, patient, { canonicalCode: "failure" });
      expect(other?.finding).to.match(/^Not as expected: Safe at 0x\w+ has other code/);
      await cheat(world.provider, "setCode", [EntryPoint.address, "0x"]);
      await cheat(world.provider, "setCode", [SmartSession.address, "0x"]);
      const findings = await findingsOf(world, patient);
      const levels = Object.fromEntries(findings.map(({ id, level }) => [id, level]));
      expect(levels).to.include({
        entryPoint: "failure",
        canonicalCode: "failure",
        sessionEnabled: "warning",
        accountFunded: "warning",
        nonce: "warning",
      });
    });

    it("that a policy of the session has no code", async () => {
      const { world, account, key, counter, enable, now } = await scene();
      const session = await enable({ validUntil: now + 3600n });
      const calls = [counter.call(increment)];
      await cheat(world.provider, "setCode", [world.contracts.TimeFramePolicy.address, "0x"]);
      await expectIlls(
        world,
        { account, session, key, calls },
        { canonicalCode: "failure", policies: "failure policyConfigured", calls: "warning" },
      );
    });

    it("that it is another than the world was opened on", async () => {
      const { world, patient } = await sound();
      await expectIlls(
        { ...world, chainId: 1 },
        { account: patient.account },
        { chain: "failure signature" },
      );
    });

    it("names what is of this repository, which is no fault on a simulated chain", async () => {
      const { world, patient } = await sound();
      const code = (await findingsOf(world, patient)).find(({ id }) => id === "canonicalCode");
      expect(code?.level).to.equal("ok");
      expect(code?.finding).to.match(/Reference contracts of this repository stand for .*ModuleRegistry/);
    });

    it("an error where it does not answer", async () => {
      const { world, patient } = await sound();
      const { client } = await silenced(world);
      await expectToReject(diagnose({ ...world, client }, patient), ChainUnreachableError);
    });
  });

  describe("of the bundler:", () => {
    it("nothing where it serves this chain", async () => {
      const { world, patient } = await sound();
      await expectIlls(world, { ...patient, bundler: await instantBundler(world) }, {});
      const { address } = world.contracts.EntryPoint;
      const other = answering(numberToHex(world.chainId), [address.toLowerCase()]);
      await expectIlls(world, { ...patient, bundler: other }, {});
    });

    it("that it does not answer, or not as one", async () => {
      const { world, patient } = await sound();
      const url = `http://127.0.0.1:${await freePort()}`;
      const broken: Requester = { request: async () => Promise.reject(new Error("no such method")) };
      for (const bundler of [http(url, { retryCount: 0 }), httpProvider(url), broken]) {
        const [ill] = await expectIlls(world, { ...patient, bundler }, { bundler: "failure" });
        expect(ill?.finding).to.match(/^The bundler does not answer as one: /);
      }
    });

    it("that it serves another chain, or another EntryPoint", async () => {
      const { world, patient } = await sound();
      const { address } = world.contracts.EntryPoint;
      const [chain] = await expectIlls(
        world,
        { ...patient, bundler: answering("0x1", [address]) },
        { bundler: "failure" },
      );
      expect(chain?.finding).to.match(/serves chain 1, and this is chain/);
      for (const entryPoints of [[], [zeroAddress], null, ["0x"]]) {
        const bundler = answering(numberToHex(world.chainId), entryPoints);
        const [ill] = await expectIlls(world, { ...patient, bundler }, { bundler: "failure" });
        expect(ill?.finding).to.match(/does not support EntryPoint v0\.7/);
      }
    });

    it("that none was given, where the chain is live", async () => {
      const { world, patient } = await sound();
      await expectIlls({ ...world, kind: "live" }, patient, { bundler: "warning" });
    });
  });

  describe("of the module:", () => {
    it("that it is installed as something else", async () => {
      const { world, harness, account } = await sound();
      const { SmartSession } = world.contracts;
      await expectAccepted(world, await harness.uninstall(account));
      const client = {
        ...world.client,
        readContract: (asked: { functionName: string; args?: readonly unknown[] }) =>
          asked.functionName === "isModuleInstalled" && asked.args?.[0] === 2n
            ? Promise.resolve(true)
            : world.client.readContract(asked as never),
      } as World["client"];
      const [ill] = await expectIlls(
        { ...world, client },
        { account },
        { moduleInstalled: "failure moduleInstalled" },
      );
      expect(ill?.finding).to.include(
        `(${SmartSession.address}) is not installed as a validator, but as executor`,
      );
    });

    describe("on a Kernel", () => {
      const kernel = fixture(buildFastSceneByHand("kernel"));

      it("that it was installed without execute", async () => {
        const { world, harness, counter, key, compile } = await kernel();
        const account = await harness.createAccount({ kind: "kernel", salt: 1n });
        const bytes = { type: "bytes" } as const;
        const initData = concat([
          zeroAddress,
          encodeAbiParameters([bytes, bytes, bytes], ["0x", "0x", "0x"]),
        ]);
        const data = encodeFunctionData({
          abi: erc7579AccountAbi,
          functionName: "installModule",
          args: [1n, world.contracts.SmartSession.address, initData],
        });
        await expectAccepted(world, await harness.execute(account, [{ to: account.address, data }]));
        const session = compile();
        await expectAccepted(world, await harness.enable(account, [session]));
        const patient = { account, session, key, calls: [counter.call(increment)] };
        await expectIlls(world, patient, { moduleInstalled: "failure moduleInstalled" });
        expectRule(await harness.use(patient), "moduleInstalled");
      });
    });
  });

  it("an error that names the number of an operation that EntryPoint has no room for", async () => {
    const { world, patient, signed } = await sound();
    const { account, session } = patient;
    const operation = await signed(session.permissionId, "0x");
    for (const field of ["callGasLimit", "maxFeePerGas", "paymasterVerificationGasLimit"]) {
      const given = { account, operation: { ...operation, [field]: 2n ** 140n } };
      const act = () => diagnose(world, given);
      await expectInputError(act, `operation.${field}`, "(a number too great to show)", /at most 128 bits/);
    }
  });

  it("an error where something cannot be meant", async () => {
    const { world, patient, signed, compile } = await sound();
    const operation = await signed(patient.session.permissionId, "0x");
    const { permissionId } = compile();
    for (const given of [
      { ...patient, account: {} },
      { ...patient, operation },
      { ...patient, calls: [{ to: "0x12" }] },
      { ...patient, session: { ...patient.session, permissionId } },
      { ...patient, key: {} },
      { ...patient, calls: undefined, operation: { sender: patient.account.address } },
      { ...patient, bundler: "http://127.0.0.1" },
      { ...patient, surplus: 1 },
    ]) {
      await expectToReject(diagnose(world, given as never), InvalidInputError);
    }
  });
});

/** The same world on an RPC that has gone since. */
async function silenced({ provider }: World) {
  let isGone = false;
  const going = await connectChain({
    request: async (args) => {
      if (isGone) throw new ChainUnreachableError({ cause: "ECONNREFUSED" });
      return provider.request(args);
    },
  });
  isGone = true;
  return going;
}
