import { expect } from "chai";
import { parseAbi, parseEther } from "viem";
import { type Permission, toActionConfigId, toActionId, uniAction, valueLimit } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { deployMock } from "../helpers/mock.ts";
import { deployNft } from "../helpers/tokens.ts";

const mint = "0x40c10f19";
const price = parseEther("0.01");

/** A session sends as much native value as it was granted: in each call, and in all. */
onEveryAccount("limits of native value", ({ scene, reverted }) => {
  /** A session for the NFT, and mints of it that pay. */
  const minting = async (limits: Partial<Permission>) => {
    const built = await scene();
    const { world, harness, account, key, enable } = built;
    const nft = await deployNft(world);
    const session = await enable({ target: nft.address, function: "mint(address,uint256)", ...limits });
    let tokenId = 0n;
    const pay = (...values: bigint[]) => {
      const calls = values.map((value) => nft.mint(account.address, tokenId++, value));
      return harness.use({ account, session, key, calls });
    };
    const action = toActionConfigId(account.address, session.permissionId, toActionId(nft.address, mint));
    return { ...built, nft, session, pay, action };
  };
  const violation = (permissionId: `0x${string}`) => ({
    layer: "policy" as const,
    code: "PolicyViolation",
    rule: "maxTotalValue" as const,
    args: { permissionId, policy: valueLimit.address },
    policy: "ValueLimitPolicy",
    layers: [...reverted, "policy PolicyViolation"],
  });

  it("accepts maxValue in a call, and in each call of a batch", async () => {
    const { world, nft, account, pay } = await minting({ maxValue: 5n * price });
    await expectAccepted(world, await pay(5n * price));
    await expectAccepted(world, await pay(5n * price, 5n * price));
    expect(await nft.balanceOf(account.address)).to.equal(3n);
    expect(await nft.paid()).to.equal(15n * price);
  });

  it("rejects a wei more than maxValue, alone and at every position of a batch", async () => {
    const { nft, account, pay, action } = await minting({ maxValue: 5n * price });
    const over = 5n * price + 1n;
    for (const values of [[over], [over, price], [price, over], [price, price, over]]) {
      expectRefused(await pay(...values), {
        layer: "policy",
        code: "ValueLimitExceeded",
        rule: "maxValue",
        args: { id: action, value: over, limit: 5n * price },
        policy: "UniActionPolicy",
        layers: [...reverted, "SmartSession PolicyCheckReverted", "policy ValueLimitExceeded"],
      });
    }
    expect(await nft.balanceOf(account.address)).to.equal(0n);
    expect(await nft.paid()).to.equal(0n);
  });

  it("rejects any value where maxValue is 0", async () => {
    const { pay, action } = await minting({ maxValue: 0n });
    expectRefused(await pay(1n), {
      layer: "policy",
      code: "ValueLimitExceeded",
      rule: "maxValue",
      args: { id: action, value: 1n, limit: 0n },
      policy: "UniActionPolicy",
    });
  });

  it("accepts maxTotalValue to the last wei, over operations and batches, and rejects the next", async () => {
    const { world, nft, account, session, pay } = await minting({ maxTotalValue: 5n * price });
    await expectAccepted(world, await pay(2n * price));
    await expectAccepted(world, await pay(price, 2n * price));
    expectRefused(await pay(price), violation(session.permissionId));
    expect(await nft.balanceOf(account.address)).to.equal(3n);
    expect(await nft.paid()).to.equal(5n * price);
  });

  it("rejects a batch whose calls come to more than maxTotalValue together, and counts none of them", async () => {
    const { world, nft, session, pay } = await minting({ maxTotalValue: 5n * price });
    expectRefused(await pay(3n * price, 2n * price + 1n), violation(session.permissionId));
    await expectAccepted(world, await pay(5n * price));
    expect(await nft.paid()).to.equal(5n * price);
  });

  it("counts the value of a call that the target then refuses", async () => {
    const { world, harness, account, key, nft, session, pay } = await minting({
      maxTotalValue: 5n * price,
    });
    await expectAccepted(world, await pay(price));
    const again = [nft.mint(account.address, 0n, 4n * price)];
    await expectReverted(world, await harness.use({ account, session, key, calls: again }), {
      layer: "target",
      code: "ERC721InvalidSender",
      args: { sender: "0x0000000000000000000000000000000000000000" },
    });
    expectRefused(await pay(price), violation(session.permissionId));
    expect(await nft.paid()).to.equal(price);
  });

  it("holds a function without arguments to maxValue in all", async () => {
    const { world, harness, account, key, enable } = await scene();
    const hostile = await deployMock(world, "Hostile");
    const session = await enable({ target: hostile.address, function: "succeed()", maxValue: 5n });
    const send = (value: bigint) =>
      harness.use({ account, session, key, calls: [hostile.call("succeed", [], value)] });
    await expectAccepted(world, await send(3n));
    expectRefused(await send(3n), violation(session.permissionId));
    await expectAccepted(world, await send(2n));
    expect(await world.client.getBalance({ address: hostile.address })).to.equal(5n);
  });

  it("lets a wei in all pass where the target takes value although its ABI says that it takes none", async () => {
    const { world, harness, account, key, enable } = await scene();
    const hostile = await deployMock(world, "Hostile");
    const abi = parseAbi(["function succeed()"]);
    const session = await enable({ target: hostile.address, function: "succeed()", abi, maxValue: 0n });
    const send = (value: bigint) =>
      harness.use({ account, session, key, calls: [hostile.call("succeed", [], value)] });
    expectRefused(await send(2n), violation(session.permissionId));
    await expectAccepted(world, await send(1n));
    expectRefused(await send(1n), violation(session.permissionId));
    await expectAccepted(world, await send(0n));
  });

  it("rejects a value that no sum can hold, for the total", async () => {
    const { world, session, pay } = await minting({ maxTotalValue: 5n * price });
    await expectAccepted(world, await pay(price));
    expectRefused(await pay(2n ** 256n - 1n), {
      layer: "policy",
      code: "Panic",
      rule: "maxTotalValue",
      args: { reason: 17n },
      policy: "ValueLimitPolicy",
    });
    expect(session.permission.value.total).to.equal(5n * price);
  });

  it("keeps what is spent by one session from another", async () => {
    const { world, harness, account, key, enable } = await scene();
    const nft = await deployNft(world);
    const limits = { target: nft.address, function: "mint(address,uint256)", maxTotalValue: price };
    const [one, other] = [await enable(limits), await enable(limits)];
    const pay = (session: typeof one, id: bigint) =>
      harness.use({ account, session, key, calls: [nft.mint(account.address, id, price)] });
    await expectAccepted(world, await pay(one, 1n));
    expectRefused(await pay(one, 2n), violation(one.permissionId));
    await expectAccepted(world, await pay(other, 3n));
  });

  it("configures UniAction and ValueLimit with what the permission says", async () => {
    const { world, account, pay, action } = await minting({
      maxValue: 5n * price,
      maxTotalValue: 9n * price,
    });
    await expectAccepted(world, await pay(2n * price));
    const at = {
      client: world.client,
      multiplexer: world.contracts.SmartSession.address,
      account: account.address,
      configId: action,
    };
    expect(await valueLimit.readState(at)).to.deep.equal({ limit: 9n * price, used: 2n * price });
    expect((await uniAction.readState(at)).maxValue).to.equal(5n * price);
  });
});
