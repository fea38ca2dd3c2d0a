import fc, { type Arbitrary } from "fast-check";
import {
  type Abi,
  type Address,
  encodeAbiParameters,
  type Hex,
  keccak256,
  numberToHex,
  parseAbi,
  parseAbiParameters,
  zeroAddress,
} from "viem";
import { amount, bytes, call, calls, maxWord, mostly, resized, withSpoiltWord } from "../draws.ts";
import { contractOwners, contracts, hash, signatures, signers } from "../ownerSignatures.ts";
import { userOperation } from "../policyDraws.ts";
import type { Subject } from "../Subject.ts";
import { callers } from "../stage.ts";

const abi: Abi = parseAbi([
  "struct PackedUserOperation { address sender; uint256 nonce; bytes initCode; bytes callData; bytes32 accountGasLimits; uint256 preVerificationGas; bytes32 gasFees; bytes paymasterAndData; bytes signature; }",
  "function onInstall(bytes data)",
  "function onUninstall(bytes data)",
  "function setThreshold(uint256 threshold)",
  "function addOwner(address owner)",
  "function removeOwner(address prevOwner, address owner)",
  "function validateUserOp(PackedUserOperation userOp, bytes32 userOpHash) view returns (uint256)",
  "function isValidSignatureWithSender(address sender, bytes32 hash, bytes signature) view returns (bytes4)",
  "function validateSignatureWithData(bytes32 hash, bytes signature, bytes data) view returns (bool)",
  "function isInitialized(address account) view returns (bool)",
  "function threshold(address account) view returns (uint256)",
  "function ownerCount(address account) view returns (uint256)",
  "function getOwners(address account) view returns (address[])",
  "function isModuleType(uint256 moduleTypeId) view returns (bool)",
  "function name() view returns (string)",
  "function version() view returns (string)",
]);

const byNumber = (one: Address, other: Address) => (BigInt(one) < BigInt(other) ? -1 : 1);
const listEnd: Address = "0x0000000000000000000000000000000000000001";
const special: readonly Address[] = [zeroAddress, listEnd];
const possible = [...signers, contractOwners[0], contractOwners[1], contractOwners[5]] as Address[];
const many = (count: number): Address[] =>
  Array.from({ length: count }, (_, i) => numberToHex(i + 9, { size: 20 }));
const meantOwners: Arbitrary<readonly Address[]> = fc
  .subarray(possible, { minLength: 2 })
  .map((some) => [...some].sort(byNumber));
/** Owners in order; now and then out of it, one of them twice, one that cannot be, as many as can be, and more. */
const owners: Arbitrary<readonly Address[]> = fc.oneof(
  { weight: 8, arbitrary: meantOwners },
  { weight: 1, arbitrary: fc.shuffledSubarray(possible) },
  { weight: 1, arbitrary: fc.subarray(possible).map((some) => [...some, ...some].sort(byNumber)) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.constantFrom(special, special.slice(0, 1), special.slice(1), special.slice(1)),
        fc.subarray(possible),
      )
      .map(([some, others]) => [...some, ...others].sort(byNumber)),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(many(32), many(33), many(34), [...many(31), signers[0] as Address]),
  },
);
const threshold = mostly([1n, 0n, 2n, 3n, 32n, maxWord], 6);
const encodeOwners = (needed: bigint, some: readonly Address[]): Hex =>
  encodeAbiParameters(parseAbiParameters("uint256, address[]"), [needed, [...some]]);
const data = resized(
  withSpoiltWord(
    fc.tuple(threshold, owners).map(([needed, some]) => encodeOwners(needed, some)),
    0,
  ),
);

const account = mostly<Address>([callers[0], callers[1], callers[2]], 3);
const owner = fc.constantFrom<Address>(...possible, ...special, ...special, listEnd);
/** An owner and who is before it in the list, where all that can be are owners; now and then anybody. */
const neighbours = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...[listEnd, ...[...possible].sort(byNumber).reverse()].flatMap((prev, index, list) => {
        const next = list[index + 1];
        return next ? [[prev, next] as const, [listEnd, next] as const] : [];
      }),
    ),
  },
  { weight: 1, arbitrary: fc.tuple(owner, owner) },
);

const of = (kind: string, args: Arbitrary<readonly unknown[]>, spoilable?: number) =>
  calls(
    abi,
    kind,
    fc.tuple(account, args).map(([by, drawn]) => ({ by, args: drawn })),
    spoilable,
  );
