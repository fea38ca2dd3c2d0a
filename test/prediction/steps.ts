import fc from "fast-check";

/** What a call of a use is made for. */
export type Aim =
  | {
      /** A bound of the session as it then stands, one of those that there are: met to the last unit, or gone beyond. */
      readonly at: "bound";
      readonly which: number;
      readonly beyond: boolean;
    }
  | { readonly at: "outside"; readonly what: (typeof outside)[number] }
  | { readonly at: "nothing" };

/** What no permission of a walk grants. */
export const outside = [
  "another function",
  "another target",
  "plain transfer",
  "the account",
  "the account's execute",
  "the module",
  "short data",
  "too much of everything",
  "delegatecall",
  "try",
  "no calls",
  "a function of the account",
  "executeUserOp",
  "what stands for the fallback action",
] as const;

/** The session key's operation. */
export interface Use {
  readonly do: "use";
  readonly session: number;
  readonly action: number;
  readonly aim: Aim;
  /** Plain calls beside the one that is aimed, and where that stands among them. */
  readonly others: number;
  readonly position: number;
  readonly by: "its key" | "the other's key" | "nobody's key";
  readonly nonce: "next" | "used" | "future";
  readonly paid: boolean;
  /** Whether it carries the latest enable signature for the session. */
  readonly enables: boolean;
}

/** The chain's time goes on: to a session's bound, or by some seconds. */
export interface Wait {
  readonly do: "wait";
  readonly session: number;
  readonly to: "validAfter" | "validUntil" | "later";
  readonly offset: number;
}

/** The owner takes a policy or an action from a session. */
export type Disabling =
  | {
      readonly do: "disablePolicy";
      readonly session: number;
      readonly action: number;
      readonly policy: number;
      /** Whether it is one that judges whole operations. */
      readonly ofSession: boolean;
    }
  | { readonly do: "disableAction"; readonly session: number; readonly action: number };

/** What the owner does. */
export type Management =
  | { readonly do: "enable"; readonly session: number; readonly variant: number }
  | {
      readonly do: "sign";
      readonly session: number;
      readonly variant: number;
      readonly mode: "ENABLE" | "UNSAFE_ENABLE";
    }
  | { readonly do: "remove"; readonly session: number }
  | { readonly do: "revoke"; readonly session: number }
  | Disabling
  | { readonly do: "uninstall" }
  | { readonly do: "install" };

export type Step = Use | Wait | Management;

const session = fc.nat(1);
const small = fc.nat(3);

const aim: fc.Arbitrary<Aim> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ at: "nothing" } as const) },
  {
    weight: 8,
    arbitrary: fc.record({
      at: fc.constant("bound" as const),
      which: fc.nat(9),
      beyond: often(false, 2, [true]),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ at: fc.constant("outside" as const), what: fc.constantFrom(...outside) }),
  },
);

/** Draws the session key's operation, perhaps with an enable signature. */
export const use = (enables: "never" | "often"): fc.Arbitrary<Use> =>
  fc.record({
    do: fc.constant("use" as const),
    session,
    action: small,
    aim,
    others: often(0, 4, [1, 2]),
    position: fc.nat(2),
    by: often("its key", 18, ["the other's key", "nobody's key"]),
    nonce: often("next", 18, ["used", "future"]),
    paid: often(false, 5, [true]),
    enables: enables === "never" ? fc.constant(false) : fc.boolean(),
  });

/** Draws that time goes on. */
export const wait: fc.Arbitrary<Wait> = fc.record({
  do: fc.constant("wait" as const),
  session,
  to: fc.oneof(
    { weight: 4, arbitrary: fc.constant("validAfter" as const) },
    { weight: 2, arbitrary: fc.constant("validUntil" as const) },
    { weight: 1, arbitrary: fc.constant("later" as const) },
  ),
  offset: often(0, 3, [-1, 1]),
});

/** Draws that the owner enables a session, perhaps anew. */
export const enable: fc.Arbitrary<Management> = fc.record({
  do: fc.constant("enable" as const),
  session,
  variant: fc.nat(1),
});

/** Draws what the owner does. */
export const management: fc.Arbitrary<Management> = fc.oneof(
  { weight: 6, arbitrary: enable },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("sign" as const),
      session,
      variant: fc.nat(1),
      mode: fc.constantFrom("ENABLE", "UNSAFE_ENABLE"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("remove" as const), session }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("revoke" as const), session }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("disablePolicy" as const),
      session,
      action: small,
      policy: small,
      ofSession: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("disableAction" as const), session, action: small }) },
  { weight: 1, arbitrary: fc.constant({ do: "uninstall" } as const) },
  { weight: 3, arbitrary: fc.constant({ do: "install" } as const) },
);

/** A value mostly, and others now and then. */
function often<Value>(value: Value, weight: number, others: readonly Value[]): fc.Arbitrary<Value> {
  return fc.oneof(
    { weight, arbitrary: fc.constant(value) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}
