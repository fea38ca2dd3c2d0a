import { expect } from "chai";
import { numberToHex } from "viem";
import {
  ChainNotLocalError,
  type Eip1193Provider,
  findScenario,
  onSimulatedChain,
  ReproductionInterruptedError,
  reproduce,
} from "../../src/index.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { localChain } from "../helpers/freshChain.ts";

describe("onSimulatedChain", () => {
  const stateOf = async (provider: Eip1193Provider) => {
    const block = (tag: string) => provider.request({ method: "eth_getBlockByNumber", params: [tag, false] });
    const [latest, pending] = [await block("latest"), await block("pending")];
    return { hash: latest.hash, time: Number(pending.timestamp) };
  };

  it("puts the chain and its clock back, once it has worked on it", async () => {
    const provider = await localChain();
    const before = await stateOf(provider);
    const { problems } = await onSimulatedChain(provider, (harness) =>
      reproduce(harness, findScenario("not-yet-valid")),
    );
    expect(problems).to.deep.equal([]);
    const after = await stateOf(provider);
    expect(after.hash).to.equal(before.hash);
    // The scenario moves the clock by ten minutes.
    expect(after.time - before.time).to.be.within(0, 300);
  });

  it("puts it back where the work fails, and lets what went wrong be known", async () => {
    const provider = await localChain();
    const before = await stateOf(provider);
    const work = async () => {
      await provider.request({ method: "evm_mine", params: [] });
      throw new RangeError("what went wrong");
    };
    await expectToReject(onSimulatedChain(provider, work), RangeError);
    expect((await stateOf(provider)).hash).to.equal(before.hash);
  });

  it("puts it back where a play is interrupted", async () => {
    const provider = await localChain();
    const before = await stateOf(provider);
    const controller = new AbortController();
    const scenario = findScenario("expired");
    const interrupted = {
      ...scenario,
      play: async (...asked: Parameters<typeof scenario.play>) => {
        const played = await scenario.play(...asked);
        controller.abort(new ReproductionInterruptedError());
        return played;
      },
    };
    const { signal } = controller;
    await expectToReject(
      onSimulatedChain(provider, (harness) => reproduce(harness, interrupted, { signal })),
      ReproductionInterruptedError,
    );
    expect((await stateOf(provider)).hash).to.equal(before.hash);
  });

  it("asks nothing but what it is of a chain that nobody simulates", async () => {
    const asked: string[] = [];
    const request = async ({ method }: { readonly method: string }) => {
      asked.push(method);
      if (method === "eth_chainId") return numberToHex(1946);
      throw Object.assign(new Error("the method does not exist"), { code: -32601 });
    };
    const provider = { request } as Eip1193Provider;
    await expectToReject(
      onSimulatedChain(provider, async () => undefined),
      ChainNotLocalError,
    );
    expect(asked).not.to.include("evm_snapshot");
  });
});
