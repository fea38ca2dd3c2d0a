import { type Address, parseEther } from "viem";
import { contractArtifact } from "../../../abis/contractArtifact.ts";
import type { ArgumentRule, Permission } from "../../../session/Permission.ts";
import { fromPreset } from "../../../session/presets.ts";
import { accepted, refused, violated } from "../ends.ts";
import type { Scenario } from "../Scenario.ts";
import { decrement, freshKey, increment, type Stage } from "../stage.ts";

const oneToken = 10n ** 18n;

/** A session that mints NFTs for the account, and its calls. */
async function minting(
  { key, targets, account, harness, install, enable, calls }: Stage,
  limits: Partial<Permission>,
) {
  const session = harness.compile({
    ...fromPreset("nft", { sessionKey: key.address, target: targets.nft }),
    ...limits,
  });
  await install();
  await enable(session);
  // Numbers that are free on a chain that others use, too.
  const first = BigInt(account.address) * 16n;
  return {
    session,
    mint: (index: bigint, value: bigint) => [calls.mint(account.address, first + index, value)],
  };
}

const maxValue: Scenario = {
  id: "max-value",
  group: "execution",
  title: "A call carries more value than one call may",
  symptom: "A mint for 0.01 ETH works, one for 0.06 ETH fails, although the account has 10 ETH.",
  cause: "UniActionPolicy holds each call to the session's maxValue, here 0.05 ETH.",
  remedy: "Send at most maxValue with each call, or have the owner enable a session with more.",
  diagnosis: { rule: "maxValue", doctor: "calls" },

  async play(stage) {
    const { use, nfts: effect } = stage;
    const { session, mint } = await minting(stage, { maxValue: parseEther("0.05") });
    const over = refused("policy", "ValueLimitExceeded", "maxValue");
    return {
      attempt: await use(over, session, { calls: mint(0n, parseEther("0.06")), effect }),
      mend: () => use(accepted, session, { calls: mint(0n, parseEther("0.05")), effect }),
    };
  },
};

const maxTotalValue: Scenario = {
  id: "max-total-value",
  group: "execution",
  title: "The session's value in all is spent",
  symptom: "The same call, with the same value, worked before. Now it is refused by a policy.",
  cause:
    "ValueLimitPolicy adds up the value of every call, also of those that failed, and does not begin anew.",
  remedy: "Send no more than what is left (sessions show), or have the owner enable a new session.",
  diagnosis: { rule: "maxTotalValue", doctor: "calls" },

  async play(stage) {
    const { harness, account, key, must, use, nfts: effect } = stage;
    const { session, mint } = await minting(stage, { maxTotalValue: parseEther("0.07") });
    const first = mint(0n, parseEther("0.05"));
    await must("the first mint", harness.use({ account, session, key, calls: first }));
    return {
      attempt: await use(violated("maxTotalValue"), session, { calls: mint(1n, parseEther("0.03")), effect }),
      mend: () => use(accepted, session, { calls: mint(1n, parseEther("0.02")), effect }),
    };
  },
};

const maxUses: Scenario = {
  id: "max-uses",
  group: "execution",
  title: "The session's calls are used up",
  symptom: "A session for two calls made two. The third is refused, although an hour is left.",
  cause: "UsageLimitPolicy counts each call of the function, each of a batch too, also those that failed.",
  remedy: "Have the owner enable a new session, with as many calls as the hour needs.",
  diagnosis: { rule: "maxUses", doctor: "calls" },

  async play({ harness, account, key, calls, grant, compile, enable, must, use }) {
    const session = await grant({ maxUses: 2 });
    const both = [calls.counter(increment), calls.counter(increment)];
    await must("a batch of two calls", harness.use({ account, session, key, calls: both }));
    return {
      attempt: await use(violated("maxUses"), session),
      async mend() {
        const next = compile({ maxUses: 10 });
        await enable(next);
        return use(accepted, next);
      },
    };
  },
};

const maxOperations: Scenario = {
  id: "max-operations",
  group: "execution",
  title: "The session's user operations are used up",
  symptom: "The session may make one operation. It made one, with little in it, and the rest is refused.",
  cause: "UsageLimitPolicy as a policy of the operation counts operations, however many calls each has.",
  remedy: "Put calls that belong together into one batch, or have the owner enable a new session.",
  diagnosis: { rule: "maxOperations", doctor: "calls" },

  async play({ harness, account, key, calls, grant, compile, enable, must, use }) {
    const session = await grant({ maxOperations: 1 });
    const one = calls.counter(increment);
    await must("the one operation", harness.use({ account, session, key, calls: [one] }));
    return {
      attempt: await use(violated("maxOperations"), session),
      async mend() {
        const next = compile({ maxOperations: 1 });
        await enable(next);
        return use(accepted, next, { calls: [one, one, one] });
      },
    };
  },
};

