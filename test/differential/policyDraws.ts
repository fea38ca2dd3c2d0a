import fc, { type Arbitrary } from "fast-check";
import { type Abi, type Address, type Hex, parseAbi, zeroAddress, zeroHash } from "viem";
import { bytes, call, calls, mostly, type Scope, scope, scopes } from "./draws.ts";
import type { Step } from "./stage.ts";

/** What SmartSession may ask any policy, and what anybody may read. */
export const policyAbi: Abi = parseAbi([
  "struct PackedUserOperation { address sender; uint256 nonce; bytes initCode; bytes callData; bytes32 accountGasLimits; uint256 preVerificationGas; bytes32 gasFees; bytes paymasterAndData; bytes signature; }",
  "function initializeWithMultiplexer(address account, bytes32 configId, bytes initData)",
  "function checkAction(bytes32 id, address account, address target, uint256 value, bytes data) returns (uint256)",
  "function checkUserOpPolicy(bytes32 id, PackedUserOperation op) returns (uint256)",
  "function check1271SignedAction(bytes32 id, address requestSender, address account, bytes32 hash, bytes signature) view returns (bool)",
  "function supportsInterface(bytes4 interfaceId) view returns (bool)",
  "function timeFrameConfigs(bytes32 id, address multiplexer, address account) view returns (uint256)",
  "function getTimeFrameConfig(bytes32 id, address multiplexer, address account) view returns (uint256)",
  "function usageLimitConfigs(bytes32 id, address multiplexer, address account) view returns (uint128, uint128)",
  "function getUsageLimit(bytes32 id, address multiplexer, address account) view returns (uint128)",
  "function valueLimitConfigs(bytes32 id, address multiplexer, address account) view returns (uint256, uint256)",
  "function getValueLimit(bytes32 id, address multiplexer, address account) view returns (uint256)",
  "function getUsed(bytes32 id, address multiplexer, address account) view returns (uint256)",
  "function actionConfigs(bytes32 id, address multiplexer, address account) view returns (uint256)",
  "function getPolicyData(bytes32 id, address multiplexer, address token, address account) view returns (uint256, uint256, uint256)",
]);

/** ERC-165, and the interfaces of policies. */
const interfaces: readonly Hex[] = [
  "0x01ffc9a7", // IERC165
  "0x989c9e46", // IPolicy: initializeWithMultiplexer
  "0x7129edce", // IUserOpPolicy
  "0x05c00895", // IActionPolicy
  "0xcbf34505", // I1271Policy
  "0xffffffff",
  "0x00000000",
];

/** How what a policy is asked is drawn; what is left out is drawn as what does not matter to it. */
export interface PolicyDraws {
  readonly initData: Arbitrary<Hex>;
  readonly target?: Arbitrary<Address>;
  readonly value?: Arbitrary<bigint>;
  readonly data?: Arbitrary<Hex>;
  /** What the account of a user operation is called with. */
  readonly callData?: Arbitrary<Hex>;
  /** How often each function is drawn, next to the others. Default: 4, 8, 8, 1. */
  readonly weights?: {
    readonly initialize?: number;
    readonly action?: number;
    readonly userOp?: number;
    readonly signed?: number;
  };
}

/**
 * Draws what SmartSession may ask a policy, also the functions that this policy does not have.
 *
 * @param draws How the arguments are drawn.
 * @param getters What reads its state: the functions that take id, multiplexer and account.
 * @returns The draw.
 */
export function policySteps(draws: PolicyDraws, getters: readonly string[]): Arbitrary<Step> {
  const { weights = {} } = draws;
  const of = (kind: string, drawn: Parameters<typeof calls>[2]) => calls(policyAbi, kind, drawn);
  const target = draws.target ?? fc.constantFrom<Address>(zeroAddress, anyTarget);
  const data = draws.data ?? bytes(40);
  const signed = fc.record({ scope, requestSender: target, data: bytes(70) });
  return fc.oneof(
    {
      weight: weights.initialize ?? 4,
      arbitrary: of(
        "initializeWithMultiplexer",
        fc.tuple(scope, draws.initData).map(([{ by, account, id }, initData]) => ({
          by,
          args: [account, id, initData],
        })),
      ),
    },
    {
      weight: weights.action ?? 8,
      arbitrary: of(
        "checkAction",
        fc.record({ scope, target, value: draws.value ?? fc.constantFrom(0n, 1n), data }).map((one) => ({
          by: one.scope.by,
          args: [one.scope.id, one.scope.account, one.target, one.value, one.data],
        })),
      ),
    },
    {
      weight: weights.userOp ?? 8,
      arbitrary: of(
        "checkUserOpPolicy",
        fc.tuple(scope, draws.callData ?? bytes(40)).map(([{ by, id, account }, callData]) => ({
          by,
          args: [id, userOperation(account, callData)],
        })),
      ),
    },
    {
      weight: weights.signed ?? 1,
      arbitrary: of(
        "check1271SignedAction",
        signed.map((one) => ({
          by: one.scope.by,
          args: [one.scope.id, one.requestSender, one.scope.account, zeroHash, one.data],
        })),
      ),
    },
    {
      weight: 1,
      arbitrary: of(
        "supportsInterface",
        fc.tuple(scope, fc.constantFrom(...interfaces)).map(([{ by }, id]) => ({ by, args: [id] })),
      ),
    },
    ...getters.map((getter) => ({
      weight: 1,
      arbitrary: of(
        getter,
        fc.tuple(scope, scope).map(([one, other]) => ({ by: other.by, args: [one.id, one.by, one.account] })),
      ),
    })),
  );
}

/**
 * Draws how a sequence starts: mostly with a policy that is configured as it is meant, for the scope that most calls
 * have.
 *
 * @param initData The configuration.
 * @returns The draw.
 */
export const policyOpening = (initData: Arbitrary<Hex>): Arbitrary<readonly Step[]> =>
  fc.tuple(mostly([true, false], 6), initData).map(([configured, given]) => {
    const [{ by, account, id }] = scopes as [Scope];
    return configured ? [call(policyAbi, "initializeWithMultiplexer", by, [account, id, given])] : [];
  });

/** A target that no policy knows. */
export const anyTarget: Address = "0x7a40000000000000000000000000000000000001";

/**
 * The calls that read a policy's state, for all that may be meant.
 *
 * @param getters The functions that take id, multiplexer and account.
 * @returns The calls.
 */
export const readPolicyState = (getters: readonly string[]): readonly Step[] =>
  scopes.flatMap(({ by, id, account }) =>
    getters.map((getter) => call(policyAbi, getter, by, [id, by, account])),
  );

/**
 * A user operation, as policies are asked about it.
 *
 * @param sender The account.
 * @param callData What it is called with.
 * @param signature Its signature.
 * @returns The operation.
 */
export const userOperation = (sender: Address, callData: Hex, signature: Hex = "0x5e55") => ({
  sender,
  nonce: 0n,
  initCode: "0x" as Hex,
  callData,
  accountGasLimits: zeroHash,
  preVerificationGas: 0n,
  gasFees: zeroHash,
  paymasterAndData: "0x" as Hex,
  signature,
});
