import { expect } from "chai";
import { encodeAbiParameters, keccak256, zeroHash } from "viem";
import { createHarness, sudo, timeFrame, usageLimit } from "../../src/index.ts";
import { fixture } from "../helpers/fixture.ts";

const key = "0x2222222222222222222222222222222222222222";
const target = "0x1111111111111111111111111111111111111111";
const scope = { sessionKey: key, target, function: "increment()" } as const;

describe("compilePermission", () => {
  const harness = fixture((provider) => createHarness({ provider }));

  it("puts target and function into the session's one action", async () => {
    const { compile } = await harness();
    const { session } = compile(scope);
    expect(session.actions).to.deep.equal([
      { actionTarget: target, actionTargetSelector: "0xd09de08a", actionPolicies: [sudo.encode()] },
    ]);
    expect(session.userOpPolicies).to.deep.equal([]);
  });

  it("hands the key alone to the session validator, with a threshold of one", async () => {
    const { compile, world } = await harness();
    const { session } = compile(scope);
    expect(session.sessionValidator).to.equal(world.contracts.OwnableValidator.address);
    expect(session.sessionValidatorInitData).to.equal(
      encodeAbiParameters([{ type: "uint256" }, { type: "address[]" }], [1n, [key]]),
    );
  });

  it("bounds the whole session by TimeFrame, and the action's calls by UsageLimit", async () => {
    const { compile } = await harness();
    const { session } = compile({ ...scope, validAfter: 10, validUntil: 20, maxUses: 3 });
    expect(session.userOpPolicies).to.deep.equal([timeFrame.encode({ validAfter: 10n, validUntil: 20n })]);
    expect(session.actions[0]?.actionPolicies).to.deep.equal([usageLimit.encode({ limit: 3n })]);
  });

  it("gives each session a salt of its own, and so an id of its own", async () => {
    const { compile } = await harness();
    const [one, other] = [compile(scope), compile(scope)];
    expect(one.session.salt).not.to.equal(other.session.salt);
    expect(one.permissionId).not.to.equal(other.permissionId);
  });

  it("derives the permissionId from validator, key and salt, and from nothing else", async () => {
    const { compile } = await harness();
    const { session, permissionId } = compile({ ...scope, salt: zeroHash });
    const { sessionValidator, sessionValidatorInitData } = session;
    expect(permissionId).to.equal(
      keccak256(
        encodeAbiParameters(
          [{ type: "address" }, { type: "bytes" }, { type: "bytes32" }],
          [sessionValidator, sessionValidatorInitData, zeroHash],
        ),
      ),
    );
    expect(compile({ ...scope, salt: zeroHash, maxUses: 9 }).permissionId).to.equal(permissionId);
  });

  it("states what enforces each field, and which fields nothing limits", async () => {
    const { compile } = await harness();
    const state = (limits: object) =>
      compile({ ...scope, ...limits }).enforcement.map(({ field, enforcedBy }) => [field, enforcedBy]);
    const scoped = [
      ["sessionKey", "OwnableValidator (session validator)"],
      ["target", "SmartSession (action)"],
      ["function", "SmartSession (action)"],
    ];
    expect(state({})).to.deep.equal([
      ...scoped,
      ["validAfter", null],
      ["validUntil", null],
      ["maxUses", null],
      ["value", null],
    ]);
    expect(state({ validAfter: 1, validUntil: 2, maxUses: 3 })).to.deep.equal([
      ...scoped,
      ["validAfter", "TimeFramePolicy (userOp policy)"],
      ["validUntil", "TimeFramePolicy (userOp policy)"],
      ["maxUses", "UsageLimitPolicy (action policy)"],
      ["value", null],
    ]);
  });
});
