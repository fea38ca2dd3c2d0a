import { expect } from "chai";
import {
  type Address,
  type BaseError,
  ContractFunctionRevertedError,
  concat,
  encodeAbiParameters,
  type Hex,
  keccak256,
} from "viem";
import { contractArtifact, createWorld } from "../../src/index.ts";
import { fixture } from "../helpers/fixture.ts";
import { freshKey } from "../helpers/scene.ts";

const hash = keccak256("0x5e551011");
const { abi } = contractArtifact("validators/SessionKeyValidator");

describe("SessionKeyValidator (reference)", () => {
  const world = fixture(createWorld);
  const keys = [freshKey(), freshKey(), freshKey()].sort((a, b) =>
    a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1,
  ) as [ReturnType<typeof freshKey>, ReturnType<typeof freshKey>, ReturnType<typeof freshKey>];
  const [a, b, c] = keys;
  const data = (threshold: bigint, owners: readonly Address[]) =>
    encodeAbiParameters([{ type: "uint256" }, { type: "address[]" }], [threshold, owners]);
  const validate = async (signature: Hex, config: Hex) => {
    const { client, contracts } = await world();
    return client.readContract({
      address: contracts.OwnableValidator.address,
      abi,
      functionName: "validateSignatureWithData",
      args: [hash, signature, config],
    });
  };
  const expectRevert = async (signature: Hex, config: Hex) => {
    const error = await validate(signature, config).catch((thrown) => thrown);
    const reverted = (error as BaseError).walk((one) => one instanceof ContractFunctionRevertedError);
    expect((reverted as ContractFunctionRevertedError).data?.errorName).to.equal("InvalidSignature");
  };

  describe("valid", () => {
    it("accepts the key's signature of the hash as it is", async () => {
      expect(await validate(await a.sign({ hash }), data(1n, [a.address]))).to.equal(true);
    });

    it("accepts as many different keys as the threshold asks for, in any order", async () => {
      const signature = concat([await c.sign({ hash }), await a.sign({ hash })]);
      expect(await validate(signature, data(2n, [a.address, b.address, c.address]))).to.equal(true);
    });

    it("accepts a signature with eth_sign's prefix where v says so", async () => {
      const signed = await a.signMessage({ message: { raw: hash } });
      const raised = (Number(`0x${signed.slice(-2)}`) + 4).toString(16);
      const signature = `${signed.slice(0, -2)}${raised}` as Hex;
      expect(await validate(signature, data(1n, [a.address]))).to.equal(true);
    });

    it("ignores what follows the signatures", async () => {
      const signature = concat([await a.sign({ hash }), "0xdeadbeef"]);
      expect(await validate(signature, data(1n, [a.address]))).to.equal(true);
    });
  });

  describe("invalid", () => {
    it("rejects another key's signature", async () => {
      expect(await validate(await b.sign({ hash }), data(1n, [a.address]))).to.equal(false);
    });

    it("rejects a signature of another hash", async () => {
      const signature = await a.sign({ hash: keccak256(hash) });
      expect(await validate(signature, data(1n, [a.address]))).to.equal(false);
    });

    it("rejects a signature with eth_sign's prefix that does not say so", async () => {
      const signature = await a.signMessage({ message: { raw: hash } });
      expect(await validate(signature, data(1n, [a.address]))).to.equal(false);
    });

    it("rejects one key that signs twice for a threshold of two", async () => {
      const signature = concat([await a.sign({ hash }), await a.sign({ hash })]);
      expect(await validate(signature, data(2n, [a.address, b.address]))).to.equal(false);
    });

    it("rejects a threshold of 0, owners out of order, and an owner named twice", async () => {
      const signature = await a.sign({ hash });
      expect(await validate(signature, data(0n, [a.address]))).to.equal(false);
      expect(await validate(signature, data(1n, [b.address, a.address]))).to.equal(false);
      expect(await validate(signature, data(1n, [a.address, a.address]))).to.equal(false);
    });

    it("rejects an owner's list that is empty", async () => {
      expect(await validate(await a.sign({ hash }), data(1n, []))).to.equal(false);
    });

    it("reverts where a signature is too short, or recovers to nobody", async () => {
      const signature = await a.sign({ hash });
      await expectRevert("0x", data(1n, [a.address]));
      await expectRevert(signature, data(2n, [a.address, b.address]));
      await expectRevert(`${signature.slice(0, -2)}05` as Hex, data(1n, [a.address]));
    });

    it("never lets a signature that recovers to nobody pass for the zero address", async () => {
      const signature = `0x${"00".repeat(64)}1b` as Hex;
      await expectRevert(signature, data(1n, [`0x${"0".repeat(40)}`]));
    });
  });

  it("is a validator and a stateless validator (ERC-7579 types 1 and 7), and no other module", async () => {
    const { client, contracts } = await world();
    const is = (type: bigint) =>
      client.readContract({
        address: contracts.OwnableValidator.address,
        abi,
        functionName: "isModuleType",
        args: [type],
      });
    expect(await Promise.all([0n, 1n, 2n, 3n, 4n, 7n, 8n].map(is))).to.deep.equal([
      false,
      true,
      false,
      false,
      false,
      true,
      false,
    ]);
  });
});
