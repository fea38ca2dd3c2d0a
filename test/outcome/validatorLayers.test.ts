import { expect } from "chai";
import { encodeErrorResult, parseAbi } from "viem";
import { createAccount, createWorld } from "../../src/index.ts";
import { validatorLayers } from "../../src/outcome/validatorLayers.ts";
import { fixture } from "../helpers/fixture.ts";

const data = encodeErrorResult({ abi: parseAbi(["error Error(string)"]), args: ["GS026"] });

describe("validatorLayers", () => {
  const scene = fixture(async (provider) => {
    const world = await createWorld(provider);
    return { world, account: await createAccount(world) };
  });

  it("names the account where SmartSession asks it about an enable signature and it reverts", async () => {
    const { world, account } = await scene();
    const callee = { address: account.address, input: "0x1626ba7e", data } as const;
    expect(validatorLayers(world, account, { revert: data, callee }, "asked")).to.deep.equal([
      {
        layer: "account",
        address: account.address,
        data,
        known: "asked",
        code: "Error",
        args: { message: "GS026" },
        rule: "enableSignature",
      },
    ]);
  });

  it("names a policy by its address, whatever it says", async () => {
    const { world, account } = await scene();
    const callee = { address: world.contracts.SudoPolicy.address, input: "0x05c00895", data } as const;
    const layers = validatorLayers(world, account, { revert: data, callee }, "asked");
    expect(layers.map(({ layer, code }) => `${layer} ${code}`)).to.deep.equal([
      "SmartSession Error",
      "policy Error",
    ]);
  });
});
