import { type Hex, isHex } from "viem";
import { z } from "zod";
import { parseCalls } from "../../account/parseCalls.ts";
import { complain, parseInput } from "../../config/parseInput.ts";
import { addressSchema, uintSchema } from "../../config/schemas.ts";
import { releaseNamed } from "../../world/releaseNamed.ts";
import type { Operation } from "../Operation.ts";
import type { SessionOnChain } from "../readSession.ts";
import { enableSignatureSchema } from "../sessionSchema.ts";
import { checkId } from "./checkId.ts";

const schema = z
  .strictObject(
    {
      calls: z.unknown().optional(),
      callData: z
        .custom<Hex>((value) => isHex(value) && value.length % 2 === 0, {
          error: complain("is not call data", "Give hexadecimal bytes: 0x and two digits a byte."),
        })
        .exactOptional(),
      signer: addressSchema.exactOptional(),
      enable: enableSignatureSchema.exactOptional(),
      nonce: uintSchema({ bits: 256, unit: "" }).exactOptional(),
      paymaster: z
        .boolean({
          error: complain("is not true or false", "Give true where a paymaster pays, else leave it out."),
        })
        .exactOptional(),
    },
    { error: complain("is not an operation", "Give { calls } or { callData }, and what else it carries.") },
  )
  .refine(({ calls, callData }) => calls === undefined || callData === undefined, {
    path: ["callData"],
    error: complain("is given beside calls", "Give one of them."),
  })
  .refine(({ calls, callData }) => calls !== undefined || callData !== undefined, {
    path: ["calls"],
    error: complain("is missing", "Give the calls, or callData where the account is to do something else."),
  });

/**
 * Checks an operation that is to be predicted.
 *
 * @param operation What is to be sent.
 * @param state The session that is to make it.
 * @returns The operation.
 * @throws InvalidInputError naming each field that is wrong, and for another session's enable signature.
 */
export function parseOperation(
  operation: Operation,
  { permissionId, release }: Pick<SessionOnChain, "permissionId" | "release">,
): Operation {
  const { calls, ...parsed } = parseInput(schema, operation, "operation");
  const { enable } = parsed;
  if (enable) {
    checkId(releaseNamed(release).permissionId(enable.session), permissionId, "enable.session.permissionId");
  }
  const { callData } = parsed;
  return callData === undefined
    ? { ...parsed, calls: parseCalls(calls as Extract<Operation, { calls: unknown }>["calls"]) }
    : { ...parsed, callData };
}
