import { type Hex, isHex } from "viem";
import { z } from "zod";
import { parseCalls } from "../../account/parseCalls.ts";
import { complain, parseInput } from "../../config/parseInput.ts";
import { addressSchema, uintSchema } from "../../config/schemas.ts";
import { InvalidInputError } from "../../errors/InvalidInputError.ts";
import { releaseNamed } from "../../world/releaseNamed.ts";
import type { Operation } from "../Operation.ts";
import type { SessionOnChain } from "../readSession.ts";
import { enableSignatureSchema } from "../sessionSchema.ts";

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
        .boolean({ error: complain("is not a yes or no", "Give true where a paymaster pays.") })
        .exactOptional(),
    },
    { error: complain("is not an operation", "Give { calls } or { callData }, and what else it carries.") },
  )
  .refine(({ calls, callData }) => calls === undefined || callData === undefined, {
    path: ["callData"],
    error: complain("is given beside calls", "Give one of them."),
  });

/**
 * Checks an operation that is to be predicted.
 *
 * @param operation What is to be sent.
 * @param state The session that is to make it.
 * @returns The operation.
 * @throws InvalidInputError naming each field that is wrong, and for the leave to enable another session.
 */
export function parseOperation(
  operation: Operation,
  { permissionId, release }: Pick<SessionOnChain, "permissionId" | "release">,
): Operation {
  const { calls, ...parsed } = parseInput(schema, operation, "operation");
  const { enable } = parsed;
  if (enable && releaseNamed(release).permissionId(enable.session) !== permissionId) {
    throw new InvalidInputError([
      {
        field: "enable.session",
        value: "(an object)",
        problem: "is another session than the one that is to be used",
        remedy: "Give what harness.signEnable() made for this session.",
      },
    ]);
  }
  const { callData } = parsed;
  return callData === undefined
    ? { ...parsed, calls: parseCalls(calls as Extract<Operation, { calls: unknown }>["calls"]) }
    : { ...parsed, callData };
}
