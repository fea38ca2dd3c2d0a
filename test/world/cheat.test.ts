import { expect } from "chai";
import { cheat } from "../../src/world/cheat.ts";
import { expectToReject } from "../helpers/expectToReject.ts";

const address = "0x00000000000000000000000000000000000000aa";

/** A chain that says what it is, and what it was asked. */
function chainOf(clientVersion: () => unknown) {
  const asked: { method: string; params?: unknown }[] = [];
  const request = async (args: { method: string; params?: unknown }) => {
    asked.push(args);
    return args.method === "web3_clientVersion" ? clientVersion() : null;
  };
  return { provider: { request }, asked };
}

describe("cheat", () => {
  for (const [version, prefix] of [
    ["anvil/v1.7.1", "anvil"],
    ["Anvil/v0.2.0", "anvil"],
    ["HardhatNetwork/3.17.0/@nomicfoundation/edr/0.20.0", "hardhat"],
    ["Geth/v1.16.0-anvil", "hardhat"],
    [undefined, "hardhat"],
  ] as const) {
    it(`takes ${prefix}_ on ${version ?? "a chain that does not say what it is"}`, async () => {
      const { provider, asked } = chainOf(() => version);
      await cheat(provider, "setCode", [address, "0x00"]);
      expect(asked.at(-1)).to.deep.equal({ method: `${prefix}_setCode`, params: [address, "0x00"] });
    });
  }

  it("asks a chain once what it is, and each chain by itself", async () => {
    const [one, other] = [chainOf(() => "anvil/v1.7.1"), chainOf(() => "HardhatNetwork/3.17.0")];
    for (const { provider } of [one, one, other]) await cheat(provider, "setBalance", [address, "0x1"]);
    const methods = ({ asked }: typeof one) => asked.map(({ method }) => method);
    expect(methods(one)).to.deep.equal(["web3_clientVersion", "anvil_setBalance", "anvil_setBalance"]);
    expect(methods(other)).to.deep.equal(["web3_clientVersion", "hardhat_setBalance"]);
  });

  it("asks again where a chain could not say", async () => {
    const answers = [() => expect.fail("not yet"), () => "anvil/v1.7.1"];
    const { provider, asked } = chainOf(() => answers.shift()?.());
    for (const nonce of ["0x1", "0x2"]) await cheat(provider, "setBalance", [address, nonce]);
    expect(asked.map(({ method }) => method).filter((method) => method.endsWith("setBalance"))).to.deep.equal(
      ["hardhat_setBalance", "anvil_setBalance"],
    );
  });

  it("passes on what a chain says that is not local", async () => {
    const request = async ({ method }: { method: string }) => {
      if (method !== "web3_clientVersion") throw new RangeError("the method hardhat_setCode does not exist");
      return "reth/v1.8.0";
    };
    await expectToReject(cheat({ request }, "setCode", [address, "0x00"]), RangeError);
  });
});
