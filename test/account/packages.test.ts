import { expect } from "chai";
import { toSafeSmartAccount } from "permissionless/accounts";
import { createAccount, createWorld } from "../../src/index.ts";
import { fixture } from "../helpers/fixture.ts";
import { freshKey } from "../helpers/scene.ts";

// Faults of packages, stated: when one of these goes red, the way around it may go too.
describe("packages", () => {
  const world = fixture(createWorld);

  it("permissionless 0.4.1 with viem 2.57.20: a Safe7579's default nonce names a validator that nobody has", async () => {
    const { client, contracts } = await world();
    const owner = freshKey();
    const safe = {
      client,
      owners: [owner],
      version: "1.4.1" as const,
      safe4337ModuleAddress: contracts.Safe7579.address,
      erc7579LaunchpadAddress: contracts.Safe7579Launchpad.address,
      safeProxyFactoryAddress: contracts.SafeProxyFactory.address,
      safeSingletonAddress: contracts.Safe.address,
      attesters: [],
      attestersThreshold: 0,
    };
    // The nonce key is validator (20 bytes) ‖ 4 bytes, and viem fills it with the time in milliseconds.
    const validator = (nonce: bigint) => nonce >> 96n;
    expect(validator(await (await toSafeSmartAccount(safe)).getNonce())).not.to.equal(0n);
    const { smartAccount } = await createAccount(await world(), { owner });
    expect(validator(await smartAccount.getNonce())).to.equal(0n);
  });
});
