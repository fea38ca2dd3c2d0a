import { expect } from "chai";
import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  concat,
  createWalletClient,
  custom,
  encodeAbiParameters,
  encodeFunctionData,
  getAddress,
  type Hex,
  keccak256,
  numberToHex,
  pad,
  parseAbi,
  parseEventLogs,
  size,
  slice,
  zeroAddress,
} from "viem";
import { contractArtifact, createWorld, type Eip1193Provider } from "../../src/index.ts";
import { mined } from "../../src/world/mined.ts";
import { fixture } from "../helpers/fixture.ts";
import { freshKey } from "../helpers/scene.ts";

type Key = ReturnType<typeof freshKey>;

const hash = keccak256("0x5e551011");
const { abi } = contractArtifact("validators/OwnableValidator");
const keys = [freshKey(), freshKey(), freshKey()].sort((one, other) =>
  one.address.toLowerCase() < other.address.toLowerCase() ? -1 : 1,
) as [Key, Key, Key];
const [a, b, c] = keys;
const stranger = freshKey();

const data = (threshold: bigint, owners: readonly Address[]) =>
  encodeAbiParameters([{ type: "uint256" }, { type: "address[]" }], [threshold, owners]);
const raw = (key: Key) => key.sign({ hash });
const prefixed = (key: Key) => key.signMessage({ message: { raw: hash } });
const withV = (signature: Hex, v: number) => `${signature.slice(0, -2)}${numberToHex(v).slice(2)}` as Hex;
/** eth_sign's prefix, and a v that says so. */
const marked = async (key: Key) => {
  const signature = await prefixed(key);
  return withV(signature, Number(`0x${signature.slice(-2)}`) + 4);
};
/** What v1 has before the first owner of its list, and after the last. */
const listEnd: Address = "0x0000000000000000000000000000000000000001";
const nobodys = `0x${"00".repeat(64)}1b` as Hex;

/** Owners that are contracts (ERC-1271): one says yes to all, one says no, one reverts with what it was asked. */
const consenting = "0x1271000000000000000000000000000000000001";
const refusing = "0x1271000000000000000000000000000000000002";
const echoing = "0x1271000000000000000000000000000000000003";
const contractOwners: readonly (readonly [Address, Hex])[] = [
  [consenting, "0x631626ba7e60e01b5f5260205ff3"],
  [refusing, "0x63ffffffff60e01b5f5260205ff3"],
  [echoing, "0x365f5f37365ffd"],
];
/** A contract's signature: its address, where its bytes are, a v of 0; and behind all signatures, the bytes. */
const byContract = (owner: Address, start: number, bytes: Hex = "0x") => ({
  head: concat([pad(owner), numberToHex(start, { size: 32 }), "0x00"]),
  tail: concat([numberToHex(size(bytes), { size: 32 }), bytes]),
});

