import { expect } from "chai";
import { encodeAbiParameters, keccak256, zeroHash } from "viem";
import {
  contractArtifact,
  createHarness,
  erc20SpendingLimit,
  type Permission,
  sudo,
  timeFrame,
  uniAction,
  usageLimit,
  valueLimit,
} from "../../src/index.ts";
import { policyAt } from "../../src/session/policyAt.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
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

  describe("native value", () => {
    const mint = { ...scope, function: "mint(address,uint256)" };
    const actionPolicies = async (permission: Permission) => {
      const { compile } = await harness();
      return compile(permission).session.actions[0]?.actionPolicies;
    };

    it("holds each call by UniAction, and all calls by ValueLimit", async () => {
      expect(await actionPolicies({ ...mint, maxValue: 5n, maxTotalValue: 9n })).to.deep.equal([
        uniAction.encode({ maxValue: 5n, comparisons: [] }),
        valueLimit.encode({ limit: 9n }),
      ]);
    });

    it("holds the session to the stricter total where no policy can hold each call", async () => {
      expect(await actionPolicies({ ...scope, maxValue: 5n })).to.deep.equal([
        valueLimit.encode({ limit: 5n }),
      ]);
      for (const [maxValue, maxTotalValue] of [
        [5n, 9n],
        [9n, 5n],
      ] as const) {
        const limited = await actionPolicies({ ...scope, maxValue, maxTotalValue });
        expect(limited).to.deep.equal([valueLimit.encode({ limit: 5n })]);
      }
    });

    it("keeps a limit of 0 by UniAction, also a total of 0, which ValueLimit refuses", async () => {
      for (const none of [{ maxValue: 0n }, { maxTotalValue: 0n }, { maxValue: 0n, maxTotalValue: 7n }]) {
        expect(await actionPolicies({ ...mint, ...none })).to.deep.equal([
          uniAction.encode({ maxValue: 0n, comparisons: [] }),
        ]);
      }
    });

    it("leaves a limit of 0 to a target that takes no value by its ABI, with a wei in all if it did", async () => {
      const { compile } = await harness();
      const { abi } = contractArtifact("targets/Counter");
      for (const none of [{ maxValue: 0n }, { maxTotalValue: 0n }, { maxValue: 5n, maxTotalValue: 0n }]) {
        const { session, enforcement } = compile({ ...scope, abi, ...none });
        expect(session.actions[0]?.actionPolicies).to.deep.equal([valueLimit.encode({ limit: 1n })]);
        for (const field of ["maxValue", "maxTotalValue"]) {
          const stated = enforcement.find((one) => one.field === field);
          expect(stated).to.include({
            value: 0n,
            enforcedBy: "the target, and ValueLimitPolicy (action policy)",
          });
        }
      }
    });

    it("believes no ABI that has the function twice, once payable", async () => {
      const { compile } = await harness();
      const item = { type: "function", name: "increment", inputs: [], outputs: [] } as const;
      const abi = [
        { ...item, stateMutability: "nonpayable" },
        { ...item, stateMutability: "payable" },
      ] as const;
      await expectInputError(
        () => compile({ ...scope, abi, maxValue: 0n }),
        "maxValue",
        0n,
        /no policy holds/,
      );
    });

    it("limits a total alone for any function", async () => {
      for (const called of ["increment()", "0x12345678", "mint(address,uint256)"]) {
        expect(await actionPolicies({ ...scope, function: called, maxTotalValue: 3n })).to.deep.equal([
          valueLimit.encode({ limit: 3n }),
        ]);
      }
    });

    it("knows that a struct or an array of nothing is no argument", async () => {
      const empty = { ...scope, function: "f(uint256[0])" };
      expect(await actionPolicies({ ...empty, maxValue: 5n })).to.deep.equal([
        valueLimit.encode({ limit: 5n }),
      ]);
    });
  });

  it("limits a token by ERC20SpendingLimit, for the target as the token", async () => {
    const { compile } = await harness();
    for (const called of [
      "transfer(address,uint256)",
      "transferFrom(address,address,uint256)",
      "approve(address,uint256)",
      "0x39509351",
    ]) {
      const { session } = compile({ ...scope, function: called, spendingLimit: 7n, maxValue: 0n });
      expect(session.actions[0]?.actionPolicies).to.deep.equal([
        erc20SpendingLimit.encode([{ token: target, limit: 7n }]),
      ]);
    }
  });

  it("says that a transferFrom to the account itself counts nothing", async () => {
    const { compile } = await harness();
    const stated = (called: string) =>
      compile({ ...scope, function: called, spendingLimit: 7n }).enforcement.find(
        ({ field }) => field === "spendingLimit",
      )?.statement;
    expect(stated("transferFrom(address,address,uint256)")).to.match(
      /comes to the account itself counts nothing/,
    );
    expect(stated("transfer(address,uint256)")).not.to.match(/comes to the account itself/);
  });

  it("counts operations by UsageLimit as userOp policy, and calls by it as action policy", async () => {
    const { compile } = await harness();
    const { session } = compile({ ...scope, maxOperations: 2, maxUses: 3 });
    expect(session.userOpPolicies).to.deep.equal([usageLimit.encode({ limit: 2n })]);
    expect(session.actions[0]?.actionPolicies).to.deep.equal([usageLimit.encode({ limit: 3n })]);
  });

  it("gives an action every policy that its permission needs, and no Sudo beside them", async () => {
    const { compile } = await harness();
    const { session } = compile({
      ...scope,
      function: "mint(address to,uint256 id)",
      argumentRules: [{ argument: "to", condition: "equal", value: target }],
      maxValue: 1n,
      maxTotalValue: 2n,
      maxUses: 3n,
    });
    const names = session.actions[0]?.actionPolicies.map(({ policy }) => policyAt(policy)?.name);
    expect(names).to.deep.equal(["UniActionPolicy", "ValueLimitPolicy", "UsageLimitPolicy"]);
  });

  it("states what enforces each field, and which fields nothing limits", async () => {
    const { compile, world } = await harness();
    const state = (limits: object) =>
      compile({ ...scope, ...limits }).enforcement.map(({ field, enforcedBy }) => [field, enforcedBy]);
    const paymasters = ["permitERC4337Paymaster", world.release.limitsPaymasters ? "SmartSession" : null];
    const scoped = [
      ["sessionKey", "OwnableValidator (session validator)"],
      ["target", "SmartSession (action)"],
      ["function", "SmartSession (action)"],
    ];
    expect(state({})).to.deep.equal([
      ...scoped,
      ["maxValue", null],
      ["maxTotalValue", null],
      ["maxUses", null],
      ["maxOperations", null],
      ["validAfter", null],
      ["validUntil", null],
      paymasters,
    ]);
    const rule = { argument: 0, condition: "equal", value: target } as const;
    const limits = {
      argumentRules: [rule, rule],
      maxValue: 1n,
      maxTotalValue: 2n,
      maxOperations: 4,
      maxUses: 3,
    };
    expect(
      state({ function: "mint(address,uint256)", ...limits, validAfter: 1, duration: "1 hour" }),
    ).to.deep.equal([
      ...scoped,
      ["argumentRules[0]", "UniActionPolicy (action policy)"],
      ["argumentRules[1]", "UniActionPolicy (action policy)"],
      ["maxValue", "UniActionPolicy (action policy)"],
      ["maxTotalValue", "ValueLimitPolicy (action policy)"],
      ["maxUses", "UsageLimitPolicy (action policy)"],
      ["maxOperations", "UsageLimitPolicy (userOp policy)"],
      ["validAfter", "TimeFramePolicy (userOp policy)"],
      ["validUntil", "TimeFramePolicy (userOp policy)"],
      paymasters,
    ]);
    expect(state({ function: "approve(address,uint256)" })[3]).to.deep.equal(["argumentRules", null]);
    expect(state({ function: "approve(address,uint256)" })[6]).to.deep.equal(["spendingLimit", null]);
    expect(state({ function: "approve(address,uint256)", spendingLimit: 5n }).slice(4, 7)).to.deep.equal([
      ["maxValue", "ERC20SpendingLimitPolicy (action policy)"],
      ["maxTotalValue", "ERC20SpendingLimitPolicy (action policy)"],
      ["spendingLimit", "ERC20SpendingLimitPolicy (action policy)"],
    ]);
  });

  it("says that a total stands in for a limit of each call, and by how much", async () => {
    const { compile } = await harness();
    const { enforcement } = compile({ ...scope, maxValue: 9n, maxTotalValue: 5n });
    const stated = (name: string) => enforcement.find(({ field }) => field === name);
    for (const field of ["maxValue", "maxTotalValue"]) {
      expect(stated(field)).to.deep.include({ value: 5n, enforcedBy: "ValueLimitPolicy (action policy)" });
    }
    expect(stated("maxValue")?.statement).to.match(/in all, which is stricter/);
  });
});
