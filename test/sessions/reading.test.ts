import { expect } from "chai";
import {
  erc20SpendingLimit,
  sudo,
  timeFrame,
  toActionId,
  uniAction,
  usageLimit,
  valueLimit,
} from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { freshKey } from "../helpers/scene.ts";
import { deployNft, deployToken } from "../helpers/tokens.ts";
import { word } from "../helpers/words.ts";

/** The chain tells what a session may do, and how much of it is used. */
onEveryAccount("reading a session back", ({ kind, scene }) => {
  it("gives its key, its actions, its policies, and their limits and counters", async () => {
    const { world, harness, account, key, enable, now } = await scene();
    const nft = await deployNft(world);
    const session = await enable({
      target: nft.address,
      function: "mint(address to,uint256 id)",
      argumentRules: [{ argument: "id", condition: "lessThan", value: 9n, maxTotal: 20n }],
      maxValue: 10n ** 17n,
      maxTotalValue: 10n ** 18n,
      maxUses: 5,
      maxOperations: 4,
      validAfter: now,
      validUntil: now + 100n,
    });
    const calls = [nft.mint(account.address, 7n, 10n ** 16n), nft.mint(account.address, 8n, 10n ** 16n)];
    await expectAccepted(world, await harness.use({ account, session, key, calls }));

    const comparison = { offset: 32n, condition: "lessThan", ref: word(9n) };
    expect(await harness.readSession(account, session)).to.deep.equal({
      permissionId: session.permissionId,
      account: account.address,
      accountKind: kind,
      chainId: world.chainId,
      release: world.release.name,
      smartSession: world.contracts.SmartSession.address,
      moduleInstalled: true,
      nonce: (account.nonceKey(world.contracts.SmartSession.address) << 64n) + 1n,
      permitERC4337Paymaster: !world.release.limitsPaymasters,
      enabled: true,
      enableNonce: 0n,
      sessionValidator: session.session.sessionValidator,
      sessionValidatorData: session.session.sessionValidatorInitData,
      erc1271Policies: [],
      userOpPolicies: [
        {
          name: "TimeFramePolicy",
          address: timeFrame.address,
          state: { validAfter: now, validUntil: now + 100n },
        },
        { name: "UsageLimitPolicy", address: usageLimit.address, state: { limit: 4n, used: 1n } },
      ],
      actions: [
        {
          actionId: toActionId(nft.address, "0x40c10f19"),
          target: nft.address,
          selector: "0x40c10f19",
          policies: [
            {
              name: "UniActionPolicy",
              address: uniAction.address,
              state: { maxValue: 10n ** 17n, comparisons: [{ ...comparison, maxTotal: 20n, total: 15n }] },
            },
            {
              name: "ValueLimitPolicy",
              address: valueLimit.address,
              state: { limit: 10n ** 18n, used: 2n * 10n ** 16n },
            },
            { name: "UsageLimitPolicy", address: usageLimit.address, state: { limit: 5n, used: 2n } },
          ],
        },
      ],
    });
  });

  it("gives what was spent of a token", async () => {
    const { world, harness, account, key, enable } = await scene();
    const token = await deployToken(world);
    await expectAccepted(
      world,
      await harness.execute(account, [token.call("mint", [account.address, 100n])]),
    );
    const session = await enable({
      target: token.address,
      function: "transfer(address,uint256)",
      spendingLimit: 50n,
    });
    const calls = [token.call("transfer", [freshKey().address, 30n])];
    await expectAccepted(world, await harness.use({ account, session, key, calls }));
    const policies = async (asked: Parameters<typeof harness.readSession>[1]) =>
      (await harness.readSession(account, asked)).actions[0]?.policies;
    const policy = { name: "ERC20SpendingLimitPolicy", address: erc20SpendingLimit.address };
    const state = { token: token.address, limit: 50n, spent: 30n, approved: 0n };
    expect(await policies(session)).to.deep.equal([{ ...policy, state }]);
    // By its id alone the action is not known by target, and the policy counts by token.
    const { permissionId } = session;
    expect(await policies({ permissionId })).to.deep.equal([{ ...policy, state: null }]);
  });

  it("gives every action that was enabled under one permissionId", async () => {
    const { harness, account, enable } = await scene();
    const salt = `0x${"07".repeat(32)}` as const;
    await enable({ salt });
    const both = await enable({ salt, function: "decrement()", maxUses: 3 });
    const { actions } = await harness.readSession(account, both);
    expect(actions.map(({ selector }) => selector)).to.deep.equal([undefined, "0x2baeceb7"]);
    expect(actions.map(({ policies }) => policies.map(({ name }) => name))).to.deep.equal([
      [sudo.name],
      [usageLimit.name],
    ]);
  });

  it("says that a session is not enabled, never was, or is revoked", async () => {
    const { world, harness, account, compile, enable } = await scene();
    const none = { enabled: false, actions: [], userOpPolicies: [], erc1271Policies: [] };
    expect(await harness.readSession(account, compile())).to.deep.include({ ...none, enableNonce: 0n });
    const session = await enable({ maxUses: 1 });
    await expectAccepted(world, await harness.revoke(account, session));
    expect(await harness.readSession(account, session)).to.deep.include({ ...none, enableNonce: 1n });
  });
});
