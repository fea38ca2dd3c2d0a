import { zeroAddress } from "viem";
import { accepted, refused, undone } from "../ends.ts";
import type { Scenario } from "../Scenario.ts";
import { freshKey } from "../stage.ts";

const targetZero: Scenario = {
  id: "target-zero",
  group: "creation",
  title: "The target is the zero address",
  symptom: "Creating the session fails: the target's address was not filled in.",
  cause:
    "A session needs a contract that may be called, and SmartSession takes no zero address for one (InvalidActionId).",
  remedy: "Give the contract's address; look why the variable that should hold it was empty.",

  async play({ compile, install, byOwner, harness, enabled }) {
    await install();
    const session = compile();
    return {
      attempt: {
        what: "compiling the permission",
        field: "target",
        make: () => compile({ target: zeroAddress }),
      },
      mend: () =>
        byOwner(accepted, {
          calls: [harness.world.release.encodeEnable([session.session])],
          effect: enabled(session),
        }),
    };
  },
};

const targetZeroByHand: Scenario = {
  id: "target-zero-by-hand",
  group: "creation",
  title: "The target is the zero address, and nothing checks it",
  symptom: "enableSessions is mined with success false, and no session is there.",
  cause:
    "SmartSession refuses an action whose target is the zero address: InvalidActionId. An SDK encodes it without a word.",
  remedy:
    "Give the contract's address, and compile the permission here, where it is checked before anything is sent.",
  diagnosis: { rule: "execution" },

  async play({ world, compile, change, install, byOwner, enabled }) {
    await install();
    const { session } = compile();
    const nowhere = change(session, {
      actions: session.actions.map((action) => ({ ...action, actionTarget: zeroAddress })),
    });
    const right = compile();
    return {
      attempt: await byOwner(undone("SmartSession", "InvalidActionId"), {
        calls: [world.release.encodeEnable([nowhere.session])],
        effect: enabled(nowhere),
      }),
      mend: () =>
        byOwner(accepted, { calls: [world.release.encodeEnable([right.session])], effect: enabled(right) }),
    };
  },
};

const targetWithoutCode: Scenario = {
  id: "target-without-code",
  group: "creation",
  title: "The target is no contract on this chain",
  symptom: "The session is created, every use is mined and successful, and nothing happens.",
  cause: "There is no code at the target's address on this chain. A call to nothing succeeds.",
  remedy: "Grant the address that the contract has on this chain, and revoke the session for the other one.",
  diagnosis: { doctor: "targets", lint: "no-code" },

  async play({ calls, write, grant, compile, enable, use, countOf, account }) {
    const nowhere = freshKey().address;
    const permission = write({ target: nowhere });
    const session = await grant(permission);
    const call = { ...calls.counter("0xd09de08a"), to: nowhere };
    return {
      permission,
      attempt: await use(accepted, session, {
        calls: [call],
        effect: { ...countOf(account), changes: false },
      }),
      async mend() {
        const next = compile();
        await enable(next);
        return use(accepted, next);
      },
    };
  },
};

const wrongSelector: Scenario = {
  id: "wrong-selector",
  group: "creation",
  title: "The selector is not the function's",
  symptom: "The session was created with the selector of increment(uint256). Using increment() is refused.",
  cause:
    "A selector is the hash of the signature with its types. One letter or type more, and it is another function's.",
  remedy:
    "Grant by signature, with the target's ABI: a function that the target lacks is then an error before anything is sent.",
  diagnosis: { rule: "action", doctor: "calls", lint: "unknown-selector" },

  async play({ write, grant, compile, enable, use }) {
    const permission = write({ function: "increment(uint256)" });
    const session = await grant(permission);
    return {
      permission,
      attempt: await use(refused("SmartSession", "NoPoliciesSet", "action"), session),
      async mend() {
        const next = compile({ function: "increment()" });
        await enable(next);
        return use(accepted, next);
      },
    };
  },
};

const selectorLength: Scenario = {
  id: "selector-length",
  group: "creation",
  title: "The selector has not 4 bytes",
  symptom: "Creating the session fails: the selector was cut, or is a whole hash.",
  cause: "A selector is the first 4 bytes of the signature's hash: 0x and 8 hexadecimal digits.",
  remedy: 'Give the function by its signature, "increment()", or its selector, 0xd09de08a.',

  async play({ world, compile, install, byOwner, enabled }) {
    await install();
    const session = compile({ function: "0xd09de08a" });
    return {
      attempt: {
        what: "compiling the permission",
        field: "function",
        make: () => compile({ function: "0xd09de0" }),
      },
      mend: () =>
        byOwner(accepted, {
          calls: [world.release.encodeEnable([session.session])],
          effect: enabled(session),
        }),
    };
  },
};

/** What may be called, written wrongly. */
export const targetScenarios: readonly Scenario[] = [
  targetZero,
  targetZeroByHand,
  targetWithoutCode,
  wrongSelector,
  selectorLength,
];
