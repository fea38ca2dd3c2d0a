import { encodeFunctionData, type Hex, numberToHex } from "viem";
import { entryPoint07Abi, toPackedUserOperation, type UserOperation } from "viem/account-abstraction";
import {
  type AccountKind,
  type Call,
  type CompiledPermission,
  type Eip1193Provider,
  instantBundler,
  toSessionAccount,
} from "../../../src/index.ts";
import { deployRecorder } from "../../helpers/recorder.ts";
import { buildFastScene } from "../../helpers/scene.ts";

const gas = { callGasLimit: 500_000n, verificationGasLimit: 2_000_000n, preVerificationGas: 80_000n };
/** No round numbers: what is printed in gwei has to be read back to the wei, or the signature is another's. */
const fees = { maxFeePerGas: 1_500_000_001n, maxPriorityFeePerGas: 1_000_000_007n };

/**
 * A scene whose operations are signed and not sent, and sent whether they will do or not.
 *
 * @param kind The account's kind.
 * @returns Builds the scene on a chain.
 */
export const buildExplainScene = (kind: AccountKind) => async (provider: Eip1193Provider) => {
  const scene = await buildFastScene(kind)(provider);
  const { world, account, key } = scene;
  const { request } = (await instantBundler(world))({});
  const recorder = await deployRecorder(world);
  return {
    ...scene,
    provider,
    recorder,
    bundler: { request } as Pick<Eip1193Provider, "request">,

    /** An operation of a session, signed. */
    async sign(
      { permissionId }: Pick<CompiledPermission, "permissionId">,
      calls: readonly Call[],
      { signer: by = key, ...change }: Partial<UserOperation<"0.7">> & { signer?: typeof key } = {},
    ): Promise<UserOperation<"0.7">> {
      const signer = toSessionAccount(world, account, permissionId, by);
      const plain = calls.map(({ to, value = 0n, data = "0x" }) => ({ to, value, data }));
      const operation = {
        sender: account.address,
        nonce: await signer.getNonce(),
        callData: await signer.encodeCalls(plain),
        signature: "0x" as Hex,
        ...gas,
        ...fees,
        ...change,
      };
      return { ...operation, signature: await signer.signUserOperation(operation) };
    },

    /** Mines a bundle of operations as they are: it may revert. */
    async bundle(...operations: readonly UserOperation<"0.7">[]): Promise<Hex> {
      const [from] = await provider.request({ method: "eth_accounts" });
      const data = encodeFunctionData({
        abi: entryPoint07Abi,
        functionName: "handleOps",
        args: [operations.map((operation) => toPackedUserOperation(operation)), from],
      });
      const to = world.contracts.EntryPoint.address;
      const transaction = { from, to, data, gas: numberToHex(9_000_000) };
      // A chain that mines by itself throws for what reverts, and has mined it.
      await provider.request({ method: "eth_sendTransaction", params: [transaction] }).catch(() => {});
      const { transactions } = await world.client.getBlock();
      return transactions[0] as Hex;
    },
  };
};
