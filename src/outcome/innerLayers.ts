import { isAddressEqual } from "viem";
import { entryPoint07Abi, type UserOperation } from "viem/account-abstraction";
import { sessionValidatorErrorsAbi } from "../abis/sessionValidatorErrorsAbi.ts";
import { smartSessionAbi } from "../abis/smartSessionAbi.ts";
import type { ObservedAccount } from "../account/Account.ts";
import { rpcErrorCode } from "../errors/submission.ts";
import type { RefusalLayer } from "../refusal/Refusal.ts";
import { brokenRule } from "../session/brokenRule.ts";
import { nearerBound } from "../session/nearerBound.ts";
import { readTimeFrames } from "../session/readTimeFrames.ts";
import { chainTime } from "../world/clock.ts";
import type { DecodedSignature } from "../world/Release.ts";
import type { World } from "../world/World.ts";
import { askValidator, type ValidatorAnswer } from "./askValidator.ts";
import { decodeRevert } from "./decodeRevert.ts";
import { lacksGas } from "./lacksGas.ts";
import { prefundOf } from "./prefundOf.ts";
import type { BundlerRefusal } from "./readBundlerError.ts";
import { validatorLayers } from "./validatorLayers.ts";

/** Why an operation was refused: by EntryPoint's words, or where there are none, by the bundler's code (ERC-7769). */
export type RefusedFor = Partial<Pick<BundlerRefusal, "code" | "entryPoint">> & {
  /** What SmartSession said then, where that is known. Default: it is asked now. */
  readonly answer?: ValidatorAnswer;
};

/**
 * What was said below the bundler: by EntryPoint, and by those whom it asked. What an account hides of that, the chain is
 * asked for.
 *
 * @param world Where the operation was refused.
 * @param account The account of the operation.
 * @param userOperation The operation, signed.
 * @param refused Why it was refused.
 * @returns The layers, from outside in; none where neither is known.
 */
export async function innerLayers(
  world: World,
  account: ObservedAccount,
  userOperation: UserOperation<"0.7">,
  refused: RefusedFor,
): Promise<readonly RefusalLayer[]> {
  const { entryPoint } = refused;
  const layers: RefusalLayer[] = entryPoint
    ? [
        {
          layer: "EntryPoint",
          address: world.contracts.EntryPoint.address,
          code: entryPoint.code,
          args: { reason: entryPoint.reason },
          ...(entryPoint.inner && { data: entryPoint.inner }),
          known: "returned",
        },
      ]
    : [];
  if (!concernsAccount(refused)) return layers;
  return [...layers, ...(await accountLayers(world, account, userOperation, refused))];
}

/** Reverted, signature, or time range: what the account or its validator said. The rest is EntryPoint's own. */
function concernsAccount({ code, entryPoint }: RefusedFor): boolean {
  if (entryPoint) return ["AA22", "AA23", "AA24"].includes(entryPoint.code);
  return code === rpcErrorCode.invalidSignature || code === rpcErrorCode.outOfTimeRange;
}