/** The words before the first signature: spoilt signatures are drawn by themselves, see `ownerSignatures.ts`. */
const wordsBefore = { validateUserOp: 11, isValidSignatureWithSender: 4, validateSignatureWithData: 4 };
const none = fc.constant([]);
const readers = ["threshold", "ownerCount", "getOwners", "isInitialized"] as const;

/** OwnableValidator: an account's owners and a session's keys, keys and contracts, in all forms of signature. */
export const ownableValidator: Subject = {
  name: "OwnableValidator",
  contract: "validators/OwnableValidator",
  others: contracts,
  opening: fc
    .tuple(
      mostly([true, false], 6),
      fc.oneof({ weight: 7, arbitrary: meantOwners }, { weight: 1, arbitrary: fc.constant(many(32)) }),
      mostly([1n, 2n], 2),
    )
    .map(([installed, some, needed]) =>
      installed ? [call(abi, "onInstall", callers[0], [encodeOwners(needed, some)])] : [],
    ),
  step: fc.oneof(
    { weight: 32, arbitrary: of("onInstall", fc.tuple(data)) },
    { weight: 2, arbitrary: of("onUninstall", fc.tuple(bytes(8))) },
    { weight: 8, arbitrary: of("setThreshold", fc.tuple(mostly([1n, 2n, 3n, 5n, 0n, maxWord], 3))) },
    { weight: 14, arbitrary: of("addOwner", fc.tuple(owner)) },
    { weight: 12, arbitrary: of("removeOwner", neighbours) },
    {
      weight: 16,
      arbitrary: of(
        "validateUserOp",
        fc
          .tuple(account, signatures(1), mostly([hash, keccak256(hash)], 20))
          .map(([sender, signature, signed]) => [userOperation(sender, "0x", signature), signed]),
        wordsBefore.validateUserOp,
      ),
    },
    {
      weight: 16,
      arbitrary: of(
        "isValidSignatureWithSender",
        fc.tuple(owner, mostly([hash, keccak256(hash)], 20), signatures(0)),
        wordsBefore.isValidSignatureWithSender,
      ),
    },
    {
      weight: 24,
      arbitrary: of(
        "validateSignatureWithData",
        fc.tuple(mostly([hash, keccak256(hash)], 20), signatures(0), data),
        wordsBefore.validateSignatureWithData,
      ),
    },
    ...readers.map((kind) => ({ weight: 2, arbitrary: of(kind, fc.tuple(account)) })),
    { weight: 2, arbitrary: of("isModuleType", fc.tuple(amount(256, 8))) },
    { weight: 2, arbitrary: of("name", none) },
    { weight: 2, arbitrary: of("version", none) },
  ),
  readState: callers.flatMap((by) => readers.map((kind) => call(abi, kind, by, [by]))),
  runs: 400,
  classes: [
    "onInstall: answers",
    "onInstall: reverts without data",
    "onInstall: reverts with NotSortedAndUnique",
    "onInstall: reverts with ThresholdNotSet",
    "onInstall: reverts with InvalidThreshold",
    "onInstall: reverts with MaxOwnersReached",
    "onInstall: reverts with InvalidOwner",
    "onInstall: reverts with LinkedList_InvalidEntry",
    "onInstall: reverts with LinkedList_AlreadyInitialized",
    "onUninstall: answers",
    "setThreshold: answers",
    "setThreshold: reverts with InvalidThreshold",
    "setThreshold: reverts with NotInitialized",
    "addOwner: answers",
    "addOwner: reverts with InvalidOwner",
    "addOwner: reverts with NotInitialized",
    "addOwner: reverts with LinkedList_InvalidEntry",
    "addOwner: reverts with LinkedList_EntryAlreadyInList",
    "removeOwner: answers",
    "removeOwner: reverts with CannotRemoveOwner",
    "removeOwner: reverts with LinkedList_InvalidEntry",
    "validateUserOp: passes",
    "validateUserOp: refuses",
    "validateUserOp: reverts with InvalidSignature",
    "isValidSignatureWithSender: passes",
    "isValidSignatureWithSender: refuses",
    "isValidSignatureWithSender: reverts with InvalidSignature",
    "validateSignatureWithData: passes",
    "validateSignatureWithData: refuses",
    "validateSignatureWithData: reverts with InvalidSignature",
    "validateSignatureWithData: reverts without data",
    "validateSignatureWithData: reverts with Panic(0x11)",
    ...[...readers, "isModuleType", "name", "version"].map((kind) => `${kind}: answers`),
  ],
};