/** The validator, asked by one account and by another. */
const buildCaller = async (provider: Eip1193Provider) => {
  const world = await createWorld(provider);
  const { client, contracts } = world;
  const { address } = contracts.OwnableValidator;
  for (const code of contractOwners) await provider.request({ method: "hardhat_setCode", params: code });
  const accounts: Address[] = await provider.request({ method: "eth_accounts" });
  const [account, other] = accounts.map((one) => getAddress(one)) as [Address, Address];
  const wallet = createWalletClient({ transport: custom(provider), chain: client.chain });

  /** The value that a function gives, or the error's name and arguments. */
  const read = async (functionName: string, args: readonly unknown[], from = account): Promise<unknown> =>
    client
      .simulateContract({ address, abi, functionName, args, account: from } as never)
      .then(({ result }) => result)
      .catch((error) => {
        const reverted =
          error instanceof BaseError && error.walk((one) => one instanceof ContractFunctionRevertedError);
        if (!(reverted instanceof ContractFunctionRevertedError)) throw error;
        const { data, raw } = reverted;
        if (data === undefined && raw !== undefined && raw !== "0x") return { raw };
        return { error: data?.errorName ?? "no data", args: data?.args ?? [] };
      });
  /** Sends what must not revert, and gives its events. */
  const write = async (functionName: string, args: readonly unknown[], from = account) => {
    const hash = await wallet.writeContract({ address, abi, functionName, args, account: from } as never);
    const { logs } = await mined(provider, hash);
    return parseEventLogs({ abi, logs }).map(({ eventName, args }) => [eventName, ...Object.values(args)]);
  };
  const userOp = (sender: Address, signature: Hex) => ({
    sender,
    nonce: 0n,
    initCode: "0x",
    callData: "0x",
    accountGasLimits: hash,
    preVerificationGas: 0n,
    gasFees: hash,
    paymasterAndData: "0x",
    signature,
  });
  return {
    account,
    other,
    read,
    write,
    install: (bytes: Hex, from?: Address) => write("onInstall", [bytes], from),
    uninstall: (from?: Address) => write("onUninstall", ["0x"], from),
    validateUserOp: (signature: Hex, sender = account, from = account) =>
      read("validateUserOp", [userOp(sender, signature), hash], from),
    isValidSignature: (signature: Hex, from = account) =>
      read("isValidSignatureWithSender", [other, hash, signature], from),
    validate: (signature: Hex, config: Hex) => read("validateSignatureWithData", [hash, signature, config]),
  };
};

const invalidSignature = { error: "InvalidSignature", args: [] };

