import { expect } from "chai";
import { sudo } from "../../../src/index.ts";
import { fixture } from "../../helpers/fixture.ts";
import { interfaceIds, policyCaller } from "../../helpers/policyCaller.ts";

describe("SudoPolicy (reference)", () => {
  const policy = fixture(policyCaller("policies/SudoPolicy", "SudoPolicy"));

  it("passes operations, actions and signatures, configured or not, for anybody", async () => {
    const { initialize, checkAction, checkUserOp, check1271, stranger } = await policy();
    expect(await checkAction(stranger)).to.deep.equal({ value: 0n });
    expect(await initialize("0xdeadbeef")).to.deep.equal({ value: undefined });
    expect(await checkAction()).to.deep.equal({ value: 0n });
    expect(await checkUserOp()).to.deep.equal({ value: 0n });
    expect(await check1271()).to.deep.equal({ value: true });
  });

  it("tells what it is (ERC-165)", async () => {
    const { supports } = await policy();
    for (const id of Object.values(interfaceIds)) expect(await supports(id)).to.deep.equal({ value: true });
    expect(await supports("0xffffffff")).to.deep.equal({ value: false });
  });

  it("is configured with nothing", () => {
    expect(sudo.encode()).to.deep.equal({ policy: sudo.address, initData: "0x" });
  });
});
