import { expect } from "chai";
import { entryPoint07Address, type UserOperation } from "viem/account-abstraction";
import {
  InvalidInputError,
  PaymasterServiceRefusedError,
  PaymasterServiceUnreachableError,
  paymasterService,
} from "../../src/index.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import {
  type Asked,
  Failure,
  hangUp,
  Page,
  type RpcServer,
  rpcServer,
  secret,
  shownOf,
  silence,
} from "./rpcServer.ts";

const payer = `0x${"ab".repeat(20)}` as const;
const operation: UserOperation<"0.7"> = {
  sender: `0x${"11".repeat(20)}`,
  nonce: 7n,
  callData: "0x1234",
  callGasLimit: 1n,
  verificationGasLimit: 2n,
  preVerificationGas: 3n,
  maxFeePerGas: 4n,
  maxPriorityFeePerGas: 5n,
  signature: "0x",
};
const question = { ...operation, chainId: 1946, entryPointAddress: entryPoint07Address };

describe("paymasterService", () => {
  let server: RpcServer | undefined;
  afterEach(() => server?.close());
  const serve = async (answer: (asked: Asked) => unknown, options = {}) => {
    server = await rpcServer(answer);
    return { server, service: paymasterService(server.url, options) };
  };

  for (const [method, ask] of [
    ["pm_getPaymasterStubData", "getPaymasterStubData"],
    ["pm_getPaymasterData", "getPaymasterData"],
  ] as const) {
    it(`asks ${method} with operation, EntryPoint, chain and context`, async () => {
      const limits = { paymasterVerificationGasLimit: "0x10", paymasterPostOpGasLimit: "0x20" };
      const answer = { paymaster: payer, paymasterData: "0xff", ...limits };
      const { server, service } = await serve(() => answer, { context: { policy: "p" } });
      expect(await service[ask](question)).to.include({
        paymaster: "0xABaBaBaBABabABabAbAbABAbABabababaBaBABaB",
        paymasterData: "0xff",
        paymasterVerificationGasLimit: 16n,
        paymasterPostOpGasLimit: 32n,
      });
      expect(server.asked.map((one) => one.method)).to.deep.equal([method]);
      const [asked, ...rest] = server.asked[0]?.params ?? [];
      expect(asked).to.include({ sender: operation.sender, nonce: "0x7", callGasLimit: "0x1" });
      expect(rest).to.deep.equal([entryPoint07Address, "0x79a", { policy: "p" }]);
    });

    it(`tells by its words and its code that ${method} does not pay, once asked`, async () => {
      const { server, service } = await serve(() => new Failure(-32000, `no money for ${secret}`));
      const error = await expectToReject(service[ask](question), PaymasterServiceRefusedError);
      expect({ ...error }).to.deep.include({ rpcCode: -32000, said: "no money for …" });
      expect(error.shortMessage).to.equal(
        `The paymaster service at ${server.host} does not pay: no money for … (-32000).`,
      );
      expect(shownOf(error)).not.to.include(secret);
      expect(server.asked).to.have.lengthOf(1);
    });
  }

  it("takes what a service leaves out for what the bundler is to say", async () => {
    const { service } = await serve(() => ({ paymaster: payer }));
    expect(await service.getPaymasterStubData(question)).to.deep.equal({
      paymaster: "0xABaBaBaBABabABabAbAbABAbABabababaBaBABaB",
      paymasterData: "0x",
      isFinal: false,
    });
  });

  for (const [title, answer, reason] of [
    ["names no paymaster", { paymasterData: "0x" }, /has no paymaster that can be used \(ERC-7677\)/],
    ["names what is no address", { paymaster: "0x12" }, /has no paymaster that can be used/],
    ["gives data that is none", { paymaster: payer, paymasterData: "0x1" }, /has no paymasterData/],
    ["answers in a text", "yes", /is no object/],
    ["answers with a page", new Page(502), /HTTP 502/],
    ["hangs up", hangUp, /UND_ERR_SOCKET/],
  ] as const) {
    it(`is told from a service that ${title}`, async () => {
      const { service } = await serve(() => answer);
      const error = await expectToReject(
        service.getPaymasterStubData(question),
        PaymasterServiceUnreachableError,
      );
      expect(error.shortMessage).to.match(reason);
      expect(error.status).to.equal(answer instanceof Page ? 502 : undefined);
      expect(shownOf(error)).not.to.include(secret);
    });
  }

  it("does not wait longer than it may", async () => {
    const { service } = await serve(() => silence, { timeout: 50 });
    const error = await expectToReject(service.getPaymasterData(question), PaymasterServiceUnreachableError);
    expect(error.shortMessage).to.match(/no answer within 0\.05 seconds/);
    expect(shownOf(error)).not.to.include(secret);
  });

  it("refuses what is no URL", () => {
    expect(() => paymasterService(secret))
      .to.throw(InvalidInputError)
      .property("message")
      .not.include(secret);
  });
});
