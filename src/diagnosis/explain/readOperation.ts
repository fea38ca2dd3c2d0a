import {
  type Address,
  concat,
  type Hex,
  hexToBigInt,
  isAddress,
  isHex,
  parseEther,
  parseGwei,
  size,
  slice,
} from "viem";
import type { UserOperation } from "viem/account-abstraction";

/** What an object that looks like a user operation is. */
export type ReadOperation =
  | { readonly operation: UserOperation<"0.7"> }
  /** Why it is none that can be asked about, a sentence. */
  | { readonly problem: string };

type Fields = Readonly<Record<string, unknown>>;

/** What both versions have, so that an object is taken for an operation. */
const marks = ["sender", "nonce", "callData"];

/**
 * Reads a user operation of v0.7: as bundlers take it, packed as EntryPoint takes it, or as viem prints it. Numbers may be
 * hexadecimal, decimal, or with a unit.
 *
 * @param fields What may be one.
 * @returns The operation, or why it cannot be read; undefined where it is no operation at all.
 */
export function readOperation(fields: Fields): ReadOperation | undefined {
  if (!marks.every((name) => fields[name] !== undefined)) return undefined;
  const isPacked = fields.accountGasLimits !== undefined;
  if (!isPacked && fields.initCode !== undefined) {
    return {
      problem:
        "The user operation is one of EntryPoint v0.6 (it has initCode and callGasLimit): SmartSession is asked by v0.7's alone, and nothing is asked about it.",
    };
  }
  try {
    return { operation: isPacked ? unpack(fields) : unpacked(fields) };
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    return { problem: `The user operation cannot be read whole: ${error.message}.` };
  }
}

class FieldError extends Error {}

function unpacked(fields: Fields): UserOperation<"0.7"> {
  const factory = optionalAddress(fields, "factory");
  const paymaster = optionalAddress(fields, "paymaster");
  return {
    ...common(fields),
    callGasLimit: packedNumber(fields, "callGasLimit"),
    verificationGasLimit: packedNumber(fields, "verificationGasLimit"),
    maxFeePerGas: packedNumber(fields, "maxFeePerGas"),
    maxPriorityFeePerGas: packedNumber(fields, "maxPriorityFeePerGas"),
    ...(factory && { factory, factoryData: bytes(fields, "factoryData", "0x") }),
    ...(paymaster && {
      paymaster,
      paymasterData: bytes(fields, "paymasterData", "0x"),
      paymasterVerificationGasLimit: packedNumber(fields, "paymasterVerificationGasLimit", 0n),
      paymasterPostOpGasLimit: packedNumber(fields, "paymasterPostOpGasLimit", 0n),
    }),
  };
}

/** ERC-4337 v0.7, `PackedUserOperation`. */
function unpack(fields: Fields): UserOperation<"0.7"> {
  const [verificationGasLimit, callGasLimit] = halves(fields, "accountGasLimits");
  const [maxPriorityFeePerGas, maxFeePerGas] = halves(fields, "gasFees");
  const initCode = bytes(fields, "initCode", "0x");
  const paymasterAndData = bytes(fields, "paymasterAndData", "0x");
  return {
    ...common(fields),
    verificationGasLimit,
    callGasLimit,
    maxPriorityFeePerGas,
    maxFeePerGas,
    ...(size(initCode) >= 20 && { factory: slice(initCode, 0, 20), factoryData: rest(initCode, 20) }),
    ...(size(paymasterAndData) >= 52 && {
      paymaster: slice(paymasterAndData, 0, 20),
      paymasterVerificationGasLimit: hexToBigInt(slice(paymasterAndData, 20, 36)),
      paymasterPostOpGasLimit: hexToBigInt(slice(paymasterAndData, 36, 52)),
      paymasterData: rest(paymasterAndData, 52),
    }),
  };
}

const common = (fields: Fields) => ({
  sender: address(fields, "sender"),
  nonce: number(fields, "nonce"),
  callData: bytes(fields, "callData"),
  preVerificationGas: number(fields, "preVerificationGas"),
  signature: bytes(fields, "signature"),
});

const rest = (data: Hex, from: number): Hex => (size(data) > from ? slice(data, from) : "0x");

function halves(fields: Fields, name: string): readonly [bigint, bigint] {
  const value = bytes(fields, name);
  if (size(value) !== 32) throw new FieldError(`${name} is not of 32 bytes`);
  return [hexToBigInt(slice(value, 0, 16)), hexToBigInt(slice(value, 16, 32))];
}

function bytes(fields: Fields, name: string, none?: Hex): Hex {
  const value = fields[name] ?? none;
  if (value === undefined) throw new FieldError(`${name} is missing`);
  if (!isHex(value) || value.length % 2 === 1) throw new FieldError(`${name} is not hexadecimal bytes`);
  return concat([value]);
}

function address(fields: Fields, name: string): Address {
  const value = fields[name];
  if (typeof value !== "string" || !isAddress(value, { strict: false })) {
    throw new FieldError(`${name} is not an address`);
  }
  return value;
}

function optionalAddress(fields: Fields, name: string): Address | undefined {
  const value = fields[name];
  return value === undefined || value === null || value === "0x" ? undefined : address(fields, name);
}

const greatest = 2n ** 256n;
/** What gas limits and fees are below (ERC-4337 v0.7, `PackedUserOperation`). */
export const packedBound = 2n ** 128n;

function number(fields: Fields, name: string, none?: bigint): bigint {
  const value = fields[name] ?? none;
  if (value === undefined) throw new FieldError(`${name} is missing`);
  const read = typeof value === "string" ? fromText(value.trim()) : fromNumber(value);
  if (read === undefined || read < 0n || read >= greatest) throw new FieldError(`${name} is not a number`);
  return read;
}

/** EntryPoint v0.7 packs gas limits and fees in halves of a word. */
function packedNumber(fields: Fields, name: string, none?: bigint): bigint {
  const read = number(fields, name, none);
  if (read >= packedBound) throw new FieldError(`${name} is more than EntryPoint v0.7 takes (128 bits)`);
  return read;
}

const fromNumber = (value: unknown): bigint | undefined => {
  if (typeof value === "bigint") return value;
  return typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : undefined;
};

/** 78 digits hold every number of the EVM. */
const written = /^(0x[0-9a-fA-F]{1,64}|\d{1,78}n?|\d{1,40}(\.\d{1,18})? (gwei|ETH|ether))$/;

function fromText(text: string): bigint | undefined {
  if (!written.test(text)) return undefined;
  const [digits = "", unit] = text.split(" ");
  if (unit === "gwei") return parseGwei(digits);
  return unit ? parseEther(digits) : BigInt(digits.replace("n", ""));
}
