import {
  type ContractFunctionArgs,
  type ContractFunctionName,
  type ContractFunctionReturnType,
  encodeFunctionData,
  type Hex,
  type LocalAccount,
} from "viem";
import { toPackedUserOperation, type UserOperation } from "viem/account-abstraction";
import { userOperationHash } from "../../src/account/userOperationHash.ts";
import {
  type Account,
  type AccountKind,
  type Call,
  type Eip1193Provider,
  type EnableMode,
  type EnableSignature,
  type Outcome,
  type PolicyData,
  type ReleaseName,
  type Session,
  toSessionAccount,
} from "../../src/index.ts";
import { askValidator, type ValidatorAnswer } from "../../src/outcome/askValidator.ts";
import { execute } from "../../src/outcome/execute.ts";
import { fees, gas } from "./bundlerScene.ts";
import { increment } from "./counter.ts";
import { expectAccepted } from "./expectOutcome.ts";
import { managementAbi } from "./managementAbi.ts";
import { buildFastScene, buildScene, type Scene } from "./scene.ts";

type Abi = typeof managementAbi;
type Reads = ContractFunctionName<Abi, "view" | "pure">;
type Writes = ContractFunctionName<Abi, "nonpayable">;

/** A session that was made by hand. */
export interface Handmade {
  readonly session: Session;
  readonly permissionId: Hex;
}

/** What of an operation is made by hand, where it is not what the library would make. */
export interface Sending {
  /** Who signs. Default: the scene's key. */
  readonly by?: LocalAccount;
  /** The account that it is for. Default: the scene's. */
  readonly account?: Account;
  /** The owner's signature that it may enable the session. Default: the session is enabled. */
  readonly enable?: EnableSignature;
  /** The nonce, key included. Default: the next one. */
  readonly nonce?: bigint;
  /** What is made of the signature. Default: nothing. */
  readonly resign?: (signature: Hex) => Hex;
}

/**
 * A scene (see {@link buildScene}), and what a test does with it that no permission compiles to.
 *
 * @param kind The account's kind.
 * @param release Which release of SmartSession. Default: the one that the run is on.
 * @returns Builds the scene on a chain.
 */
export const buildSceneByHand =
  (kind: AccountKind, release?: ReleaseName) => async (provider: Eip1193Provider) =>
    byHand(await buildScene(kind, release)(provider));

/**
 * The same by a bundler that does not measure gas, see {@link buildFastScene}.
 *
 * @param kind The account's kind.
 * @returns Builds the scene on a chain.
 */
export const buildFastSceneByHand = (kind: AccountKind) => async (provider: Eip1193Provider) =>
  byHand(await buildFastScene(kind)(provider));

/** See {@link buildSceneByHand}. */
export type SceneByHand = ReturnType<typeof byHand>;

function byHand(built: Scene) {
  const { world, harness, account, counter, key, compile } = built;
  const smartSession = world.contracts.SmartSession.address;
  const dummy = counter.call(increment);

  /** The session's signer, with call data made by hand in the place of calls. */
  const signerOf = (
    permissionId: Hex,
    callData?: Hex,
    { by = key, account: sender = account, enable, nonce, resign }: Sending = {},
  ) => {
    const signer = toSessionAccount(world, sender, permissionId, by, enable);
    return {
      ...signer,
      ...(callData !== undefined && { encodeCalls: async () => callData }),
      ...(nonce !== undefined && { getNonce: async () => nonce }),
      ...(resign && {
        signUserOperation: async (parameters: Parameters<typeof signer.signUserOperation>[0]) =>
          resign(await signer.signUserOperation(parameters)),
      }),
    };
  };

  /** An operation that makes no way of its own: signed by the session, with call data made by hand. */
  const signed = async (
    permissionId: Hex,
    callData: Hex,
    sending?: Sending,
  ): Promise<UserOperation<"0.7">> => {
    const signer = signerOf(permissionId, callData, sending);
    const unsigned = {
      sender: (sending?.account ?? account).address,
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
    signed,

    /** A session made by hand: the Counter's increment, and what is changed of it. Nothing is sent. */
    make: (change: Partial<Session> = {}): Handmade => {
      const session = { ...compile().session, ...change };
      return { session, permissionId: world.release.permissionId(session) };
    },

    /** Has the owner enable sessions that were made by hand, in one operation; tells what became of it. */
    tryEnable: (...made: readonly Pick<Handmade, "session">[]): Promise<Outcome> =>
      harness.execute(account, [world.release.encodeEnable(made.map(({ session }) => session))]),

    /** Has the owner enable sessions that were made by hand. */
    enableMade: async (...made: readonly Pick<Handmade, "session">[]) =>
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

    /**
     * The owner of an account signs that a session may be enabled by its first use: one that was made by hand as well,
     * which the harness's `signEnable` refuses.
     */
    signEnable: async (
      session: Session,
      mode: EnableMode = "ENABLE",
      by: Account = account,
    ): Promise<EnableSignature> => {
      const asked = { account: by.address, session, mode };
      const { hash, chainDigests } = await world.release.enableDigest(world.client, asked);
      return { mode, session, chainDigests, signature: await by.signEnable(hash) };
    },

    /** The session key makes calls; without any, it counts once. */
    use: (permissionId: Hex, calls: readonly Call[] = [dummy], by: Account = account): Promise<Outcome> =>
      harness.use({ account: by, session: { permissionId }, key, calls }),

    /** The session key sends call data that was made by hand; without any, it counts once. */
    send: (permissionId: Hex, callData?: Hex, sending: Sending = {}): Promise<Outcome> =>
      execute({
        world,
        client: harness.client,
        account: sending.account ?? account,
        signer: signerOf(permissionId, callData, sending),
        calls: [dummy],
      }),

    /** Sends an operation as it is, see `signed`. */
    submit: (operation: UserOperation<"0.7">, by: Account = account): Promise<Outcome> =>
      execute({
        world,
        client: harness.client,
        account: by,
        signer: {
          ...by.smartAccount,
          encodeCalls: async () => operation.callData,
          getNonce: async () => operation.nonce,
          signUserOperation: async () => operation.signature,
        },
        calls: [dummy],
        gas: {
          callGasLimit: operation.callGasLimit,
          verificationGasLimit: operation.verificationGasLimit,
          preVerificationGas: operation.preVerificationGas,
          maxFeePerGas: operation.maxFeePerGas,
          maxPriorityFeePerGas: operation.maxPriorityFeePerGas,
        },
      }),

    /** The owner's operation, signed. */
    signedByOwner: async (...calls: readonly Call[]): Promise<UserOperation<"0.7">> => {
      const { smartAccount } = account;
      const unsigned = {
        sender: account.address,
        nonce: await smartAccount.getNonce(),
        callData: await smartAccount.encodeCalls(
          calls.map(({ to, value = 0n, data = "0x" }) => ({ to, value, data })),
        ),
        signature: "0x" as Hex,
        ...gas,
        ...fees,
      };
      return { ...unsigned, signature: await smartAccount.signUserOperation(unsigned) };
    },

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
}
