import { expect } from "chai";
import { type Abi, decodeErrorResult, type Hex } from "viem";
import type { World } from "../../src/index.ts";
import type { ValidatorAnswer } from "../../src/outcome/askValidator.ts";

/**
 * Holds that SmartSession itself refused an operation with an error.
 *
 * @param world Where.
 * @param answer What it answered.
 * @param errorName The error; undefined for a revert without a word.
 * @param args The error's arguments.
 */
export function expectError(
  world: World,
  answer: ValidatorAnswer | undefined,
  errorName?: string,
  args: readonly unknown[] = [],
): void {
  if (answer === undefined || !("revert" in answer)) expect.fail("expected SmartSession to revert");
  if (errorName === undefined) {
    expect(answer.revert).to.equal("0x");
    return;
  }
  expect(decodeError(world, answer.revert)).to.deep.equal({ errorName, args });
}

/**
 * Reads an error that SmartSession declares.
 *
 * @param world Where.
 * @param data What was reverted with.
 * @returns The error's name and arguments.
 * @throws viem's error for one that it does not declare.
 */
export function decodeError(world: World, data: Hex): { errorName: string; args: readonly unknown[] } {
  const { errorName, args = [] } = decodeErrorResult({ abi: world.release.errorsAbi as Abi, data });
  return { errorName, args };
}

/**
 * Holds that SmartSession itself lets an operation pass.
 *
 * @param answer What it answered.
 * @param frame From when until when, in Unix seconds. Default: at any time.
 */
export function expectPass(
  answer: ValidatorAnswer | undefined,
  frame: { readonly validAfter: bigint; readonly validUntil: bigint } = { validAfter: 0n, validUntil: 0n },
): void {
  expect(answer).to.deep.equal({ signatureFailed: false, ...frame });
}
