import { expect } from "chai";
import { parseAbi, zeroHash } from "viem";
import { sudo, toActionId, UnsupportedByReleaseError } from "../../../src/index.ts";
import { increment } from "../../helpers/counter.ts";
import { fixture } from "../../helpers/fixture.ts";
import { localChain } from "../../helpers/freshChain.ts";
import { buildScene } from "../../helpers/scene.ts";

describe("SmartSession beta", () => {
  const scene = fixture(buildScene("safe7579", "beta"), localChain);

  it("refuses a session that may sign contents, which it knows by name alone", async () => {
    const { world, compile } = await scene();
    const erc7739Policies = {
      allowedERC7739Content: [{ appDomainSeparator: zeroHash, contentNames: ["Mail(string contents)"] }],
      erc1271Policies: [],
    };
    const session = { ...compile().session, erc7739Policies };
    expect(() => world.release.encodeEnable([session])).to.throw(UnsupportedByReleaseError, /contents/);
  });

  // A fault of the beta, stated: its own list stays empty, so that each policy is asked for by itself.
  it("does not list an action's policies", async () => {
    const { world, account, counter, enable } = await scene();
    const { permissionId } = await enable();
    const actionId = toActionId(counter.address, increment);
    const { client, release, contracts } = world;
    const listed = await client.readContract({
      address: contracts.SmartSession.address,
      abi: parseAbi(["function getActionPolicies(address, bytes32, bytes32) view returns (address[])"]),
      functionName: "getActionPolicies",
      args: [account.address, permissionId, actionId],
    });
    expect(listed).to.deep.equal([]);
    const asked = {
      account: account.address,
      permissionId,
      actionId,
      candidates: [counter.address, sudo.address],
    };
    expect(await release.readActionPolicies(client, asked)).to.deep.equal([sudo.address]);
  });
});
