import {
  type ContractFunctionArgs,
  type ContractFunctionName,
  type ContractFunctionReturnType,
  encodeFunctionData,
  type Hex,
} from "viem";
import { toPackedUserOperation, type UserOperation } from "viem/account-abstraction";
import { userOperationHash } from "../../src/account/userOperationHash.ts";
import {
  type Account,
  type Call,
  type Eip1193Provider,
  type EnableSignature,
  type Outcome,
  type PolicyData,
  type ReleaseName,
  type Session,
  toSessionAccount,
} from "../../src/index.ts";
import { askValidator, type ValidatorAnswer } from "../../src/outcome/askValidator.ts";
import { execute } from "../../src/outcome/execute.ts";
import { fees, gas } from "../helpers/bundlerScene.ts";
import { increment } from "../helpers/counter.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { buildScene } from "../helpers/scene.ts";
import { managementAbi } from "./managementAbi.ts";

type Abi = typeof managementAbi;
type Reads = ContractFunctionName<Abi, "view" | "pure">;
type Writes = ContractFunctionName<Abi, "nonpayable">;

/**
 * A Nexus, which lets every inner error through, with SmartSession; and what a test of a finding does with it that
 * no permission compiles to.
 *
 * @param release Which release of SmartSession.
 * @returns Builds the scene on a chain.
 */
export const buildAuditScene = (release: ReleaseName) => async (provider: Eip1193Provider) => {
  const built = await buildScene("nexus", release)(provider);
  const { world, harness, account, counter, key, compile } = built;
  const smartSession = world.contracts.SmartSession.address;
  const dummy = counter.call(increment);

  /** The session's signer, with call data made by hand in the place of calls. */
  const signerOf = (permissionId: Hex, callData: Hex | undefined, by = key, leave?: EnableSignature) => {
    const signer = toSessionAccount(world, account, permissionId, by, leave);
    return callData === undefined ? signer : { ...signer, encodeCalls: async () => callData };
  };

  /** An operation that makes no way of its own: signed by the session, with call data made by hand. */
  const signed = async (permissionId: Hex, callData: Hex): Promise<UserOperation<"0.7">> => {
    const signer = signerOf(permissionId, callData);
    const unsigned = {
      sender: account.address,
      nonce: await signer.getNonce(),
      callData,
      signature: "0x" as Hex,
      ...gas,
      ...fees,
    };
    return { ...unsigned, signature: await signer.signUserOperation(unsigned) };
  };

  return {
    ...built,
    smartSession,

    /** A session made by hand: the Counter's increment, and what is changed of it. Nothing is sent. */
    make: (change: Partial<Session> = {}): { readonly session: Session; readonly permissionId: Hex } => {
      const session = { ...compile().session, ...change };
      return { session, permissionId: world.release.permissionId(session) };
    },

    /** Has the owner enable sessions that were made by hand. */
    enableMade: async (...made: readonly { readonly session: Session }[]) =>
      expectAccepted(
        world,
        await harness.execute(account, [world.release.encodeEnable(made.map(({ session }) => session))]),
      ),

    /** An action of the Counter. */
    action: (selector: Hex, ...actionPolicies: readonly PolicyData[]) => ({
      actionTarget: counter.address,
      actionTargetSelector: selector,
      actionPolicies,
    }),

    /** The session key makes calls; without any, it counts once. */
    use: (permissionId: Hex, calls: readonly Call[] = [dummy], by: Account = account): Promise<Outcome> =>
      harness.use({ account: by, session: { permissionId }, key, calls }),

    /** The session key sends call data that was made by hand. */
    send: (
      permissionId: Hex,
      callData: Hex | undefined,
      { by = key, leave }: { by?: typeof key; leave?: EnableSignature } = {},
    ): Promise<Outcome> =>
      execute({
        world,
        client: harness.client,
        account,
        signer: signerOf(permissionId, callData, by, leave),
        calls: [dummy],
      }),

    /** What SmartSession itself says of call data that was made by hand, past the account's own decoding. */
    ask: async (permissionId: Hex, callData: Hex): Promise<ValidatorAnswer | undefined> =>
      askValidator(world, await signed(permissionId, callData)),

    /** The call of `validateUserOp` for an operation of the session, as the account makes it. */
    validation: async (permissionId: Hex, calls: readonly Call[] = [dummy]) => {
      const callData = await account.smartAccount.encodeCalls(
        calls.map(({ to, value = 0n, data = "0x" }) => ({ to, value, data })),
      );
      const userOperation = await signed(permissionId, callData);
      return {
        from: account.address,
        to: smartSession,
        data: encodeFunctionData({
          abi: managementAbi,
          functionName: "validateUserOp",
          args: [toPackedUserOperation(userOperation), userOperationHash(world, userOperation)],
        }),
      };
    },

    /** The owner's call to SmartSession. */
    managing: <Name extends Writes>(
      functionName: Name,
      args: ContractFunctionArgs<Abi, "nonpayable", Name>,
    ): Call => ({
      to: smartSession,
      data: encodeFunctionData({ abi: managementAbi, functionName, args } as never),
    }),

    /** Reads from SmartSession. */
    read: <Name extends Reads, Args extends ContractFunctionArgs<Abi, "view" | "pure", Name>>(
      functionName: Name,
      args: Args,
    ) =>
      world.client.readContract({
        address: smartSession,
        abi: managementAbi,
        functionName,
        args,
      } as never) as Promise<ContractFunctionReturnType<Abi, "view" | "pure", Name, Args>>,
  };
};

/** See {@link buildAuditScene}. */
export type AuditScene = Awaited<ReturnType<ReturnType<typeof buildAuditScene>>>;
