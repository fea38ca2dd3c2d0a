import { type Address, getAddress, type Hex } from "viem";
import { z } from "zod";

/** The presets' contracts, as permissions and commands name them. */
export const targetNames = ["counter", "token", "nft", "game", "exchange", "marketplace"] as const;
/** See {@link targetNames}. */
export type TargetName = (typeof targetNames)[number];

const name = z.enum(targetNames);
const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, "is not an address")
  .transform((text): Address => getAddress(text.toLowerCase()));
const bytes32 = z.custom<Hex>(
  (value) => typeof value === "string" && /^0x[0-9a-f]{64}$/.test(value),
  "is not 32 bytes",
);
const count = z.number().int().nonnegative();

/** A contract that somebody names, and nobody here has deployed: all that is known is where it is said to be. */
const namedSchema = z.strictObject({ name, source: z.literal("guide, unverified"), address });

/** A contract that `targets deploy` has deployed. */
const deployedSchema = z.strictObject({
  name,
  source: z.literal("deployed"),
  /** Its source file and name: `contracts/targets/Counter.sol:Counter`. */
  contract: z.string(),
  address,
  deployer: address,
  transaction: bytes32,
  /** The block that holds the transaction. */
  block: count,
  /** keccak256 of the runtime code on the chain. */
  codeHash: bytes32,
  constructorArguments: z.array(z.string()),
  compiler: z.strictObject({
    /** As solc names itself: `0.8.28+commit.7893614a`. */
    version: z.string(),
    /** Runs of the optimizer; null where it was off. */
    optimizerRuns: count.nullable(),
    evmVersion: z.string(),
  }),
});

/** What a file of deployments holds. */
export const deploymentsSchema = z.strictObject({
  chainId: count,
  targets: z
    .array(z.discriminatedUnion("source", [namedSchema, deployedSchema]))
    .refine((targets) => new Set(targets.map((target) => target.name)).size === targets.length, {
      message: "names a target twice",
    }),
});

/** See {@link deployedSchema}. */
export type DeployedTarget = z.output<typeof deployedSchema>;
/** Where one of the presets' contracts stands, and how that is known: its `source`. */
export type Target = z.output<typeof namedSchema> | DeployedTarget;
/** What is known to stand on a chain. */
export interface Deployments {
  readonly chainId: number;
  /** In any order, each name once. */
  readonly targets: readonly Target[];
}
