import { expect } from "chai";
import { concat, getAddress, numberToHex, pad } from "viem";
import { accountTraits } from "../../src/account/accountTraits.ts";
import { type AccountKind, createAccount, recogniseAccount } from "../../src/index.ts";
import { accounts } from "../helpers/accounts.ts";
import { needsKind } from "../helpers/kinds.ts";

const validator = getAddress(pad("0xaabbcc", { size: 20 }));

describe("recogniseAccount", () => {
  for (const { kind, name, scene } of accounts) {
    describe(`of ${name}`, () => {
      needsKind(kind);

      it("knows one that is deployed by what it says itself", async () => {
        const { world, account } = await scene();
        const known = await recogniseAccount(world, account.address);
        expect(known).to.deep.include({
          kind,
          address: account.address,
          machinery: account.machinery,
          hidesErrors: account.hidesErrors,
          errorsAbi: account.errorsAbi,
        });
        const { address } = world.contracts.SmartSession;
        expect(known?.nonceKey(address)).to.equal(account.nonceKey(address));
        expect(await known?.isInstalled(address)).to.equal(await account.isInstalled(address));
        expect(await known?.isInstalled(validator)).to.equal(false);
      });

      it("knows one that is not deployed by the factory that is to deploy it", async () => {
        const { world } = await scene();
        const { address, smartAccount } = await createAccount(world, { kind, salt: 99n });
        const { factory, factoryData } = await smartAccount.getFactoryArgs();
        const known = await recogniseAccount(world, address, { factory, factoryData });
        expect(known).to.include({ kind, address });
        expect(await known?.isInstalled(validator)).to.equal(false);
        expect(await recogniseAccount(world, address)).to.equal(undefined);
        expect(await recogniseAccount(world, address, { factory: validator, factoryData })).to.equal(
          undefined,
        );
      });

      it("does not take a contract of another kind for one", async () => {
        const { world, counter } = await scene();
        for (const address of [counter.address, world.contracts.EntryPoint.address, validator]) {
          expect(await recogniseAccount(world, address), address).to.equal(undefined);
        }
      });
    });
  }

  it("reads the validator out of a nonce key, whatever else is in it", () => {
    const free: Readonly<Record<AccountKind, bigint>> = {
      safe7579: 0x1234n,
      reference: 0x1234n,
      nexus: 0x123456n << 168n,
      startale: 0x123456n << 168n,
      kernel: 0x12n,
    };
    for (const [kind, bits] of Object.entries(free)) {
      const { nonceKey, validatorOf } = accountTraits[kind as AccountKind];
      const key = nonceKey(validator);
      expect(getAddress(validatorOf(key)), kind).to.equal(validator);
      expect(getAddress(validatorOf(key | bits)), kind).to.equal(validator);
    }
    const root = BigInt(concat(["0x0000", validator, numberToHex(7, { size: 2 })]));
    expect(BigInt(accountTraits.kernel.validatorOf(root)), "the root validator is not named").to.equal(0n);
  });
});
