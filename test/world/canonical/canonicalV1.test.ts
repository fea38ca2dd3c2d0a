import { expect } from "chai";
import { concat, getAddress, type Hex, keccak256, size, slice, toRlp } from "viem";
import type { CanonicalContract } from "../../../src/index.ts";
import { canonicalV1 } from "../../../src/world/canonical/canonicalV1.ts";
import { creatorOf } from "../../../src/world/canonical/creatorOf.ts";

/** The proxy of CREATE3: its creation code leaves a contract that creates what it is called with. */
const proxyCodeHash = keccak256("0x67363d3d37363d34f03d5260086018f3");

describe("canonicalV1", () => {
  const manifest: readonly CanonicalContract[] = canonicalV1;

  const addressOf = (hash: Hex) => getAddress(slice(hash, 12));

  for (const { name, address, deployer, salt, creation = "create2", initCodeHash } of manifest) {
    if (creation === "create2") {
      it(`has ${name} where CREATE2 puts it (EIP-1014)`, () => {
        expect(addressOf(keccak256(concat(["0xff", deployer, salt, initCodeHash])))).to.equal(address);
      });
    } else {
      it(`has ${name} where CREATE3 puts it: where the deployer's proxy creates its first contract`, () => {
        const proxy = addressOf(keccak256(concat(["0xff", deployer, salt, proxyCodeHash])));
        expect(addressOf(keccak256(toRlp([proxy, "0x01"])))).to.equal(address);
        expect(creatorOf({ creation, deployer, salt })).to.equal(proxy);
      });
    }
  }

  it("names what a constructor calls before the piece that needs it", () => {
    for (const [index, { name, constructorNeeds = [] }] of manifest.entries()) {
      const before = manifest.slice(0, index).map((one) => one.name);
      expect(before, name).to.include.members([...constructorNeeds]);
    }
  });

  it("writes addresses with their checksum, and hashes and salts in 32 bytes", () => {
    for (const { name, address, deployer, ...words } of manifest) {
      expect([address, deployer], name).to.deep.equal([getAddress(address), getAddress(deployer)]);
      for (const word of [words.salt, words.initCodeHash, words.runtimeCodeHash]) {
        expect(word, name).to.match(/^0x[0-9a-f]+$/);
        expect(size(word), name).to.equal(32);
      }
    }
  });

  it("names no contract, address or code twice", () => {
    for (const field of ["name", "address", "initCodeHash", "runtimeCodeHash"] as const) {
      const values = manifest.map((piece) => piece[field]);
      expect(new Set(values).size, field).to.equal(values.length);
    }
  });
});
