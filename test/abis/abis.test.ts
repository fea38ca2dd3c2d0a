import { expect } from "chai";
import { type Hex, toEventSelector, toFunctionSelector } from "viem";
import { kernelErrorsAbi, kernelSetupAbi } from "../../src/abis/kernelAbi.ts";
import { nexusErrorsAbi, nexusSetupAbi } from "../../src/abis/nexusAbi.ts";
import { referenceAccountErrorsAbi, referenceAccountSetupAbi } from "../../src/abis/referenceAccountAbi.ts";
import { safe7579ErrorsAbi } from "../../src/abis/safe7579Abi.ts";
import { startaleErrorsAbi, startaleSetupAbi } from "../../src/abis/startaleAbi.ts";
import { createWorld, smartSessionAbi, smartSessionV1Abi } from "../../src/index.ts";
import { canonicalAddress } from "../../src/world/canonicalAddress.ts";
import { fixture } from "../helpers/fixture.ts";
import { genuineCode } from "../helpers/genuineCode.ts";
import { needsKind } from "../helpers/kinds.ts";
import { holdsSelector, packagedCode } from "../helpers/packagedCode.ts";
import { needsCodeStore } from "../helpers/releases.ts";

// An ABI that is written down can be wrong without anybody noticing: each entry is looked for in the code.
describe("ABIs", () => {
  /** A policy's own error: SmartSession passes it on and does not declare it. */
  const passedOn = ["PolicyNotInitialized"];
  const entries = [
    ...smartSessionAbi.map((item) => ["SmartSession", item] as const),
    ...safe7579ErrorsAbi.map((item) => ["Safe7579", item] as const),
    ...nexusErrorsAbi.map((item) => ["Nexus", item] as const),
    ["NexusBootstrap", nexusSetupAbi[0]] as const,
    ...nexusSetupAbi.slice(1).map((item) => ["NexusAccountFactory", item] as const),
    ...kernelErrorsAbi.map((item) => ["Kernel", item] as const),
    ["Kernel", kernelSetupAbi[0]] as const,
    ...kernelSetupAbi.slice(1).map((item) => ["KernelFactory", item] as const),
    ...referenceAccountErrorsAbi.map((item) => ["ERC7579Account", item] as const),
    ["ERC7579Account", referenceAccountSetupAbi[1]] as const,
    ["ERC7579Bootstrap", referenceAccountSetupAbi[2]] as const,
  ].filter(([, item]) => !passedOn.includes(item.name));

  const selectorOf = (
    item:
      | (typeof entries)[number][1]
      | (typeof smartSessionV1Abi | typeof startaleErrorsAbi | typeof startaleSetupAbi)[number],
  ): Hex =>
    item.type === "event"
      ? toEventSelector(item)
      : toFunctionSelector({
          type: "function",
          name: item.name,
          inputs: item.inputs,
          outputs: [],
          stateMutability: "view",
        });

  for (const [contract, item] of entries) {
    it(`${contract}'s code has the ${item.type} ${item.name}`, () => {
      expect(holdsSelector(packagedCode(contract), selectorOf(item)), selectorOf(item)).to.equal(true);
    });
  }

  describe("of SmartSession v1", () => {
    needsCodeStore("SmartSession's ABI, looked for in v1's code");
    for (const item of smartSessionV1Abi) {
      it(`its code has the ${item.type} ${item.name}`, () => {
        expect(holdsSelector(genuineCode("SmartSession"), selectorOf(item)), selectorOf(item)).to.equal(true);
      });
    }
  });

  describe("of the Startale account", () => {
    needsKind("startale");
    const world = fixture(createWorld);
    const [setup, ...factory] = startaleSetupAbi;
    for (const [contract, item] of [
      ...startaleErrorsAbi.map((error) => ["StartaleSmartAccount", error] as const),
      ["StartaleBootstrap", setup] as const,
      ...factory.map((one) => ["StartaleAccountFactory", one] as const),
    ]) {
      it(`${contract}'s code has the ${item.type} ${item.name}`, async () => {
        const code = await (await world()).client.getCode({ address: canonicalAddress(contract) });
        expect(holdsSelector(code ?? "0x", selectorOf(item)), selectorOf(item)).to.equal(true);
      });
    }
  });
});
