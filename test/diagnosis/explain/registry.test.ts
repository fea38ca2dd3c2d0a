import { expect } from "chai";
import { type Abi, keccak256, toHex } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import { errorSelector, errorsByName, errorsBySelector } from "../../../src/abis/declaredErrors.ts";
import { type AbiError, errorSources } from "../../../src/abis/errorSources.ts";
import { accountTraits } from "../../../src/account/accountTraits.ts";
import { aaCodes, olderAaCodes } from "../../../src/diagnosis/explain/aaCodes.ts";
import { safeCodes } from "../../../src/diagnosis/explain/safeCodes.ts";
import { type ContractArtifacts, contractArtifact, smartSessionV1Abi } from "../../../src/index.ts";
import { genuineCode } from "../../helpers/genuineCode.ts";
import { holdsSelector, packagedCode } from "../../helpers/packagedCode.ts";
import { needsCodeStore } from "../../helpers/releases.ts";

const errorsOf = (abi: readonly unknown[]): readonly AbiError[] =>
  (abi as Abi).filter((item) => item.type === "error");
const signature = ({ name, inputs }: AbiError) => `${name}(${inputs.map(({ type }) => type).join(",")})`;
/** What a code holds of a source's errors. */
const missingIn = (code: string, contract: string) =>
  (errorSources().find((one) => one.contract === contract)?.errors ?? [])
    .filter((error) => !holdsSelector(code, errorSelector(error)))
    .map(({ name }) => name);

describe("the errors that are known", () => {
  const ownContracts: readonly (keyof ContractArtifacts)[] = [
    "accounts/ReferenceAccountFactory",
    "policies/ERC20SpendingLimitPolicy",
    "policies/SudoPolicy",
    "policies/TimeFramePolicy",
    "policies/UniActionPolicy",
    "policies/UsageLimitPolicy",
    "policies/ValueLimitPolicy",
    "targets/Counter",
    "targets/Exchange",
    "targets/Game",
    "targets/Marketplace",
    "targets/Nft",
    "targets/Token",
    "validators/OpenModuleRegistry",
    "validators/OwnableValidator",
  ];
  const abis: readonly (readonly [string, readonly unknown[]])[] = [
    ["EntryPoint", entryPoint07Abi],
    ["SmartSession", smartSessionV1Abi],
    ...Object.entries(accountTraits).map(([kind, { errorsAbi }]) => [kind, errorsAbi] as const),
    ...ownContracts.map((path) => [path.slice(path.indexOf("/") + 1), contractArtifact(path).abi] as const),
  ];
  for (const [contract, abi] of abis) {
    it(`are all that ${contract} declares`, () => {
      const lacking = errorsOf(abi).filter((error) => errorsBySelector(errorSelector(error)).length === 0);
      expect(lacking.map(signature)).to.deep.equal([]);
    });
  }

  it("are found by selector and by name alike", () => {
    for (const { contract, errors } of errorSources()) {
      for (const error of errors) {
        const name = `${contract} ${signature(error)}`;
        const selector = keccak256(toHex(signature(error))).slice(0, 10);
        expect(
          errorsBySelector(selector).map((one) => one.contract),
          name,
        ).to.include(contract);
        expect(errorsBySelector(selector.toUpperCase().replace("X", "x")), name).not.to.deep.equal([]);
        expect(
          errorsByName(error.name).map((one) => one.contract),
          name,
        ).to.include(contract);
      }
    }
    expect(errorsBySelector("0xdeadbeef")).to.deep.equal([]);
    expect(errorsByName("toString")).to.deep.equal([]);
  });

  it("have one signature for each selector, so that any declaration decodes it", () => {
    for (const { errors } of errorSources()) {
      for (const error of errors) {
        const signatures = errorsBySelector(errorSelector(error)).map((one) => signature(one.error));
        expect(new Set(signatures).size, signatures.join()).to.equal(1);
      }
    }
  });

  for (const contract of ["NexusAccountFactory", "KernelFactory", "Safe7579Launchpad"] as const) {
    it(`are in ${contract}'s code`, () => {
      expect(missingIn(packagedCode(contract), contract)).to.deep.equal([]);
    });
  }

  describe("of contracts that no package has", () => {
    needsCodeStore("the errors of v1's policies and validators, looked for in their code");
    const contracts = [
      "ValueLimitPolicy",
      "UniActionPolicy",
      "ERC20SpendingLimitPolicy",
      "TimeFramePolicy",
    ] as const;
    for (const contract of contracts) {
      it(`are in ${contract}'s code`, () => {
        // What it declares and never reaches is left out by the compiler.
        const unreached = ["DecodingError", "AssociatedArray_OutOfBounds"];
        if (contract === "ERC20SpendingLimitPolicy") unreached.push("PolicyNotInitialized");
        expect(
          missingIn(genuineCode(contract), contract).filter((name) => !unreached.includes(name)),
        ).to.deep.equal([]);
      });
    }
  });

  it("are EntryPoint's codes: every one that its code holds, and no other", () => {
    const text = Buffer.from(packagedCode("EntryPoint").slice(2), "hex").toString("latin1");
    const held = new Set(text.match(/AA\d\d(?= )/g));
    // AA20, AA30: the compiler splits the words; looked up in the source of v0.7.0.
    const split = ["AA20", "AA30"];
    expect([...held, ...split.filter((code) => !held.has(code))].sort()).to.deep.equal(
      Object.keys(aaCodes).sort(),
    );
    for (const code of Object.keys(olderAaCodes)) expect(held.has(code), code).to.equal(false);
  });

  it("are the Safe's codes: every one that its code holds", () => {
    const text = Buffer.from(packagedCode("Safe").slice(2), "hex").toString("latin1");
    const held = new Set(text.match(/GS\d{3}/g));
    expect(held.size).to.be.greaterThan(10);
    for (const code of held) expect(safeCodes[code], code).to.match(/^[A-Z].+\.$/);
  });
});