async function accountLayers(
  world: World,
  account: ObservedAccount,
  userOperation: UserOperation<"0.7">,
  { code, entryPoint, answer: told }: RefusedFor,
): Promise<RefusalLayer[]> {
  const validator = world.contracts.SmartSession.address;
  const inner = entryPoint?.inner;
  const ownWords = (): RefusalLayer[] =>
    inner === undefined
      ? []
      : [
          {
            layer: "account",
            address: account.address,
            data: inner,
            known: "returned",
            // The owner's validator speaks through the account: there is no layer of its own for it.
            ...decodeRevert([...account.errorsAbi, ...sessionValidatorErrorsAbi], inner),
          },
        ];
  if (!isAddressEqual(account.validatorOf(userOperation.nonce >> 64n), validator)) {
    return [...ownWords(), ...(await lackingMeans(world, account, userOperation, entryPoint?.code))];
  }
  const signed = world.release.decodeSignature(userOperation.signature);
  const answer = told ?? (await askValidator(world, userOperation));
  // The same bytes: the account passes its validator's error on. Others: it put its own in their place.
  const passedOn = answer !== undefined && "revert" in answer && answer.revert === inner;
  if (told === undefined && !(await account.isInstalled(validator))) {
    const missing = { code: "module not installed", args: { validator } };
    return [
      // Kernel asks its validator before it looks whether it has it.
      ...(passedOn ? validatorLayers(world, account, signed, answer, "returned") : ownWords()),
      { layer: "account", address: account.address, known: "asked", ...missing },
    ];
  }

  if (answer === undefined) return ownWords();
  if ("revert" in answer) {
    const layers = validatorLayers(world, account, signed, answer, passedOn ? "returned" : "asked");
    const judged = layers.map(async (layer) => {
      const { address, code: said } = layer;
      if (
        said === "NoPoliciesSet" &&
        signed &&
        (await lacksPolicyForPaymaster(world, userOperation, signed))
      ) {
        return { ...layer, rule: "permitERC4337Paymaster" as const };
      }
      if (layer.layer !== "policy" || !address || layer.rule || !signed) return layer;
      const rule = await brokenRule(world, account.address, signed, { address, code: said });
      return rule ? { ...layer, rule } : layer;
    });
    return [...(passedOn ? [] : ownWords()), ...(await Promise.all(judged))];
  }
  const said = { layer: "SmartSession", address: validator, known: "asked" } as const;
  if (answer.signatureFailed && (entryPoint?.code === "AA24" || code === rpcErrorCode.invalidSignature)) {
    return [{ ...said, code: "SIG_VALIDATION_FAILED", args: { permissionId: signed?.permissionId } }];
  }
  if (entryPoint?.code === "AA22" || code === rpcErrorCode.outOfTimeRange) {
    return [{ ...said, ...(await timeRange(world, account, signed, answer)) }];
  }
  return [...ownWords(), ...(await lackingMeans(world, account, userOperation, entryPoint?.code))];
}

/** The range that SmartSession answered with, and the policy that gave it where that is ours. */
async function timeRange(
  world: World,
  { address: account }: ObservedAccount,
  signed: DecodedSignature | undefined,
  { validAfter, validUntil }: { validAfter: bigint; validUntil: bigint },
): Promise<Partial<RefusalLayer> & Pick<RefusalLayer, "code" | "args">> {
  const timestamp = await chainTime(world);
  const range = { code: "time range", args: { validAfter, validUntil, timestamp } };
  const frames = signed ? await readTimeFrames(world, account, signed) : [];
  const bound = nearerBound({ validAfter, validUntil, timestamp });
  const broken = { validAfter, validUntil }[bound];
  const given = broken !== 0n && frames.some((frame) => frame[bound] === broken);
  return given ? { ...range, layer: "policy", address: world.contracts.TimeFramePolicy.address } : range;
}

/** SmartSession says the same of an action without a policy, and of an operation without one that a paymaster pays. */
async function lacksPolicyForPaymaster(
  { client, contracts, release }: World,
  { sender, paymaster }: UserOperation<"0.7">,
  { permissionId, enables }: DecodedSignature,
): Promise<boolean> {
  if (!paymaster || !release.limitsPaymasters) return false;
  const policies =
    enables?.userOpPolicies ??
    (await client.readContract({
      address: contracts.SmartSession.address,
      abi: smartSessionAbi,
      functionName: "getUserOpPolicies",
      args: [sender, permissionId],
    }));
  return policies.length === 0;
}

/** Where nobody has anything against the operation itself, the account reverts for want of means, or of gas. */
async function lackingMeans(
  world: World,
  account: ObservedAccount,
  userOperation: UserOperation<"0.7">,
  code: string | undefined,
): Promise<RefusalLayer[]> {
  if (code !== "AA23") return [];
  const unpaid = await unpaidPrefund(world, account, userOperation);
  if (unpaid || !(await lacksGas(world, userOperation))) return unpaid ? [unpaid] : [];
  const { verificationGasLimit } = userOperation;
  const args = { verificationGasLimit };
  return [{ layer: "account", address: account.address, code: "out of gas", args, known: "asked" }];
}

/** An account that cannot pay EntryPoint reverts in a way of its own: its means tell. */
async function unpaidPrefund(
  { client, contracts }: World,
  { address }: ObservedAccount,
  userOperation: UserOperation<"0.7">,
): Promise<RefusalLayer | undefined> {
  if (userOperation.paymaster) return undefined;
  const required = prefundOf(userOperation);
  const [balance, deposit] = await Promise.all([
    client.getBalance({ address }),
    client.readContract({
      address: contracts.EntryPoint.address,
      abi: entryPoint07Abi,
      functionName: "balanceOf",
      args: [address],
    }),
  ]);
  if (balance + deposit >= required) return undefined;
  const args = { required, balance, deposit };
  return { layer: "account", address, code: "prefund not paid", args, known: "asked" };
}
