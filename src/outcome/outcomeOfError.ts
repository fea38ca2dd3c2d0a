import { entryPoint07Abi, type UserOperation } from "viem/account-abstraction";
import { sessionValidatorErrorsAbi } from "../abis/sessionValidatorErrorsAbi.ts";
import { smartSessionAbi } from "../abis/smartSessionAbi.ts";
import type { Account } from "../account/Account.ts";
import { rpcErrorCode } from "../errors/submission.ts";
import type { Rejected } from "../refusal/Outcome.ts";
import type { RefusalLayer } from "../refusal/Refusal.ts";
import { brokenRule } from "../session/brokenRule.ts";
import { nearerBound } from "../session/nearerBound.ts";
import { readTimeFrames } from "../session/readTimeFrames.ts";
import { chainTime } from "../world/clock.ts";
import type { DecodedSignature } from "../world/Release.ts";
import type { World } from "../world/World.ts";
import { askValidator } from "./askValidator.ts";
import { decodeRevert } from "./decodeRevert.ts";
import type { BundlerRefusal } from "./readBundlerError.ts";
import { toRefusal } from "./toRefusal.ts";
import { validatorLayers } from "./validatorLayers.ts";

/**
 * What a bundler's refusal says of a user operation. Where the refusal itself does not tell the whole (an
 * account that hides its module's error, a time range, a signature), the chain is asked.
 *
 * @param world Where the operation was refused.
 * @param account The account of the operation.
 * @param userOperation The operation, signed.
 * @param refusal The bundler's refusal.
 * @returns The refusal, layer by layer.
 */
export async function outcomeOfError(
  world: World,
  account: Account,
  userOperation: UserOperation<"0.7">,
  refusal: BundlerRefusal,
): Promise<Rejected> {
  const { code, message, entryPoint } = refusal;
  const layers: RefusalLayer[] = [
    { layer: "bundler", code: String(code), args: { message }, known: "returned" },
  ];
  if (entryPoint) {
    layers.push({
      layer: "EntryPoint",
      address: world.contracts.EntryPoint.address,
      code: entryPoint.code,
      args: { reason: entryPoint.reason },
      ...(entryPoint.inner && { data: entryPoint.inner }),
      known: "returned",
    });
  }
  if (concernsAccount(refusal)) layers.push(...(await accountLayers(world, account, userOperation, refusal)));
  return { status: "rejected", refusal: toRefusal(layers, "validation") };
}

/** Reverted, signature, or time range: what the account or its validator said. The rest is EntryPoint's own. */
function concernsAccount({ code, entryPoint }: BundlerRefusal): boolean {
  if (entryPoint) return ["AA22", "AA23", "AA24"].includes(entryPoint.code);
  return code === rpcErrorCode.invalidSignature || code === rpcErrorCode.outOfTimeRange;
}

async function accountLayers(
  world: World,
  account: Account,
  userOperation: UserOperation<"0.7">,
  { code, entryPoint }: BundlerRefusal,
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
  if (userOperation.nonce >> 64n !== account.nonceKey(validator)) {
    return [...ownWords(), ...(await unpaidPrefund(world, account, userOperation, entryPoint?.code))];
  }
  const signed = world.release.decodeSignature(userOperation.signature);
  const answer = await askValidator(world, userOperation);
  // The same bytes: the account passes its validator's error on. Others: it put its own in their place.
  const passedOn = answer !== undefined && "revert" in answer && answer.revert === inner;
  if (!(await account.isInstalled(validator))) {
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
  return [...ownWords(), ...(await unpaidPrefund(world, account, userOperation, entryPoint?.code))];
}

/** The range that SmartSession answered with, and the policy that gave it where that is ours. */
async function timeRange(
  world: World,
  { address: account }: Account,
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

/** An account that cannot pay EntryPoint reverts in a way of its own: its means tell. */
async function unpaidPrefund(
  { client, contracts }: World,
  { address }: Account,
  userOperation: UserOperation<"0.7">,
  code: string | undefined,
): Promise<RefusalLayer[]> {
  if (code !== "AA23" || userOperation.paymaster) return [];
  const { verificationGasLimit, callGasLimit, preVerificationGas, maxFeePerGas } = userOperation;
  const required = (verificationGasLimit + callGasLimit + preVerificationGas) * maxFeePerGas;
  const [balance, deposit] = await Promise.all([
    client.getBalance({ address }),
    client.readContract({
      address: contracts.EntryPoint.address,
      abi: entryPoint07Abi,
      functionName: "balanceOf",
      args: [address],
    }),
  ]);
  if (balance + deposit >= required) return [];
  const args = { required, balance, deposit };
  return [{ layer: "account", address, code: "prefund not paid", args, known: "asked" }];
}
