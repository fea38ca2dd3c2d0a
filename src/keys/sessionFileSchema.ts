import type { Keystore } from "ox";
import type { AbiParameter, Hex } from "viem";
import { z } from "zod";
import { accountKindSchema } from "../account/createAccount.ts";
import { addressSchema, bytes32Schema } from "../config/schemas.ts";
import { onChainSchema } from "../session/sessionSchema.ts";

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`, "i"));
const hash = bytes32Schema.transform((value) => value.toLowerCase() as Hex);
const whole = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt);

/** A keystore as this library writes it. The bound on `n` keeps a strange file from keeping this machine busy. */
const keystoreSchema = z.object({
  version: z.literal(3),
  id: z.string(),
  crypto: z.object({
    cipher: z.literal("aes-128-ctr"),
    ciphertext: hex(32),
    cipherparams: z.object({ iv: hex(16) }),
    mac: hex(32),
    kdf: z.literal("scrypt"),
    kdfparams: z.object({
      dklen: z.literal(32),
      n: z
        .int()
        .min(2)
        .max(2 ** 20),
      p: z.int().min(1).max(8),
      r: z.int().min(1).max(8),
      salt: hex(32),
    }),
  }),
});

/** The file of a session: Web3 Secret Storage, and beside it what the key is for. */
export const sessionFileSchema = keystoreSchema
  .extend({
    smartSession: z.object({
      name: z.string().min(1),
      permissionId: hash,
      key: addressSchema,
      chainId: z.int().positive(),
      release: z.enum(["v1", "beta"]),
      account: z.object({
        address: addressSchema,
        kind: accountKindSchema,
        owner: addressSchema,
        salt: whole,
      }),
      session: onChainSchema,
      sessionHash: hash,
      function: z.object({
        selector: z.custom<Hex>((value) => typeof value === "string" && /^0x[0-9a-f]{8}$/i.test(value)),
        signature: z.string().exactOptional(),
        inputs: z.custom<readonly AbiParameter[]>((value) => Array.isArray(value)).exactOptional(),
      }),
      enforcement: z.array(
        z.object({
          field: z.string(),
          value: z.string().nullable(),
          enforcedBy: z.string().nullable(),
          statement: z.string(),
        }),
      ),
      written: hash,
      createdAt: whole,
      block: whole,
      replaces: hash.exactOptional(),
      operations: z.array(
        z.object({
          purpose: z.enum(["create", "use", "revoke", "rotate"]),
          userOpHash: hash,
          nonce: whole,
          block: whole,
          calls: hash,
        }),
      ),
      proof: z.custom<Hex>((value) => typeof value === "string" && /^0x[0-9a-f]{130}$/i.test(value)),
    }),
  })
  .transform(({ smartSession, version, id, crypto }) => ({
    ...smartSession,
    keystore: { version, id, crypto } as Keystore.Keystore,
  }));
