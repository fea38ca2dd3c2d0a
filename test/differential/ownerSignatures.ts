import fc, { type Arbitrary } from "fast-check";
import {
  type Address,
  concat,
  type Hex,
  hashMessage,
  keccak256,
  numberToHex,
  pad,
  size,
  zeroAddress,
} from "viem";
import { privateKeyToAccount, sign } from "viem/accounts";
import { bytes, maxWord, mostly, resized } from "./draws.ts";

/** The hash that is signed. */
export const hash = keccak256("0x5e551011");

const keys = [1, 2, 3, 4].map((index) => keccak256(numberToHex(index)));
/** The owners that are keys. */
export const signers = keys.map((key) => privateKeyToAccount(key).address);
/** Owners that are contracts: each answers everything in its own way. */
export const contracts = {
  /** Says that all is signed. */
  "0x1271000000000000000000000000000000000001": "0x631626ba7e60e01b5f5260205ff3",
  /** Says that nothing is. */
  "0x1271000000000000000000000000000000000002": "0x63ffffffff60e01b5f5260205ff3",
  /** Says more than four bytes. */
  "0x1271000000000000000000000000000000000003": `0x7f1626ba7e${"00".repeat(27)}015f5260205ff3`,
  /** Says four bytes, and not a word. */
  "0x1271000000000000000000000000000000000004": "0x631626ba7e60e01b5f5260045ff3",
  /** Reverts with what it was asked. */
  "0x1271000000000000000000000000000000000005": "0x365f5f37365ffd",
  /** Says yes where the signature starts with 0x01 (it is behind selector, hash, offset and length), else zero. */
  "0x1271000000000000000000000000000000000006": "0x6064355f1a600114631626ba7e60e01b025f5260205ff3",
} as const satisfies Readonly<Record<Address, Hex>>;
/** The addresses of those. */
export const contractOwners = Object.keys(contracts) as (keyof typeof contracts)[];

/** One signature, and what it needs behind all signatures. */
interface Part {
  readonly r: Hex;
  readonly s: Hex | ((tail: bigint) => bigint);
  readonly v: number;
  readonly tail?: Hex;
}

const word = (value: bigint): Hex => numberToHex(BigInt.asUintN(256, value), { size: 32 });
const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** What is signed: the hash as it is, or with the prefix of eth_sign, once or twice. */
const prefixed = (times: number): Hex => {
  let signed: Hex = hash;
  for (let i = 0; i < times; i++) signed = hashMessage({ raw: signed });
  return signed;
};
const made = await Promise.all(
  [0, 1, 2].map((times) =>
    Promise.all(keys.map((privateKey) => sign({ hash: prefixed(times), privateKey }))),
  ),
);
const signed = (key: number, times: number) => {
  const { r, s, yParity } = (made[times] as (typeof made)[number])[key] as (typeof made)[number][number];
  return { r, s, yParity: yParity === 1 ? 1 : 0 };
};

const keyIndex = mostly([0, 1, 2, 3], 3);
/** A key's signature, of the hash or of the hash with a prefix, with the v that says so or another. */
const byKey: Arbitrary<Part> = fc
  .record({
    key: keyIndex,
    times: mostly([0, 1, 2], 3),
    marked: mostly([false, true], 3),
    form: mostly(["as it is", "high s", "other v"], 12),
    v: fc.constantFrom(1, 26, 27, 28, 29, 30, 31, 32, 33, 255),
  })
  .map(({ key, times, marked, form, v: otherV }) => {
    const { r, s, yParity } = signed(key, times);
    const malleable = form === "high s";
    const v = 27 + (malleable ? 1 - yParity : yParity) + (marked ? 4 : 0);
    return { r, s: malleable ? word(order - BigInt(s)) : s, v: form === "other v" ? otherV : v };
  });
/** A key's signature that fits what it says of itself. */
const good = (times: 0 | 1): Arbitrary<Part> =>
  fc.record({ key: keyIndex, marked: mostly([false, true], 4) }).map(({ key, marked }) => {
    const { r, s, yParity } = signed(key, times + (marked ? 1 : 0));
    return { r, s, v: 27 + yParity + (marked ? 4 : 0) };
  });
const byNobody: Arbitrary<Part> = fc.constantFrom(
  { r: word(0n), s: word(0n), v: 27 },
  { r: word(1n), s: word(maxWord), v: 28 },
);
const content = fc.oneof(
  bytes(70),
  bytes(70).map((more) => concat(["0x01", more])),
);
/** A contract's signature as it is meant. */
const meantByContract: Arbitrary<Part> = fc
  .tuple(fc.constantFrom(...contractOwners), content)
  .map(([owner, given]) => ({
    r: pad(owner),
    s: (tail: bigint) => tail,
    v: 0,
    tail: concat([word(BigInt(size(given))), given]),
  }));
/** A length by which a sum overflows. */
const overflowing = -80n;
/**
 * A contract's signature with something that is not as it is meant. Left out are places just below 2^256: they wrap
 * around to the memory before the signatures, where each contract holds something else. Nobody has signed there, but
 * whether that is a refusal or a panic is the compiler's.
 */
const byContract: Arbitrary<Part> = fc
  .record({
    owner: mostly<Address>(
      [contractOwners[0] as Address, ...contractOwners.slice(1), signers[0] as Address, zeroAddress],
      5,
    ),
    dirty: mostly([0n, 1n << 160n, 1n << 255n], 10),
    content,
    length: mostly([0n, 1n, -1n, 2n ** 64n, overflowing, overflowing], 6),
    place: mostly<"behind" | bigint>(
      ["behind", 0n, 32n, 64n, 65n, 97n, 2n ** 16n, 2n ** 200n, 2n ** 255n, maxWord - 31n, maxWord - 31n],
      5,
    ),
    shift: mostly([0n, 1n, -1n], 10),
  })
  .map(({ owner, dirty, content: given, length, place, shift }) => ({
    r: word(BigInt(owner) + dirty),
    s: place === "behind" ? (tail: bigint) => tail + shift : word(place),
    v: 0,
    // What is behind may be read as a signature, too: the byte makes that one no contract's, whose place would be this
    // length.
    tail: concat([word(BigInt(size(given)) + length), length === overflowing ? "0x01" : "0x", given]),
  }));

const signaturesOf = (parts: readonly Part[]): Hex => {
  let tail = BigInt(parts.length) * 65n;
  const heads = parts.map(({ r, s, v, tail: own = "0x" }) => {
    const head = concat([r, typeof s === "string" ? s : word(s(tail)), numberToHex(v, { size: 1 })]);
    tail += BigInt(size(own));
    return head;
  });
  return concat(["0x", ...heads, ...parts.map(({ tail: own = "0x" }) => own)]);
};
/**
 * Draws signatures, one after the other, and what those of contracts need behind them.
 *
 * @param times How often the hash that is signed has the prefix of eth_sign.
 * @returns The draw.
 */
export const signatures = (times: 0 | 1): Arbitrary<Hex> =>
  resized(
    fc
      .array(
        fc.oneof(
          { weight: 8, arbitrary: good(times) },
          { weight: 3, arbitrary: byKey },
          { weight: 4, arbitrary: meantByContract },
          { weight: 3, arbitrary: byContract },
          { weight: 1, arbitrary: byNobody },
        ),
        { maxLength: 4, size: "max" },
      )
      .map(signaturesOf),
    16,
  );