describe("OwnableValidator (reference)", () => {
  const caller = fixture(buildCaller);
  const owned = fixture(async (provider) => {
    const built = await buildCaller(provider);
    await built.install(data(2n, [a.address, b.address, c.address]));
    return built;
  });

  describe("of a session's keys", () => {
    describe("valid", () => {
      it("accepts the key's signature of the hash as it is", async () => {
        const { validate } = await caller();
        expect(await validate(await raw(a), data(1n, [a.address]))).to.equal(true);
      });

      it("accepts as many different keys as the threshold asks for, in any order", async () => {
        const { validate } = await caller();
        const signature = concat([await raw(c), await raw(a)]);
        expect(await validate(signature, data(2n, [a.address, b.address, c.address]))).to.equal(true);
      });

      it("accepts a signature with eth_sign's prefix where v says so", async () => {
        const { validate } = await caller();
        expect(await validate(await marked(a), data(1n, [a.address]))).to.equal(true);
      });

      it("counts the keys among all signatures, whoever else has signed", async () => {
        const { validate } = await caller();
        const owners = data(2n, [a.address, b.address]);
        const [ofA, ofB, ofStranger] = [await raw(a), await raw(b), await raw(stranger)];
        for (const signatures of [
          [ofStranger, ofA, ofB],
          [nobodys, ofA, ofB],
          [ofA, ofA, ofB],
          [ofA, ofB, "0xdeadbeef"],
        ] as Hex[][]) {
          expect(await validate(concat(signatures), owners)).to.equal(true);
        }
      });
    });

    describe("invalid", () => {
      it("rejects another key's signature", async () => {
        const { validate } = await caller();
        expect(await validate(await raw(b), data(1n, [a.address]))).to.equal(false);
      });

      it("rejects a signature of another hash", async () => {
        const { validate } = await caller();
        const signature = await a.sign({ hash: keccak256(hash) });
        expect(await validate(signature, data(1n, [a.address]))).to.equal(false);
      });

      it("rejects a signature with eth_sign's prefix that does not say so", async () => {
        const { validate } = await caller();
        expect(await validate(await prefixed(a), data(1n, [a.address]))).to.equal(false);
      });

      it("rejects a signature without the prefix that says it has it", async () => {
        const { validate } = await caller();
        const signature = await raw(a);
        const v = Number(`0x${signature.slice(-2)}`) + 4;
        expect(await validate(withV(signature, v), data(1n, [a.address]))).to.equal(false);
      });

      it("rejects one key that signs twice for a threshold of two", async () => {
        const { validate } = await caller();
        const signature = concat([await raw(a), await raw(a)]);
        expect(await validate(signature, data(2n, [a.address, b.address]))).to.equal(false);
      });

      it("rejects a threshold of 0, owners out of order, and an owner named twice", async () => {
        const { validate } = await caller();
        const signature = await raw(a);
        expect(await validate(signature, data(0n, [a.address]))).to.equal(false);
        expect(await validate(signature, data(1n, [b.address, a.address]))).to.equal(false);
        expect(await validate(signature, data(1n, [a.address, a.address]))).to.equal(false);
      });

      it("rejects an owner's list that is empty", async () => {
        const { validate } = await caller();
        expect(await validate(await raw(a), data(1n, []))).to.equal(false);
      });

      it("reverts where fewer keys than the threshold can be recovered", async () => {
        const { validate } = await caller();
        const signature = await raw(a);
        for (const [given, threshold] of [
          ["0x", 1n],
          ["0x1234", 1n],
          [signature, 2n],
          [signature, 2n ** 255n],
          [withV(signature, 5), 1n],
          [concat([signature, nobodys]), 2n],
        ] as [Hex, bigint][]) {
          expect(await validate(given, data(threshold, [a.address, b.address]))).to.deep.equal(
            invalidSignature,
          );
        }
      });

      it("reverts on a signature that recovers to nobody, for the zero address too", async () => {
        const { validate } = await caller();
        expect(await validate(nobodys, data(1n, [zeroAddress]))).to.deep.equal(invalidSignature);
      });

      it("takes the zero address to have signed where anybody else has signed too, as v1 does", async () => {
        const { validate } = await caller();
        const signature = concat([nobodys, await raw(stranger)]);
        expect(await validate(signature, data(1n, [zeroAddress]))).to.equal(true);
      });
    });
  });

  describe("of owners that are contracts", () => {
    const oneOf = (...owners: Address[]) => data(1n, owners);

    it("asks a contract where v is 0, beside keys", async () => {
      const { validate } = await caller();
      const { head, tail } = byContract(consenting, 2 * 65, "0xc0de");
      const owners = [a.address, consenting].sort((one, other) =>
        one.toLowerCase() < other.toLowerCase() ? -1 : 1,
      ) as Address[];
      expect(await validate(concat([head, await raw(a), tail]), data(2n, owners))).to.equal(true);
      expect(await validate(concat([head, await raw(b), tail]), data(2n, owners))).to.equal(false);
    });

    it("hands the contract the hash and its own bytes, and its revert to whoever asks", async () => {
      const { validate } = await caller();
      const { head, tail } = byContract(echoing, 65, "0xc0de");
      const asked = encodeFunctionData({
        abi: parseAbi(["function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)"]),
        args: [hash, "0xc0de"],
      });
      expect(await validate(concat([head, tail]), oneOf(echoing))).to.deep.equal({ raw: asked });
    });

    it("takes a contract that says no for nobody", async () => {
      const { validate } = await caller();
      const { head, tail } = byContract(refusing, 65);
      expect(await validate(concat([head, tail]), oneOf(refusing))).to.deep.equal(invalidSignature);
      const beside = byContract(refusing, 2 * 65);
      const signature = concat([beside.head, await raw(a), beside.tail]);
      expect(await validate(signature, oneOf(refusing))).to.equal(false);
    });

    it("takes a contract whose bytes are not within the signatures for nobody", async () => {
      const { validate } = await caller();
      for (const start of [66, 2 ** 16]) {
        const { head, tail } = byContract(consenting, start, "0xc0de");
        expect(await validate(concat([head, tail]), oneOf(consenting))).to.deep.equal(invalidSignature);
      }
    });

    it("takes a contract whose bytes are said to be more than there are for nobody", async () => {
      const { validate } = await caller();
      const { head, tail } = byContract(consenting, 65, "0xc0de");
      expect(await validate(concat([head, tail]), oneOf(consenting))).to.equal(true);
      expect(await validate(concat([head, slice(tail, 0, 33)]), oneOf(consenting))).to.deep.equal(
        invalidSignature,
      );
    });

    it("asks no contract where there are fewer signatures than the threshold asks for", async () => {
      const { validate } = await caller();
      const { head, tail } = byContract(echoing, 65);
      const owners = data(2n, [consenting, echoing]);
      expect(await validate(concat([head, tail]), owners)).to.deep.equal(invalidSignature);
    });

    it("reverts for an owner that is no contract, though v says so", async () => {
      const { validate } = await caller();
      const { head, tail } = byContract(a.address, 65);
      expect(await validate(concat([head, tail]), oneOf(a.address))).to.deep.equal({
        error: "no data",
        args: [],
      });
    });

    it("asks them for an account's operation and for its signatures, too", async () => {
      const { account, install, validateUserOp, isValidSignature } = await caller();
      await install(oneOf(consenting), account);
      const { head, tail } = byContract(consenting, 65);
      expect(await validateUserOp(concat([head, tail]))).to.equal(0n);
      expect(await isValidSignature(concat([head, tail]))).to.equal("0x1626ba7e");
    });
  });

  describe("of an account's owners", () => {
    describe("installation", () => {
      it("keeps the owners and the threshold, with v1's events", async () => {
        const { account, other, install, read } = await caller();
        expect(await install(data(2n, [a.address, b.address, c.address]))).to.deep.equal([
          ["OwnerAdded", account, a.address],
          ["OwnerAdded", account, b.address],
          ["OwnerAdded", account, c.address],
          ["ModuleInitialized", account],
        ]);
        expect(await read("getOwners", [account])).to.deep.equal([c.address, b.address, a.address]);
        expect(await read("threshold", [account])).to.equal(2n);
        expect(await read("isInitialized", [account])).to.equal(true);
        expect(await read("isInitialized", [other])).to.equal(false);
      });

      it("forgets both, with v1's events", async () => {
        const { account, uninstall, read, validateUserOp, isValidSignature } = await owned();
        expect(await uninstall()).to.deep.equal([
          ["OwnerRemoved", account, c.address],
          ["OwnerRemoved", account, b.address],
          ["OwnerRemoved", account, a.address],
          ["ModuleUninitialized", account],
        ]);
        expect(await read("getOwners", [account])).to.deep.equal([]);
        expect(await read("threshold", [account])).to.equal(0n);
        expect(await read("isInitialized", [account])).to.equal(false);
        expect(await validateUserOp(concat([await prefixed(a), await prefixed(b)]))).to.equal(1n);
        expect(await isValidSignature(concat([await raw(a), await raw(b)]))).to.equal("0xffffffff");
      });

      it("takes thirty-two owners", async () => {
        const { account, install, read } = await caller();
        const owners = Array.from({ length: 32 }, (_, index) => numberToHex(index + 9, { size: 20 }));
        await install(data(32n, owners));
        expect(await read("threshold", [account])).to.equal(32n);
      });

      const many = Array.from({ length: 33 }, (_, index) => numberToHex(index + 9, { size: 20 }));
      const refused: [string, Hex, string, readonly unknown[]][] = [
        ["a threshold of 0", data(0n, [a.address]), "ThresholdNotSet", []],
        ["no owners", data(1n, []), "InvalidThreshold", []],
        ["a threshold above the owners", data(2n, [a.address]), "InvalidThreshold", []],
        ["owners out of order", data(1n, [b.address, a.address]), "NotSortedAndUnique", []],
        ["an owner named twice", data(1n, [a.address, a.address]), "NotSortedAndUnique", []],
        ["thirty-three owners", data(1n, many), "MaxOwnersReached", []],
        ["the zero address", data(1n, [zeroAddress, a.address]), "InvalidOwner", [zeroAddress]],
        ["address 1", data(1n, [listEnd, a.address]), "LinkedList_InvalidEntry", [listEnd]],
        ["no data", "0x", "no data", []],
      ];
      for (const [what, bytes, error, args] of refused) {
        it(`refuses ${what}`, async () => {
          const { read } = await caller();
          expect(await read("onInstall", [bytes])).to.deep.equal({ error, args });
        });
      }

      it("refuses an account that has installed it, and one that ever had, as v1 does", async () => {
        const { read, uninstall } = await owned();
        const again = { error: "LinkedList_AlreadyInitialized", args: [] };
        expect(await read("onInstall", [data(1n, [a.address])])).to.deep.equal(again);
        await uninstall();
        expect(await read("onInstall", [data(1n, [a.address])])).to.deep.equal(again);
      });
    });

    describe("change of owners", () => {
      const d = stranger.address;

      it("adds an owner before the others, who may sign from then on", async () => {
        const { account, write, read, isValidSignature } = await owned();
        expect(await write("addOwner", [d])).to.deep.equal([["OwnerAdded", account, d]]);
        expect(await read("getOwners", [account])).to.deep.equal([d, c.address, b.address, a.address]);
        expect(await read("ownerCount", [account])).to.equal(4n);
        expect(await isValidSignature(concat([await raw(stranger), await raw(a)]))).to.equal("0x1626ba7e");
      });

      it("removes an owner, who may sign no longer", async () => {
        const { account, write, read, isValidSignature } = await owned();
        expect(await write("removeOwner", [c.address, b.address])).to.deep.equal([
          ["OwnerRemoved", account, b.address],
        ]);
        expect(await read("getOwners", [account])).to.deep.equal([c.address, a.address]);
        expect(await read("ownerCount", [account])).to.equal(2n);
        expect(await isValidSignature(concat([await raw(b), await raw(a)]))).to.equal("0xffffffff");
        expect(await isValidSignature(concat([await raw(c), await raw(a)]))).to.equal("0x1626ba7e");
      });

      it("removes the first of the list where address 1 is named before it", async () => {
        const { account, write, read } = await owned();
        await write("removeOwner", [listEnd, c.address]);
        expect(await read("getOwners", [account])).to.deep.equal([b.address, a.address]);
      });

      it("asks for another number of signatures", async () => {
        const { account, write, read, isValidSignature } = await owned();
        expect(await write("setThreshold", [1n])).to.deep.equal([["ThresholdSet", account, 1n]]);
        expect(await read("threshold", [account])).to.equal(1n);
        expect(await isValidSignature(await raw(a))).to.equal("0x1626ba7e");
        await write("setThreshold", [3n]);
        expect(await isValidSignature(concat([await raw(a), await raw(b)]))).to.deep.equal(invalidSignature);
      });

      const refused: [string, string, readonly unknown[], string, readonly unknown[]][] = [
        ["a threshold of 0", "setThreshold", [0n], "InvalidThreshold", []],
        ["a threshold above the owners", "setThreshold", [4n], "InvalidThreshold", []],
        ["the zero address as owner", "addOwner", [zeroAddress], "InvalidOwner", [zeroAddress]],
        ["address 1 as owner", "addOwner", [listEnd], "LinkedList_InvalidEntry", [listEnd]],
        ["an owner twice", "addOwner", [a.address], "LinkedList_EntryAlreadyInList", [a.address]],
        [
          "to remove an owner that is not behind the one that is named",
          "removeOwner",
          [listEnd, a.address],
          "LinkedList_InvalidEntry",
          [a.address],
        ],
        ["to remove a stranger", "removeOwner", [a.address, d], "LinkedList_InvalidEntry", [d]],
        [
          "to remove the list's end",
          "removeOwner",
          [a.address, listEnd],
          "LinkedList_InvalidEntry",
          [a.address],
        ],
        ...[a.address, d].map((previous): (typeof refused)[number] => [
          `to remove the zero address, said to be behind ${previous === d ? "a stranger" : "an owner"}`,
          "removeOwner",
          [previous, zeroAddress],
          "LinkedList_InvalidEntry",
          [previous],
        ]),
      ];
      for (const [what, functionName, given, error, args] of refused) {
        it(`refuses ${what}`, async () => {
          const { read } = await owned();
          expect(await read(functionName, given)).to.deep.equal({ error, args });
        });
      }

      it("refuses to have fewer owners than have to sign", async () => {
        const { write, read } = await owned();
        await write("setThreshold", [3n]);
        expect(await read("removeOwner", [listEnd, c.address])).to.deep.equal({
          error: "CannotRemoveOwner",
          args: [],
        });
      });

      it("refuses a thirty-third owner", async () => {
        const { install, read } = await caller();
        await install(
          data(
            1n,
            Array.from({ length: 32 }, (_, index) => numberToHex(index + 9, { size: 20 })),
          ),
        );
        expect(await read("addOwner", [a.address])).to.deep.equal({ error: "MaxOwnersReached", args: [] });
      });

      it("refuses an account that has not installed it", async () => {
        const { other, read } = await owned();
        const error = { error: "NotInitialized", args: [other] };
        expect(await read("addOwner", [a.address], other)).to.deep.equal(error);
        expect(await read("setThreshold", [1n], other)).to.deep.equal(error);
        expect(await read("removeOwner", [listEnd, a.address], other)).to.deep.equal({
          error: "CannotRemoveOwner",
          args: [],
        });
      });
    });

    describe("validateUserOp", () => {
      it("takes the owners' signatures of the hash with eth_sign's prefix, whoever asks", async () => {
        const { account, other, validateUserOp } = await owned();
        const signature = concat([await prefixed(c), await prefixed(a)]);
        expect(await validateUserOp(signature)).to.equal(0n);
        expect(await validateUserOp(signature, account, other)).to.equal(0n);
      });

      it("fails signatures of the hash as it is, and of one owner twice, and of a stranger", async () => {
        const { validateUserOp } = await owned();
        for (const signatures of [
          [await raw(a), await raw(b)],
          [await marked(a), await marked(b)],
          [await prefixed(a), await prefixed(a)],
          [await prefixed(a), await prefixed(stranger)],
        ]) {
          expect(await validateUserOp(concat(signatures))).to.equal(1n);
        }
      });

      it("fails the operations of an account that has not installed it", async () => {
        const { other, validateUserOp } = await owned();
        expect(await validateUserOp(concat([await prefixed(a), await prefixed(b)]), other)).to.equal(1n);
        expect(await validateUserOp("0x", other)).to.equal(1n);
      });

      it("reverts on too few signatures", async () => {
        const { validateUserOp } = await owned();
        expect(await validateUserOp(await prefixed(a))).to.deep.equal(invalidSignature);
        expect(await validateUserOp("0x")).to.deep.equal(invalidSignature);
      });
    });

    describe("isValidSignatureWithSender", () => {
      it("takes the signatures of the caller's owners of the hash as it is", async () => {
        const { isValidSignature } = await owned();
        expect(await isValidSignature(concat([await raw(b), await marked(a)]))).to.equal("0x1626ba7e");
      });

      it("refuses signatures with a prefix unsaid, of one owner twice, and of a stranger", async () => {
        const { isValidSignature } = await owned();
        for (const signatures of [
          [await prefixed(a), await prefixed(b)],
          [await raw(a), await raw(a)],
          [await raw(a), await raw(stranger)],
        ]) {
          expect(await isValidSignature(concat(signatures))).to.equal("0xffffffff");
        }
      });

      it("refuses for a caller who has no owners", async () => {
        const { other, isValidSignature } = await owned();
        expect(await isValidSignature(concat([await raw(a), await raw(b)]), other)).to.equal("0xffffffff");
      });

      it("reverts on too few signatures", async () => {
        const { isValidSignature } = await owned();
        expect(await isValidSignature(await raw(a))).to.deep.equal(invalidSignature);
      });
    });
  });

  it("says what it is called", async () => {
    const { read } = await caller();
    expect(await read("name", [])).to.equal("OwnableValidator");
    expect(await read("version", [])).to.equal("1.0.0");
  });

  it("is a validator and a stateless validator (ERC-7579 types 1 and 7), and no other module", async () => {
    const { read } = await caller();
    const types = [0n, 1n, 2n, 3n, 4n, 7n, 8n];
    const answers = await Promise.all(types.map((type) => read("isModuleType", [type])));
    expect(types.filter((_, index) => answers[index])).to.deep.equal([1n, 7n]);
  });
});
