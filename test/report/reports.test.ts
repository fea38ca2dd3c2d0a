import { expect } from "chai";
import { network } from "hardhat";
import {
  createHarness,
  type DemoResult,
  demoReport,
  describeWorld,
  runDemo,
  table,
  toJson,
  type World,
  worldReport,
} from "../../src/index.ts";

describe("reports", () => {
  let world: World;
  let result: DemoResult;

  before(async () => {
    const harness = await createHarness({ provider: (await network.create()).provider });
    world = harness.world;
    result = await runDemo(harness);
  });

  it("name the release, the genuine contracts, and the references as such", () => {
    expect(worldReport(world)).to.equal(
      [
        "World: local chain 1946, SmartSession beta",
        "  genuine bytecode:    EntryPoint, SmartSession, Safe7579, Safe7579Launchpad, Safe, SafeProxyFactory",
        "  reference contracts: SudoPolicy, TimeFramePolicy, UsageLimitPolicy, OwnableValidator, ModuleRegistry",
      ].join("\n"),
    );
  });

  it("show the demo's every step with its outcome, and the reason of each refusal", () => {
    const text = demoReport(world, result);
    const unwrapped = text.replaceAll(/\s*│\s*/g, " ").replaceAll(/\s+/g, " ");
    for (const { outcome } of result.steps) {
      if (outcome.status === "rejected") expect(unwrapped).to.include(outcome.refusal.code);
    }
    expect(text.match(/│ ✓ │/g)).to.have.lengthOf(result.steps.length);
    expect(text).to.include("refused by UsageLimitPolicy: PolicyViolation");
    expect(text.endsWith(`All ${result.steps.length} steps ended as they should.`)).to.equal(true);
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
