import { parseEther } from "viem";
import { accepted, refused, undone } from "../ends.ts";
import type { Scenario } from "../Scenario.ts";
import { decrement, freshKey, increment } from "../stage.ts";

const notGranted = refused("SmartSession", "NoPoliciesSet", "action");

const wrongTarget: Scenario = {
  id: "wrong-target",
  group: "execution",
  title: "The call is to another contract",
  symptom: "The contract was deployed anew. Since then every use is refused, and nothing else has changed.",
  cause: "A session grants a function of one address. The new contract has another.",
  remedy: "Have the owner enable a session for the address of today.",
  diagnosis: { rule: "action", doctor: "calls" },

  async play({ calls, grant, compile, enable, use }) {
    const session = await grant({ target: freshKey().address });
    return {
      attempt: await use(notGranted, session, { calls: [calls.counter(increment)] }),
      async mend() {
        const next = compile();
        await enable(next);
        return use(accepted, next);
      },
    };
  },
};

const wrongFunction: Scenario = {
  id: "wrong-function",
  group: "execution",
  title: "The call is to another function",
  symptom: "increment() works by the session, decrement() of the same contract is refused.",
  cause: "A session grants single functions, by their selector, and this one is not among them.",
  remedy: "Call what was granted, or have the owner enable a session for this function.",
  diagnosis: { rule: "action", doctor: "calls" },

  async play({ harness, account, key, calls, grant, compile, enable, must, use }) {
    const session = await grant();
    await must("counting", harness.use({ account, session, key, calls: [calls.counter(increment)] }));
    const down = { calls: [calls.counter(decrement)] };
    return {
      attempt: await use(notGranted, session, down),
      async mend() {
        const other = compile({ function: "decrement()" });
        await enable(other);
        return use(accepted, other, down);
      },
    };
  },
};

const plainTransfer: Scenario = {
  id: "plain-transfer",
  group: "execution",
  title: "The session sends ETH without a call",
  symptom: "The session may call a contract with value. Sending the same contract plain ETH is refused.",
  cause: "A call without data is an action of its own, with the selector 0xffffffff, and was not granted.",
  remedy:
    "Call the function that was granted; where plain ETH is meant, have the owner enable a session for it.",
  diagnosis: { rule: "action", doctor: "calls" },

  async play({ targets, grant, use }) {
    const session = await grant();
    const calls = [{ to: targets.counter, value: parseEther("0.01"), data: "0x" as const }];
    return {
      attempt: await use(notGranted, session, { calls }),
      mend: () => use(accepted, session),
    };
  },
};

const targetReverts: Scenario = {
  id: "target-reverts",
  group: "execution",
  title: "The target itself refuses",
  symptom: "The operation is mined, the account has paid, and nothing has changed: success is false.",
  cause:
    "Validation passed, so the session is right. Then the target reverted: its own conditions were not met. Uses and value count all the same.",
  remedy:
    "Meet the target's own conditions first; simulate the call from the account's address before it is sent.",
  diagnosis: { rule: "execution", doctor: "played" },

  async play({ harness, account, calls, grant, must, use }) {
    const session = await grant({ function: "decrement()" });
    const down = { calls: [calls.counter(decrement)] };
    return {
      attempt: await use(undone("target", "CountIsZero"), session, down),
      async mend() {
        await must("counting by the owner", harness.execute(account, [calls.counter(increment)]));
        return use(accepted, session, down);
      },
    };
  },
};

/** Uses of what was not granted, and one that the target refuses. */
export const scopeScenarios: readonly Scenario[] = [wrongTarget, wrongFunction, plainTransfer, targetReverts];
