import { expect } from "chai";
import type { Hex } from "viem";
import { userOperationHash } from "../../src/account/userOperationHash.ts";
import {
  type AccountKind,
  accountKinds,
  createHarness,
  type Eip1193Provider,
  InvalidInputError,
  type SessionValidator,
  sessionValidators,
  toSessionAccount,
} from "../../src/index.ts";
import { buildSceneByHand } from "../helpers/byHand.ts";
import { increment } from "../helpers/counter.ts";
import { callOf } from "../helpers/execution.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { fixture } from "../helpers/fixture.ts";
import { localChain } from "../helpers/freshChain.ts";
import { needsContract, needsKind } from "../helpers/kinds.ts";
import { wrongKey } from "../helpers/refusals.ts";
import { freshKey } from "../helpers/scene.ts";

/** Each session validator takes the hash in a form of its own; the library signs in the form of the session's. */
const [raw, prefixed] = sessionValidators as [SessionValidator, SessionValidator];
const pairs: readonly (readonly [AccountKind, SessionValidator, SessionValidator])[] = [
  ...accountKinds.map((kind) => [kind, prefixed, raw] as const),
  ["nexus", raw, prefixed],
  ["startale", raw, prefixed],
];

describe("session validators", () => {
  for (const [kind, validator, other] of pairs) {
    describe(`${validator.name} on ${kind}`, () => {
      needsKind(kind);
      needsContract(prefixed.name);
      const scene = fixture(buildSceneByHand(kind));
      const counting = async () => {
        const built = await scene();
        const session = await built.enable({ sessionValidator: validator.address });
        return { ...built, session, calls: [built.counter.call(increment)] };
      };

      it("takes the key's signature, of a session as compiled and of one by its id, and no other key's", async () => {
        const { world, harness, account, counter, key, session, calls } = await counting();
        const { permissionId } = session;
        expect(session.session.sessionValidator).to.equal(validator.address);
        await expectAccepted(world, await harness.use({ account, session, key, calls }));
        await expectAccepted(world, await harness.use({ account, session: { permissionId }, key, calls }));
        expectRefused(
          await harness.use({ account, session, key: freshKey(), calls }),
          wrongKey(permissionId),
        );
        expect(await counter.count(account.address)).to.equal(2n);
      });

      it(`refuses the form that ${other.name} takes`, async () => {
        const { world, account, counter, key, session, signed, submit } = await counting();
        const { permissionId } = session;
        const operation = await signed(permissionId, await callOf(account, counter.call(increment)));
        const hash = userOperationHash(world, operation);
        const inFormOf = async ({ sign }: SessionValidator): Promise<Hex> =>
          world.release.encodeUseSignature(permissionId, await sign(key, hash));
        expect(operation.signature).to.equal(await inFormOf(validator));
        expectRefused(
          await submit({ ...operation, signature: await inFormOf(other) }),
          wrongKey(permissionId),
        );
        await expectAccepted(world, await submit(operation));
      });

      it("takes the signature that enables the session by its use", async () => {
        const { world, harness, account, counter, key, compile, calls } = await counting();
        const session = compile({ sessionValidator: validator.address });
        const { permissionId } = session;
        const enable = await harness.signEnable(account, session);
        await expectAccepted(
          world,
          await harness.use({ account, session: { permissionId }, key, calls, enable }),
        );
        expect(await counter.count(account.address)).to.equal(1n);
      });

      it("is predicted", async () => {
        const { harness, account, key, session, calls } = await counting();
        const { sessionValidator } = await harness.readSession(account, session);
        expect(sessionValidator).to.equal(validator.address);
        expect((await harness.predict({ account, session, key, calls })).status).to.equal("accepted");
        const foreign = await harness.predict({ account, session, key: freshKey(), calls });
        expect(foreign.status === "rejected" && foreign.refusal.rule).to.equal("sessionKey");
      });

      it("is named by the statement of what enforces the session", async () => {
        const { session } = await counting();
        const statement = session.enforcement.find(({ field }) => field === "sessionKey");
        expect(statement?.enforcedBy).to.equal(`${validator.name} (session validator)`);
      });
    });
  }

  describe("what the chain is asked", () => {
    const scene = fixture(buildSceneByHand("nexus"));

    /** How often the session's validator is read while so many operations are signed. */
    const reads = async (given: "compiled" | "id" | "of another session", times: number) => {
      const { world, account, key, enable, compile, signed, counter } = await scene();
      const session = await enable();
      const { permissionId } = session;
      const operation = await signed(permissionId, await callOf(account, counter.call(increment)));
      let count = 0;
      const client = {
        ...world.client,
        readContract: (parameters: { functionName: string }) => {
          if (parameters.functionName === "getSessionValidatorAndConfig") count++;
          return world.client.readContract(parameters as never);
        },
      } as typeof world.client;
      const asked = {
        compiled: session,
        id: permissionId,
        "of another session": { permissionId, session: compile().session },
      }[given];
      const signer = toSessionAccount({ ...world, client }, account, asked, key);
      for (let time = 0; time < times; time++) {
        expect(await signer.signUserOperation(operation)).to.equal(operation.signature);
      }
      return count;
    };

    it("is nothing where the session is given as compiled", async () => {
      expect(await reads("compiled", 2)).to.equal(0);
    });

    it("is the session's validator, once, where the session is given by its id", async () => {
      expect(await reads("id", 2)).to.equal(1);
    });

    it("is the session's validator where the session that is given is another one's", async () => {
      expect(await reads("of another session", 1)).to.equal(1);
    });
  });

  describe("a permission's", () => {
    const scene = fixture(async (provider: Eip1193Provider) => createHarness({ provider }));
    const permission = { sessionKey: freshKey().address, target: freshKey().address, function: "f()" };

    it("is OwnableValidator where it is left out", async () => {
      const { session } = (await scene()).compile(permission);
      expect(session.sessionValidator).to.equal(raw.address);
    });

    it("is refused where it is not known how its key would sign", async () => {
      const { compile } = await scene();
      for (const sessionValidator of [freshKey().address, "0x12", 7]) {
        const compiling = async () => compile({ ...permission, sessionValidator } as never);
        const error = await expectToReject(compiling(), InvalidInputError);
        expect(error.problems.map(({ field }) => field)).to.deep.equal(["sessionValidator"]);
      }
    });

    it("is refused where the world does not hold it", async () => {
      const { compile } = await createHarness({ provider: await localChain(), release: "beta" });
      const compiling = async () => compile({ ...permission, sessionValidator: prefixed.address });
      const error = await expectToReject(compiling(), InvalidInputError);
      expect(error.message).to.match(/StartaleOwnableValidator, which this world does not hold/);
    });
  });
});
