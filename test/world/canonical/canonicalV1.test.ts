import { expect } from "chai";
import { concat, getAddress, keccak256, size, slice } from "viem";
import type { CanonicalContract } from "../../../src/index.ts";
import { canonicalV1 } from "../../../src/world/canonical/canonicalV1.ts";

describe("canonicalV1", () => {
  const manifest: readonly CanonicalContract[] = canonicalV1;

  for (const { name, address, deployer, salt, initCodeHash } of manifest) {
    it(`has ${name} where CREATE2 puts it (EIP-1014)`, () => {
      const hash = keccak256(concat(["0xff", deployer, salt, initCodeHash]));
      expect(getAddress(slice(hash, 12))).to.equal(address);
    });
  }

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
