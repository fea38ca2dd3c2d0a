import { expect } from "chai";
import { type CanonicalContract, canonicalV1 } from "../../../src/world/canonical/canonicalV1.ts";
import { pinnedHash } from "../../../src/world/canonical/pinnedHash.ts";

const piece = (wanted: string): CanonicalContract =>
  canonicalV1.find(({ name }) => name === wanted) as CanonicalContract;

describe("pinnedHash", () => {
  it("is the same on every chain for code that holds nothing of it", () => {
    const { runtimeCodeHash } = piece("SmartSession");
    for (const chainId of [1946, 1868, 1]) {
      expect(pinnedHash(piece("SmartSession"), chainId)).to.equal(runtimeCodeHash);
    }
  });

  it("is the chain's own where the code holds its values, and none where they are not known", () => {
    const account = piece("StartaleSmartAccount");
    expect(pinnedHash(account, 1946)).to.equal(account.runtimeCodeHash);
    expect(pinnedHash(account, 1868)).to.equal(account.runtimeCodeHashOn?.[1868]).and.not.equal(undefined);
    expect(pinnedHash(account, 1)).to.equal(undefined);
  });
});
