import {
  type Abi,
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  createWalletClient,
  custom,
  getAddress,
  type Hex,
  keccak256,
  toHex,
} from "viem";
import { contractArtifact, createWorld, type Eip1193Provider, type PieceName } from "../../src/index.ts";

const account = getAddress("0xacc0000000000000000000000000000000000007");
const target: Address = "0x7a12e00000000000000000000000000000000000";

/** What a call to a policy came to: a value, an error by name and arguments, or a revert without data. */
export type Answer = { value: unknown } | { error: string; args: readonly unknown[] } | { error: "no data" };

/**
 * Speaks to a reference policy as SmartSession would: from one multiplexer, for one account.
 *
 * @param artifact The policy's source.
 * @param piece Its name in the world.
 * @returns Builds the caller on a chain.
 */
export const policyCaller =
  (
    artifact: "policies/SudoPolicy" | "policies/TimeFramePolicy" | "policies/UsageLimitPolicy",
    piece: PieceName,
  ) =>
  async (provider: Eip1193Provider) => {
    const world = await createWorld(provider);
    const accounts: Address[] = await provider.request({ method: "eth_accounts" });
    const [multiplexer, stranger] = accounts.map((one) => getAddress(one)) as [Address, Address];
    const abi: Abi = contractArtifact(artifact).abi;
    const { address } = world.contracts[piece];
    const wallet = createWalletClient({
      transport: custom(provider),
      chain: world.client.chain,
    });
    const id = keccak256(toHex("a config"));

    /** Calls the policy; what it changes stays. */
    const call = async (
      functionName: string,
      args: readonly unknown[],
      from = multiplexer,
    ): Promise<Answer> => {
      try {
        const { request, result } = await world.client.simulateContract({
          address,
          abi,
          functionName,
          args,
          account: from,
        });
        await wallet.writeContract(request as Parameters<typeof wallet.writeContract>[0]);
        return { value: result };
      } catch (error) {
        if (!(error instanceof BaseError)) throw error;
        const reverted = error.walk((one) => one instanceof ContractFunctionRevertedError);
        if (reverted instanceof ContractFunctionRevertedError && reverted.data) {
          return { error: reverted.data.errorName, args: reverted.data.args ?? [] };
        }
        if (reverted || error.walk((one) => one instanceof ContractFunctionZeroDataError)) {
          return { error: "no data" };
        }
        throw error;
      }
    };
    const userOp = {
      sender: account,
      nonce: 0n,
      initCode: "0x",
      callData: "0x",
      accountGasLimits: id,
      preVerificationGas: 0n,
      gasFees: id,
      paymasterAndData: "0x",
      signature: "0x",
    };

    return {
      world,
      id,
      account,
      multiplexer,
      stranger,
      notInitialized: { error: "PolicyNotInitialized", args: [id, multiplexer, account] },
      initialize: (initData: Hex, from?: Address) =>
        call("initializeWithMultiplexer", [account, id, initData], from),
      checkAction: (from?: Address) => call("checkAction", [id, account, target, 0n, "0x"], from),
      checkUserOp: (from?: Address) => call("checkUserOpPolicy", [id, userOp], from),
      check1271: () => call("check1271SignedAction", [id, target, account, id, "0x"]),
      supports: (interfaceId: Hex) => call("supportsInterface", [interfaceId]),
    };
  };

/** ERC-165 ids of what SmartSession asks of its policies. */
export const interfaceIds = {
  erc165: "0x01ffc9a7",
  policy: "0x989c9e46",
  action: "0x05c00895",
  userOp: "0x7129edce",
} as const;
