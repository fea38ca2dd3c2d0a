import { accepted, refused } from "../ends.ts";
import type { Scenario } from "../Scenario.ts";
import { decrement, increment } from "../stage.ts";

const unknownSession = refused("SmartSession", "InvalidPermissionId", "sessionEnabled");

const neverEnabled: Scenario = {
  id: "never-enabled",
  group: "execution",
  title: "The session was made and never enabled",
  symptom: "createSession returned an id and a key. Every use is refused with InvalidPermissionId.",
  cause:
    "Compiling or storing a session changes nothing on the chain: the owner's enableSessions is missing, or failed.",
  remedy: "Have the owner enable it, and hold that the operation took effect.",
  diagnosis: { rule: "sessionEnabled", doctor: "sessionEnabled" },

  async play({ compile, install, enable, use }) {
    await install();
    const session = compile();
    return {
      attempt: await use(unknownSession, session),
      async mend() {
        await enable(session);
        return use(accepted, session);
      },
    };
  },
};

const revoked: Scenario = {
  id: "revoked",
  group: "execution",
  title: "The session was revoked",
  symptom: "The session ended in the middle of the hour. AA23, and inside it InvalidPermissionId.",
  cause: "The owner, or another device of the owner's, has revoked it (removeSession).",
  remedy: "Have the owner enable a new session. A revoked one comes back by no signature made before.",
  diagnosis: { rule: "sessionEnabled", doctor: "sessionEnabled" },

  async play({ harness, account, grant, compile, enable, must, use }) {
    const session = await grant();
    await must("revoking", harness.revoke(account, session));
    return {
      attempt: await use(unknownSession, session),
      async mend() {
        const next = compile();
        await enable(next);
        return use(accepted, next);
      },
    };
  },
};

const uninstalled: Scenario = {
  id: "uninstalled",
  group: "execution",
  title: "The module was uninstalled",
  symptom:
    "All sessions of the account fail at once: with AA24 on one kind of account, with AA23 on another.",
  cause: "SmartSession is no validator of the account any more. Its sessions ended with it.",
  remedy: "Have the owner install the module again, and enable new sessions.",
  diagnosis: { rule: "moduleInstalled", doctor: "moduleInstalled" },

  async play({ harness, account, grant, compile, install, enable, must, use }) {
    const session = await grant();
    await must("revoking", harness.revoke(account, session));
    await must("uninstalling", harness.uninstall(account));
    return {
      attempt: await use(refused("account", "module not installed", "moduleInstalled"), session),
      async mend() {
        const next = compile();
        await install();
        await enable(next);
        return use(accepted, next);
      },
    };
  },
};

const narrowedInVain: Scenario = {
  id: "narrowed-in-vain",
  group: "execution",
  title: "Enabled again with less, and nothing is narrower",
  symptom: "The session was enabled again without decrement(), and decrement() still works.",
  cause:
    "The session's id is made of validator, key and salt, not of what it grants. Enabling the same id again adds: actions and policies that are left out stay.",
  remedy: "Revoke the session and enable another, with a fresh salt.",
  diagnosis: { doctor: "granted" },

  async play({ harness, world, account, calls, compile, change, enable, install, must, use }) {
    const granted = compile();
    const taking = compile({ function: "decrement()" }).session.actions;
    const wide = change(granted.session, { actions: [...granted.session.actions, ...taking] });
    await install();
    await must("enabling", harness.execute(account, [world.release.encodeEnable([wide.session])]));
    await enable(granted);
    await must("counting by the owner", harness.execute(account, [calls.counter(increment)]));
    const down = { calls: [calls.counter(decrement)] };
    return {
      // What was left out is accepted: that is the trouble.
      attempt: await use(accepted, granted, down),
      async mend() {
        const next = compile();
        await must("revoking", harness.revoke(account, granted));
        await enable(next);
        return use(refused("SmartSession", "NoPoliciesSet", "action"), next, down);
      },
    };
  },
};

const enableSignatureUsed: Scenario = {
  id: "enable-signature-used",
  group: "execution",
  title: "The owner's enable signature was revoked or used",
  symptom: "The first use, which enables the session, is refused with HashMismatch. The owner did sign.",
  cause:
    "The owner signed over the session's enable nonce, and it has moved since: by the first use itself, or by revokeEnableSignature.",
  remedy: "Have the owner sign anew; once the session is enabled, use it without the enable signature.",
  diagnosis: { rule: "enableSignature", doctor: "enableSignatures" },

  async play({ harness, account, compile, install, must, use }) {
    await install();
    const session = compile();
    const stale = await harness.signEnable(account, session);
    await must("revoking", harness.revoke(account, session));
    return {
      attempt: await use(refused("SmartSession", "HashMismatch", "enableSignature"), session, {
        enable: stale,
      }),
      mend: async () => use(accepted, session, { enable: await harness.signEnable(account, session) }),
    };
  },
};

/** Where the session is in its life. */
export const lifeScenarios: readonly Scenario[] = [
  neverEnabled,
  revoked,
  uninstalled,
  narrowedInVain,
  enableSignatureUsed,
];
