import { getSmartSessionsValidator } from "@rhinestone/module-sdk";
import { expect } from "chai";
import fc from "fast-check";
import { type Abi, concat, decodeErrorResult, encodeFunctionData, type Hex, parseAbi, slice } from "viem";
import { createWorld, type Session, smartSessionAbi, sudo, type World } from "../../src/index.ts";
import { mined } from "../../src/world/mined.ts";
import { fixture } from "../helpers/fixture.ts";
import { needsV1 } from "../helpers/releases.ts";
import { drawnSession } from "./drawnSessions.ts";
import { ask, stubAccount } from "./stubAccount.ts";

const usable = (session: Session): Session => ({
  ...session,
  erc7739Policies: { allowedERC7739Content: [], erc1271Policies: [] },
  actions: [
    { actionTarget: stubAccount, actionTargetSelector: "0x12345678", actionPolicies: [sudo.encode()] },
  ],
});
const onInstall = (data: Hex) =>
  encodeFunctionData({ abi: parseAbi(["function onInstall(bytes data)"]), args: [data] });

/** What SmartSession answers an account that installs it. */
const install = ({ provider, contracts }: World, data: Hex) =>
  ask(provider, { from: stubAccount, to: contracts.SmartSession.address, data: onInstall(data) });

describe("install data as module-sdk encodes it", () => {
  needsV1("module-sdk's install data, held against SmartSession");
  const world = fixture((provider) => createWorld(provider, { release: "v1" }));

  it("enables the sessions that it holds, all of them", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawnSession.map(usable), { minLength: 1, maxLength: 3 }),
        async (sessions) => {
          const { provider, contracts, release, client } = await world();
          await provider.request({
            method: "hardhat_setBalance",
            params: [stubAccount, "0xde0b6b3a7640000"],
          });
          await provider.request({ method: "hardhat_impersonateAccount", params: [stubAccount] });
          const { address } = contracts.SmartSession;
          const data = onInstall(release.encodeInstallData(sessions));
          const hash = await provider.request({
            method: "eth_sendTransaction",
            params: [{ from: stubAccount, to: address, data, gas: "0x1c9c380" }],
          });
          await mined(provider, hash);
          for (const session of sessions) {
            const args = [release.permissionId(session), stubAccount] as const;
            const asked = {
              address,
              abi: smartSessionAbi,
              functionName: "isPermissionEnabled",
              args,
            } as const;
            expect(await client.readContract(asked)).to.equal(true);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it("may hold no sessions: it is then empty", async () => {
    const built = await world();
    expect(built.release.encodeInstallData([])).to.equal("0x");
    expect(await install(built, "0x")).to.equal("0x");
  });

  it("starts with the mode: 01, or 02 where no registry is to be asked", async () => {
    const built = await world();
    const session = usable(fc.sample(drawnSession, 1)[0] as Session);
    const given = built.release.encodeInstallData([session]);
    expect(slice(given, 0, 1)).to.equal("0x01");
    expect(await install(built, given)).to.equal("0x");
    expect(await install(built, concat(["0x02", slice(given, 1)]))).to.equal("0x");
    const sessions = [{ ...session, permitERC4337Paymaster: false, chainId: 0n }] as never;
    const unattested = getSmartSessionsValidator({ sessions, useRegistry: false }).initData;
    expect(slice(unattested, 0, 1)).to.equal("0x02");
  });

  it("is refused with InvalidMode without the mode, and with the mode of a use", async () => {
    const built = await world();
    const given = built.release.encodeInstallData([usable(fc.sample(drawnSession, 1)[0] as Session)]);
    for (const wrong of [slice(given, 1), concat(["0x00", slice(given, 1)])]) {
      const { errorName } = decodeErrorResult({
        abi: built.release.errorsAbi as Abi,
        data: await install(built, wrong),
      });
      expect(errorName).to.equal("InvalidMode");
    }
  });

  it("is refused with Panic(0x21) with a mode that there is not", async () => {
    const built = await world();
    const given = built.release.encodeInstallData([usable(fc.sample(drawnSession, 1)[0] as Session)]);
    const answer = await install(built, concat(["0x03", slice(given, 1)]));
    const abi = parseAbi(["error Panic(uint256 code)"]);
    expect(decodeErrorResult({ abi, data: answer }).args).to.deep.equal([0x21n]);
  });
});
