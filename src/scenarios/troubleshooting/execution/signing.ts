import type { AccountKind } from "../../../account/Account.ts";
import type { ExpectedEnd } from "../Attempt.ts";
import { accepted, refused } from "../ends.ts";
import type { Scenario } from "../Scenario.ts";
import { freshKey } from "../stage.ts";

const signatureFailed = refused("SmartSession", "SIG_VALIDATION_FAILED", "sessionKey");

const wrongKey: Scenario = {
  id: "wrong-key",
  group: "execution",
  title: "Another key signs than the session's",
  symptom:
    "AA24 signature error, or code -32507, for every use: after a restart, on a second device, after a rotation.",
  cause: "The key at hand is not the one that the session was enabled for.",
  remedy:
    "Sign with the session's key (sessions show names it); where it is lost, have the owner enable a session for a new one.",
  diagnosis: { rule: "sessionKey", doctor: "key" },

  async play({ grant, use }) {
    const session = await grant();
    return {
      attempt: await use(signatureFailed, session, { by: freshKey() }),
      mend: () => use(accepted, session),
    };
  },
};

const prefixedSignature: Scenario = {
  id: "prefixed-signature",
  group: "execution",
  title: "The key signs a message in place of the hash",
  symptom: "The key is right, and it is AA24 signature error all the same. The code calls signMessage.",
  cause:
    "signMessage signs the hash with the prefix of EIP-191. The session's validator recovers from the hash as it is, and so finds another signer.",
  remedy:
    "Sign the user operation's hash raw: sign({ hash }) of a local account, not signMessage({ message: { raw: hash } }).",
  diagnosis: { rule: "sessionKey", doctor: "signature" },

  async play({ key, grant, use }) {
    const session = await grant();
    const by = {
      ...key,
      sign: ({ hash }: { hash: `0x${string}` }) => key.signMessage({ message: { raw: hash } }),
    };
    return {
      attempt: await use(signatureFailed, session, { by }),
      mend: () => use(accepted, session),
    };
  },
};

const changedAfterSigning: Scenario = {
  id: "changed-after-signing",
  group: "execution",
  title: "The operation is changed after it was signed",
  symptom: "AA24 signature error, where gas limits or a paymaster are filled in by a middleware.",
  cause: "The signature is over every field of the operation but itself. One was changed afterwards.",
  remedy: "Fill in gas, fees and paymaster first, and sign last.",
  diagnosis: { rule: "sessionKey", doctor: "signature" },

  async play({ account, grant, use }) {
    const session = await grant();
    const attempt = await use(signatureFailed, session);
    const callGasLimit = attempt.operation.callGasLimit + 1n;
    const operation = { ...attempt.operation, callGasLimit };
    return {
      attempt: { ...attempt, operation, patient: { account, ...attempt.patient, operation } },
      mend: () => use(accepted, session, { gas: { callGasLimit } }),
    };
  },
};

const wrongNonceKey: Scenario = {
  id: "wrong-nonce-key",
  group: "execution",
  title: "The nonce's key names another validator",
  symptom:
    "The signature is right, and still AA24 on one kind of account, AA23 with ValidatorNotInstalled on another.",
  cause:
    "An ERC-7579 account reads in the nonce's key which validator to ask, each kind in a layout of its own. This key names none that is installed: it was made for another kind, or with the module's address on another chain.",
  remedy: "Take the nonce for the kind's own key: account.nonceKey(smartSession), as toSessionAccount does.",
  diagnosis: { doctor: "nonce" },

  async play({ account, grant, use }) {
    const session = await grant();
    const nonce = account.nonceKey(freshKey().address) << 64n;
    const ends: Record<AccountKind, ExpectedEnd> = {
      safe7579: refused("EntryPoint", "AA24", "signature"),
      reference: refused("EntryPoint", "AA24", "signature"),
      nexus: refused("account", "ValidatorNotInstalled", "unknown"),
      startale: refused("account", "ValidatorNotInstalled", "unknown"),
      kernel: refused("account", "no data", "unknown"), // it asks before it looks whether it has it
    };
    return { attempt: await use(ends[account.kind], session, { nonce }), mend: () => use(accepted, session) };
  },
};

const staleNonce: Scenario = {
  id: "stale-nonce",
  group: "execution",
  title: "The nonce was used already",
  symptom: "AA25 invalid account nonce: after a retry, or where two tabs use one session.",
  cause:
    "EntryPoint takes each nonce of a key once, in order. An operation with this one was mined meanwhile.",
  remedy: "Read the nonce again, sign again, and send one operation of a session at a time.",
  diagnosis: { rule: "nonce", doctor: "nonce" },

  async play({ harness, account, key, grant, must, use }) {
    const session = await grant();
    const attempt = await use(refused("EntryPoint", "AA25", "nonce"), session);
    await must("the other tab's use", harness.use({ account, session, key, calls: attempt.calls }));
    return { attempt, mend: () => use(accepted, session) };
  },
};

/** Signatures and nonces. */
export const signingScenarios: readonly Scenario[] = [
  wrongKey,
  prefixedSignature,
  changedAfterSigning,
  wrongNonceKey,
  staleNonce,
];