const spendingLimit: Scenario = {
  id: "spending-limit",
  group: "execution",
  title: "The session's amount of a token is spent",
  symptom: "A transfer of 50 tokens works, then one of 60 fails, although the account holds enough.",
  cause: "ERC20SpendingLimitPolicy adds up what is transferred and approved: 50 of 100 tokens are spent.",
  remedy: "Transfer no more than what is left (sessions show), or have the owner enable a new session.",
  diagnosis: { rule: "spendingLimit", doctor: "calls" },

  async play(stage) {
    const { harness, account, key, targets, calls, install, enable, must, use, tokensOf } = stage;
    const { address: recipient } = freshKey();
    const session = harness.compile(fromPreset("erc20", { sessionKey: key.address, target: targets.token }));
    await must("fetching tokens", harness.execute(account, [calls.faucet(account.address, 200n * oneToken)]));
    await install();
    await enable(session);
    const transfer = (tokens: bigint) => ({
      calls: [calls.transfer(recipient, tokens * oneToken)],
      effect: tokensOf(recipient),
    });
    await must("the first transfer", harness.use({ account, session, key, calls: transfer(50n).calls }));
    return {
      attempt: await use(violated("spendingLimit"), session, transfer(60n)),
      mend: () => use(accepted, session, transfer(50n)),
    };
  },
};

/** A session that transfers tokens by rules on its arguments. */
async function transferring(stage: Stage, rule: (recipient: Address) => ArgumentRule) {
  const { harness, account, key, targets, calls, install, enable, must, now } = stage;
  const { address: recipient } = freshKey();
  const { abi } = contractArtifact("targets/Token");
  const session = harness.compile({
    ...{ sessionKey: key.address, target: targets.token, abi, function: "transfer" },
    ...{ validUntil: now + 3600n, argumentRules: [rule(recipient)] },
  });
  await must("fetching tokens", harness.execute(account, [calls.faucet(account.address, 200n * oneToken)]));
  await install();
  await enable(session);
  const transfer = (tokens: bigint, to: Address = recipient) => ({
    calls: [calls.transfer(to, tokens * oneToken)],
    effect: stage.tokensOf(to),
  });
  return { session, transfer };
}

const wrongArgument: Scenario = {
  id: "wrong-argument",
  group: "execution",
  title: "An argument breaks a rule of the session",
  symptom: "Transfers to one address work, to any other they are refused.",
  cause: "A rule of UniActionPolicy holds the argument: the recipient has to be the one that was granted.",
  remedy: "Call with arguments within the session's rules, or have the owner enable a session with others.",
  diagnosis: { rule: "argumentRules", doctor: "calls" },

  async play(stage) {
    const rule = (value: Address): ArgumentRule => ({ argument: 0, condition: "equal", value });
    const { session, transfer } = await transferring(stage, rule);
    return {
      attempt: await stage.use(violated("argumentRules"), session, transfer(1n, freshKey().address)),
      mend: () => stage.use(accepted, session, transfer(1n)),
    };
  },
};

const argumentTotal: Scenario = {
  id: "argument-total",
  group: "execution",
  title: "An argument has come to its total",
  symptom: "Each transfer is small enough, and after some of them the next is refused.",
  cause: "The rule has a maxTotal: UniActionPolicy adds the argument up over all calls.",
  remedy: "Stay within the total, or have the owner enable a new session.",
  diagnosis: { rule: "argumentRules", doctor: "calls" },

  async play(stage) {
    const { harness, account, key, must, use } = stage;
    const { session, transfer } = await transferring(stage, () => ({
      argument: 1,
      maxTotal: 100n * oneToken,
    }));
    const { calls } = transfer(70n);
    await must("the first transfer", harness.use({ account, session, key, calls }));
    return {
      attempt: await use(violated("argumentRules"), session, transfer(40n)),
      mend: () => use(accepted, session, transfer(30n)),
    };
  },
};

const badBatch: Scenario = {
  id: "bad-batch",
  group: "execution",
  title: "One call of a batch is not granted",
  symptom: "A batch of three is refused as a whole, although two of its calls work alone.",
  cause:
    "SmartSession judges every call of a batch, and refuses the operation for the first that may not be made.",
  remedy: "Leave that call out, or have the owner enable a session for it.",
  diagnosis: { rule: "action", doctor: "calls" },

  async play({ calls, grant, use }) {
    const session = await grant();
    const [up, down] = [calls.counter(increment), calls.counter(decrement)];
    return {
      attempt: await use(refused("SmartSession", "NoPoliciesSet", "action"), session, {
        calls: [up, up, down],
      }),
      mend: () => use(accepted, session, { calls: [up, up] }),
    };
  },
};

/** Uses that go over what is left. */
export const limitScenarios: readonly Scenario[] = [
  maxValue,
  maxTotalValue,
  maxUses,
  maxOperations,
  spendingLimit,
  wrongArgument,
  argumentTotal,
  badBatch,
];
