import { expect } from "chai";
import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  type Hex,
  keccak256,
  type LocalAccount,
  parseAbi,
} from "viem";
import type { Account } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { freshKey, type Scene } from "../helpers/scene.ts";

const erc1271Abi = parseAbi([
  "function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)",
]);
const validSignature = "0x1626ba7e";
const hash = keccak256("0xe9ab1e");

/** An account acts and signs for its owner, and for nobody else. */
onEveryAccount("an account", ({ kind, scene, refusesSignature, nobodysSignature }) => {
  /** The account as one drives it who knows its owner's address and has another key. */
  const impostorOf = (harness: Scene["harness"], { owner }: Account) =>
    harness.createAccount({ kind, owner: { ...freshKey(), address: owner.address } });

  describe("the owner", () => {
    it("deploys the account by its first operation, where it was said to be", async () => {
      const { world, harness, counter } = await scene();
      const fresh = await harness.createAccount({ kind, salt: 1n });
      expect(await world.client.getCode({ address: fresh.address })).to.equal(undefined);
      await expectAccepted(world, await harness.execute(fresh, [counter.call(increment)]));
      expect(await world.client.getCode({ address: fresh.address })).to.match(/^0x[0-9a-f]+$/);
      expect(await counter.count(fresh.address)).to.equal(1n);
    });

    it("has an account for each salt", async () => {
      const { harness, account } = await scene();
      const { owner } = account;
      const addresses = await Promise.all(
        [0n, 1n, 2n ** 256n - 1n].map(
          async (salt) => (await harness.createAccount({ kind, owner, salt })).address,
        ),
      );
      expect(new Set(addresses).size).to.equal(3);
      expect(addresses[0]).to.equal(account.address);
    });

    it("makes several calls in one operation", async () => {
      const { world, harness, account, counter } = await scene();
      const calls = [1, 2, 3].map(() => counter.call(increment));
      await expectAccepted(world, await harness.execute(account, calls));
      expect(await counter.count(account.address)).to.equal(3n);
    });

    it("alone sends the account's operations", async () => {
      const { harness, account, counter } = await scene();
      const impostor = await impostorOf(harness, account);
      expect(impostor.address).to.equal(account.address);
      expectRefused(await harness.execute(impostor, [counter.call(increment)]), {
        layer: "EntryPoint",
        code: "AA24",
        rule: "signature",
        args: { reason: "AA24 signature error" },
      });
      expect(await counter.count(account.address)).to.equal(0n);
    });

    it("is told from the session key where a signature recovers to nobody", async () => {
      const { harness, account, counter } = await scene();
      const nobodys = async () => `0x${"00".repeat(64)}1b` as const;
      const owner = { ...account.owner, signMessage: nobodys, signTypedData: nobodys };
      const unsigned = await harness.createAccount({ kind, owner: owner as unknown as LocalAccount });
      const outcome = await harness.execute(unsigned, [counter.call(increment)]);
      if (outcome.status === "accepted") expect.fail("nobody has signed");
      const { layers, rule } = outcome.refusal;
      expect(rule).to.equal("signature");
      expect(layers.map(({ layer, code }) => `${layer} ${code}`)).to.deep.equal(nobodysSignature);
    });
  });

  describe("an enable signature", () => {
    /** What the account answers SmartSession, who asks while it validates an operation. */
    const isValidSignature = async ({ world }: Scene, address: Address, signature: Hex, signed = hash) =>
      world.client
        .readContract({
          address,
          abi: erc1271Abi,
          functionName: "isValidSignature",
          args: [signed, signature],
          account: world.contracts.SmartSession.address,
        })
        .catch((error) => {
          const reverted =
            error instanceof BaseError && error.walk((one) => one instanceof ContractFunctionRevertedError);
          if (!(reverted instanceof ContractFunctionRevertedError)) throw error;
          return reverted.reason;
        });

    it("is the owner's for the account, when SmartSession asks", async () => {
      const built = await scene();
      const { address, signEnable } = built.account;
      expect(await isValidSignature(built, address, await signEnable(hash))).to.equal(validSignature);
    });

    it("is refused for another hash", async () => {
      const built = await scene();
      const { address, signEnable } = built.account;
      const signature = await signEnable(keccak256(hash));
      expect(await isValidSignature(built, address, signature)).to.equal(refusesSignature);
    });

    it("is refused where another has signed", async () => {
      const built = await scene();
      const impostor = await impostorOf(built.harness, built.account);
      const signature = await impostor.signEnable(hash);
      expect(await isValidSignature(built, built.account.address, signature)).to.equal(refusesSignature);
    });
  });
});
