import { isHex } from "viem";
import { z } from "zod";
import { complain, parseInput } from "../../config/parseInput.ts";
import { addressSchema } from "../../config/schemas.ts";
import type { SessionOnChain } from "../readSession.ts";

const error = complain(
  "is not what the chain holds of a session",
  "Give what harness.readSession() gave, as it was read: JSON does not keep its numbers.",
);
const hex = z.custom<`0x${string}`>(isHex, { error });
const policies = z.array(z.looseObject({ address: addressSchema }, { error }), { error });

const schema = z.looseObject(
  {
    permissionId: hex,
    account: addressSchema,
    accountKind: z.string({ error }),
    chainId: z.number({ error }),
    release: z.enum(["v1", "beta"], { error }),
    smartSession: addressSchema,
    moduleInstalled: z.boolean({ error }),
    nonce: z.bigint({ error }),
    enabled: z.boolean({ error }),
    enableNonce: z.bigint({ error }),
    sessionValidator: addressSchema,
    sessionValidatorData: hex,
    userOpPolicies: policies,
    erc1271Policies: policies,
    permitERC4337Paymaster: z.boolean({ error }),
    actions: z.array(z.looseObject({ actionId: hex, policies }, { error }), { error }),
  },
  { error },
);

/**
 * Checks what is known of a session before anything is said of it.
 *
 * @param state What the chain holds of it.
 * @throws InvalidInputError where that is no state.
 */
export function checkState(state: SessionOnChain): void {
  parseInput(schema, state, "state");
}
