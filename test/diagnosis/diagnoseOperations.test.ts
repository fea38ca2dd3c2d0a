import { expect } from "chai";
import { concat, type Hex, hashMessage, hexToNumber, numberToHex, slice } from "viem";
import type { UserOperation } from "viem/account-abstraction";
import { stubSignature } from "../../src/account/stubSignature.ts";
import { userOperationHash } from "../../src/account/userOperationHash.ts";
import { InvalidInputError, type Patient, setBalance, toSessionAccount } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { fees, gas } from "../helpers/bundlerScene.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { callOf } from "../helpers/execution.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { deployPaymaster } from "../helpers/paymaster.ts";
import { releaseOfRun } from "../helpers/releases.ts";
import { freshKey } from "../helpers/scene.ts";
import { expectIlls, expectRule, type Ills } from "./examined.ts";

/** Faults of an account and of an operation, on each kind: they differ in nonces, modules and signatures. */
onEveryAccount("diagnose finds of an operation", ({ kind, scene }) => {
  /** A session, and a sound operation by it. */
  const operating = async () => {
    const built = await scene();
    const { world, account, counter, enable, signed, key, sessionValidator } = built;
    const session = await enable({ maxUses: 9 });
    const { permissionId } = session;
    const callData = await callOf(account, counter.call(increment));
    const operation = await signed(permissionId, callData);
    /** The key's part of the signature, made into something else. */
    const resigned = async (sign: (hash: Hex) => Promise<Hex> | Hex) =>
      signed(permissionId, callData, {
        by: {
          ...key,
          sign: async ({ hash }) => (await sign(hash)) as never,
          signMessage: async ({ message }) => sign((message as { raw: Hex }).raw),
        },
      });
    return {
      ...built,
      session,
      permissionId,
      callData,
      operation,
      resigned,
      properly: (hash: Hex) => sessionValidator.sign(key, hash),
      expectOf: (changed: UserOperation<"0.7">, ills: Ills) =>
        expectIlls(world, { account, session, operation: changed }, ills),
    };
  };

  describe("its signature:", () => {
    const refused = { signature: "failure sessionKey" };

    it("that another key has signed, or the operation was changed since", async () => {
      const { signed, permissionId, callData, operation, expectOf, submit } = await operating();
      const foreign = await signed(permissionId, callData, { by: freshKey() });
      const changed = { ...operation, maxFeePerGas: operation.maxFeePerGas + 1n };
      for (const one of [foreign, changed]) {
        const [ill] = await expectOf(one, refused);
        expect(ill?.finding).to.match(/recovers to 0x/);
        expectRule(await submit(one), "sessionKey");
      }
    });

    it("that it is signed in the form that another validator takes: with eth_sign's prefix, or without", async () => {
      const { key, sessionValidator, resigned, expectOf, submit } = await operating();
      const isPlain = sessionValidator.name === "OwnableValidator";
      const other = await resigned((hash) =>
        isPlain ? key.signMessage({ message: { raw: hash } }) : key.sign({ hash }),
      );
      const [ill] = await expectOf(other, refused);
      expect(ill?.finding).to.match(isPlain ? /with eth_sign's prefix \(EIP-191/ : /hash as it is, and/);
      expectRule(await submit(other), "sessionKey");
    });

    it("nothing of a prefix that v speaks of, as the validator takes it", async () => {
      const { world, key, sessionValidator, resigned, expectOf, submit } = await operating();
      const isPlain = sessionValidator.name === "OwnableValidator";
      const raised = await resigned(async (hash) => {
        const raw = isPlain ? hash : hashMessage({ raw: hash });
        const signature = await key.signMessage({ message: { raw } });
        return withV(signature, hexToNumber(slice(signature, 64)) + 4);
      });
      await expectOf(raised, {});
      await expectAccepted(world, await submit(raised));
    });

    it("that v is 0 or 1", async () => {
      const { resigned, properly, expectOf, submit } = await operating();
      const low = await resigned(async (hash) => {
        const signature = await properly(hash);
        return withV(signature, hexToNumber(slice(signature, 64)) - 27);
      });
      const [ill] = await expectOf(low, refused);
      expect(ill?.remedy).to.match(/27 or 28/);
      const outcome = await submit(low);
      expect(outcome.status).to.equal("rejected");
    });

    it("that it is too short, or none of SmartSession's", async () => {
      const { operation, resigned, properly, expectOf, submit } = await operating();
      const short = await resigned(async (hash) => slice(await properly(hash), 0, 64));
      await expectOf(short, refused);
      expectRule(await submit(short), "sessionKey");
      const bare = {
        ...operation,
        signature: concat(["0x77", slice(await properly("0x".padEnd(66, "1") as Hex), 1)]),
      };
      await expectOf(bare, { signature: "failure signature" });
      const outcome = await submit(bare);
      expect(outcome.status).to.equal("rejected");
    });

    it("that it is for another session", async () => {
      const { enable, signed, callData, expectOf } = await operating();
      const other = await enable();
      await expectOf(await signed(other.permissionId, callData), { signature: "failure signature" });
    });

    it("that it is not there yet, or a stub's", async () => {
      const { operation, world, permissionId, expectOf } = await operating();
      const stub = world.release.encodeUseSignature(permissionId, stubSignature);
      for (const signature of ["0x", stub] as const)
        await expectOf({ ...operation, signature }, { signature: "warning" });
    });
  });

  describe("its nonce:", () => {
    const refused = { nonce: "failure nonce" };

    it("that it is of the owner's key", async () => {
      const { account, permissionId, callData, signed, submit, expectOf } = await operating();
      const nonce = await account.smartAccount.getNonce();
      const operation = await signed(permissionId, callData, { nonce });
      const [ill] = await expectOf(operation, refused);
      expect(ill?.finding).to.match(/another validator than SmartSession/);
      expect((await submit(operation)).status).to.equal("rejected");
    });

    const mode = { safe7579: 0n, reference: 0n, kernel: 1n << 184n, nexus: 1n << 160n, startale: 1n << 160n }[
      kind
    ];
    if (mode !== 0n) {
      it("that it is SmartSession's key in another mode", async () => {
        const { account, smartSession, permissionId, callData, signed, submit, expectOf } = await operating();
        const nonce = (account.nonceKey(smartSession) | mode) << 64n;
        const operation = await signed(permissionId, callData, { nonce });
        await expectOf(operation, refused);
        expect((await submit(operation)).status).to.equal("rejected");
      });
    }

    it("that it was used, or is not the next", async () => {
      const {
        world,
        harness,
        account,
        session,
        key,
        counter,
        operation,
        permissionId,
        callData,
        signed,
        submit,
        expectOf,
      } = await operating();
      const future = await signed(permissionId, callData, { nonce: operation.nonce + 2n });
      const [ill] = await expectOf(future, refused);
      expect(ill?.finding).to.match(/others have to be mined first/);
      expectRule(await submit(future), "nonce");
      await expectAccepted(
        world,
        await harness.use({ account, session, key, calls: [counter.call(increment)] }),
      );
      const [stale] = await expectOf(operation, refused);
      expect(stale?.finding).to.match(/was used/);
      expectRule(await submit(operation), "nonce");
    });

    it("nothing of another key that hands it to SmartSession as well", async () => {
      const { world, account, smartSession, permissionId, callData, signed, submit, expectOf } =
        await operating();
      const free = { safe7579: 1n, reference: 1n, kernel: 1n, nexus: 1n << 168n, startale: 1n << 168n }[kind];
      const nonce = (account.nonceKey(smartSession) | free) << 64n;
      const operation = await signed(permissionId, callData, { nonce });
      await expectOf(operation, {});
      await expectAccepted(world, await submit(operation));
    });
  });

  it("that its calls are refused, by its call data", async () => {
    const { account, counter, permissionId, signed, submit, expectOf } = await operating();
    const operation = await signed(permissionId, await callOf(account, counter.call(decrement)));
    await expectOf(operation, { calls: "failure action" });
    expectRule(await submit(operation), "action");
  });

  it("that its call data is not to be read", async () => {
    const { permissionId, callData, signed, expectOf } = await operating();
    const cut = await signed(permissionId, slice(callData, 0, 40));
    await expectOf(cut, { calls: "warning", played: "failure" });
  });

  describe("its gas:", () => {
    for (const limit of ["callGasLimit", "verificationGasLimit", "preVerificationGas"] as const) {
      it(`that its ${limit} is 0`, async () => {
        const { world, permissionId, operation, properly, expectOf } = await operating();
        const without = { ...operation, [limit]: 0n };
        const ofKey = await properly(userOperationHash(world, without));
        const signature = world.release.encodeUseSignature(permissionId, ofKey);
        const [ill] = await expectOf({ ...without, signature }, { gasLimits: "failure gas" });
        expect(ill?.finding).to.include(`has 0 for ${limit}:`);
      });
    }

    it("that it is not estimated yet, as long as it is not signed", async () => {
      const { world, operation, permissionId, expectOf } = await operating();
      const none = { ...operation, callGasLimit: 0n, verificationGasLimit: 0n, preVerificationGas: 0n };
      const stub = world.release.encodeUseSignature(permissionId, stubSignature);
      for (const signature of ["0x", stub] as const)
        await expectOf({ ...none, signature }, { gasLimits: "warning", signature: "warning" });
      await expectOf(none, { gasLimits: "failure gas", signature: "failure sessionKey" });
    });
  });

  describe("who pays:", () => {
    it("that the account cannot", async () => {
      const { world, account, permissionId, operation, properly, submit, expectOf } = await operating();
      // Its deposit at EntryPoint is left, and pays for no such fee.
      await setBalance(world, account.address, 0n);
      const costly = { ...operation, maxFeePerGas: 10n ** 14n };
      const ofKey = await properly(userOperationHash(world, costly));
      const resigned = { ...costly, signature: world.release.encodeUseSignature(permissionId, ofKey) };
      await expectOf(resigned, { accountFunded: "failure funds" });
      expectRule(await submit(resigned), "funds");
    });

    it("that the account has nothing, or next to nothing, where no operation tells what it costs", async () => {
      const { world, harness } = await operating();
      for (const [balance, level] of [
        [0n, "failure funds"],
        [1n, "warning"],
      ] as const) {
        const account = await harness.createAccount({ kind, balance });
        const absent = { accountDeployed: "warning", moduleInstalled: "warning" };
        await expectIlls(world, { account }, { ...absent, accountFunded: level });
      }
    });

    it("nothing where the deposit at EntryPoint alone pays", async () => {
      const { world, account, operation, submit, expectOf } = await operating();
      await setBalance(world, account.address, 0n);
      await expectOf(operation, {});
      await expectAccepted(world, await submit(operation));
    });

    it("that what the calls send is more than it has", async () => {
      const { world, account, session, key, counter } = await operating();
      const balance = await world.client.getBalance({ address: account.address });
      const sending = (value: bigint) => ({
        account,
        session,
        key,
        calls: [{ ...counter.call(increment), value }],
      });
      await expectIlls(world, sending(balance), {});
      await expectIlls(world, sending(balance + 1n), { accountFunded: "failure funds" });
    });

    it("that the paymaster has no deposit, or is not there", async () => {
      const { world, operation, expectOf } = await operating();
      const sponsored = (paymaster: `0x${string}`) => ({
        ...operation,
        paymaster,
        paymasterData: "0x" as const,
        paymasterVerificationGasLimit: 100_000n,
        paymasterPostOpGasLimit: 50_000n,
      });
      const isBeta = releaseOfRun() === "beta";
      const rule = isBeta ? "paymaster" : "permitERC4337Paymaster";
      const signature = "failure sessionKey"; // it was signed without a paymaster
      await expectOf(sponsored(freshKey().address), { paymaster: `failure ${rule}`, signature });
      await expectOf(sponsored(await deployPaymaster(world, 1n)), {
        paymaster: `failure ${rule}`,
        signature,
      });
      const rich = await deployPaymaster(world);
      await expectOf(sponsored(rich), isBeta ? { signature } : { paymaster: `failure ${rule}`, signature });
    });
  });

  describe("its account:", () => {
    it("that it is deployed already", async () => {
      const { account, operation, expectOf } = await operating();
      const args = { factory: account.owner.address, factoryData: "0x" as const };
      await expectOf(
        { ...operation, ...args },
        { accountDeployed: "failure accountDeployed", signature: "failure sessionKey" },
      );
    });

    it("that it is not there", async () => {
      const { world, harness, compile, key, signed, callData } = await operating();
      const account = await harness.createAccount({ kind });
      const missing = { accountDeployed: "warning", moduleInstalled: "warning" };
      await expectIlls(world, { account }, missing);
      const session = compile();
      const sound = await signed(session.permissionId, callData, { account });
      const operation = { ...sound, signature: "0x" as const };
      await expectIlls(
        world,
        { account, session, key, operation },
        {
          accountDeployed: "failure accountDeployed",
          moduleInstalled: "warning",
          sessionEnabled: "failure sessionEnabled",
          signature: "warning",
        },
      );
    });

    it("that a session's operation deploys it, and it lacks the module then", async () => {
      const { world, harness, compile, key, callData } = await operating();
      const account = await harness.createAccount({ kind });
      const session = compile({ maxUses: 3 });
      const enable = await harness.signEnable(account, session);
      const signer = toSessionAccount(world, account, session.permissionId, key, enable);
      const unsigned = {
        sender: account.address,
        nonce: await signer.getNonce(),
        ...(await account.smartAccount.getFactoryArgs()),
        callData,
        signature: "0x" as const,
        ...gas,
        verificationGasLimit: 5_000_000n,
        ...fees,
      };
      const signature = await signer.signUserOperation(unsigned);
      const patient = { account, session, key, enable, operation: { ...unsigned, signature } as never };
      await expectIlls(world, patient, {
        moduleInstalled: "warning",
        enableSignatures: "warning",
        played: "failure moduleInstalled",
      });
    });

    it("that it lacks the module, with and without sessions", async () => {
      const { world, harness, account, session, key, counter, compile } = await operating();
      const calls = [counter.call(increment)];
      await expectAccepted(world, await harness.uninstall(account));
      await expectIlls(
        world,
        { account, session, key, calls },
        { moduleInstalled: "failure moduleInstalled", sessionEnabled: "failure sessionEnabled" },
      );
      await expectIlls(world, { account }, { moduleInstalled: "failure moduleInstalled" });
      const other = compile();
      await expectAccepted(world, await harness.enable(account, [other]));
      const patient: Patient = { account, session: other, key, calls };
      const [ill] = await expectIlls(world, patient, { moduleInstalled: "failure moduleInstalled" });
      expect(ill?.finding).to.match(/the session is enabled, and of no use/);
    });

    it("no session's faults in its owner's operation", async () => {
      const { world, account, counter, signedByOwner } = await operating();
      const operation = await signedByOwner(counter.call(increment));
      await expectIlls(world, { account, operation }, {});
      const used = { ...operation, nonce: operation.nonce - 1n };
      await expectIlls(world, { account, operation: used }, { nonce: "failure nonce" });
    });
  });

  it("that it is of another account: an error, as then nothing of it is to be judged", async () => {
    const { world, harness, operation } = await operating();
    const account = await harness.createAccount({ kind });
    await expectToReject(expectIlls(world, { account, operation }, {}), InvalidInputError);
  });
});

const withV = (signature: Hex, v: number) => concat([slice(signature, 0, 64), numberToHex(v, { size: 1 })]);
