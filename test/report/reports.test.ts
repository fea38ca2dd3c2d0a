import { expect } from "chai";
import {
  createHarness,
  createWorld,
  type DemoResult,
  demoReport,
  describeWorld,
  runDemo,
  stepLine,
  table,
  toJson,
  type World,
  worldReport,
} from "../../src/index.ts";
import { localChain } from "../helpers/freshChain.ts";
import { needsV1 } from "../helpers/releases.ts";

describe("reports", () => {
  let world: World;
  let result: DemoResult;

  before(async () => {
    const harness = await createHarness({ provider: await localChain(), release: "beta" });
    world = harness.world;
    result = await runDemo(harness);
  });

  it("name the release, the genuine contracts, and the references as such", () => {
    expect(worldReport(world)).to.equal(
      [
        "World: local chain 1946, SmartSession beta",
        "  genuine bytecode:    EntryPoint, SmartSession, Safe7579, Safe7579Launchpad, Safe, SafeProxyFactory, Nexus, NexusAccountFactory, NexusBootstrap, Kernel, KernelFactory, ERC7579Account, ERC7579Bootstrap",
        "  reference contracts: SudoPolicy, TimeFramePolicy, UsageLimitPolicy, ValueLimitPolicy, UniActionPolicy, ERC20SpendingLimitPolicy, OwnableValidator, ModuleRegistry, ReferenceAccountFactory",
      ].join("\n"),
    );
  });

  describe("of a world of v1", () => {
    needsV1("what is said of a world of v1");

    it("name what is genuine, and no more than two contracts that are not", async () => {
      const report = worldReport(await createWorld(await localChain(), { release: "v1" }));
      expect(report).to.match(/SmartSession v1\n/);
      expect(report).to.match(
        /genuine bytecode: .*SmartSession, SmartSessionCompatibilityFallback, SudoPolicy/,
      );
      expect(report).to.match(/reference contracts: ModuleRegistry, ReferenceAccountFactory$/);
    });
  });

  it("show the demo's every step with its outcome, and the reason of each refusal", () => {
    const text = demoReport(world, result, 250);
    for (const { outcome } of result.steps) {
      if (outcome.status === "rejected")
        expect(text).to.include(outcome.refusal.code).and.include(outcome.refusal.reason);
    }
    expect(text).to.include("refused by UsageLimitPolicy: PolicyViolation");
    expect(text.match(/│ ✓ │/g)).to.have.lengthOf(result.steps.length);
    expect(text.endsWith(`All ${result.steps.length} steps ended as they should.`)).to.equal(true);
  });

  it("keep the demo's table within the columns there are", () => {
    for (const columns of [80, 100, 140]) {
      const rows = demoReport(world, result, columns)
        .split("\n")
        .filter((line) => /^[│┌├└]/.test(line));
      for (const row of rows) expect(row).to.have.lengthOf(columns);
    }
  });

  it("say in a line how a step ended", () => {
    const [first] = result.steps;
    if (!first) expect.fail("the demo has steps");
    expect(stepLine(first)).to.equal(`✓ ${first.title}`);
    expect(stepLine({ ...first, ok: false })).to.equal(`✗ ${first.title}`);
  });

  it("name what was expected and what was seen where a step went wrong", () => {
    const [first, ...others] = result.steps;
    if (!first) expect.fail("the demo has steps");
    const failed = {
      ...first,
      ok: false,
      expected: { status: "rejected", layer: "policy", code: "PolicyViolation", rule: "maxUses" } as const,
      checks: [{ what: "count", expected: 1n, actual: 2n }],
    };
    const text = demoReport(world, { ...result, ok: false, steps: [failed, ...others] });
    expect(text).to.include(`1 of ${result.steps.length} steps did not end as they should:`);
    expect(text).to.include("expected: refused by policy: PolicyViolation (rule maxUses)");
    expect(text).to.include("observed: accepted");
    expect(text).to.include("count: expected 1, is 2");
  });

  it("carry the same outcomes as JSON, bigints as decimal strings", () => {
    const json = JSON.parse(toJson({ world: describeWorld(world), ...result }));
    expect(json.ok).to.equal(true);
    expect(json.world.release).to.equal("beta");
    const codes = (steps: { outcome: DemoResult["steps"][number]["outcome"] }[]) =>
      steps.map(({ outcome }) =>
        outcome.status === "rejected" ? outcome.refusal.code : outcome.gasUsed.toString(),
      );
    expect(codes(json.steps)).to.deep.equal(codes([...result.steps]));
  });

  it("draw a table without colours, wrapped at its widths", () => {
    const drawn = table({
      head: ["a", "b"],
      rows: [["one two three", "4"]],
      widths: [7, 3],
      rightAligned: [1],
    });
    expect(drawn.split("\n")).to.deep.equal([
      "┌─────────┬─────┐",
      "│ a       │   b │",
      "├─────────┼─────┤",
      "│ one two │   4 │",
      "│ three   │     │",
      "└─────────┴─────┘",
    ]);
  });
});
