import type { AccountKind } from "../../src/index.ts";
import { buildFastSceneByHand, type SceneByHand } from "./byHand.ts";
import { fixture } from "./fixture.ts";
import { needsKind } from "./kinds.ts";

/** A kind of account, a scene with one, and what is particular to the kind. */
export interface AccountOfMatrix extends Particulars {
  readonly kind: AccountKind;
  /** The kind, in words. */
  readonly name: string;
  /** A fresh scene with an account of this kind. */
  readonly scene: () => Promise<SceneByHand>;
  /** What is heard before SmartSession's own error, from outside in. */
  readonly reverted: readonly string[];
}

interface Particulars {
  /**
   * What this kind says itself when a call that it made reverts, from outside in: `account ExecutionFailed`; empty
   * where it passes the callee's own error on.
   */
  readonly hiding: readonly string[];
  /** What its `isValidSignature` answers where its owner has not signed (ERC-1271), or reverts with. */
  readonly refusesSignature: string;
  /** What is heard where an owner's operation has a signature that recovers to nobody. */
  readonly nobodysSignature: readonly string[];
  /** What is heard of a use without the module, before the harness finds that it is not installed. */
  readonly withoutModule: readonly string[];
  /** What is heard when the module is installed a second time; empty where the account takes it. */
  readonly again: readonly string[];
  /** Whether it tells a module that it was installed (`onInstall`) where it is given no data for it. */
  readonly tellsOfEmptyInstall: boolean;
}

const aa23 = ["bundler -32500", "EntryPoint AA23"];
const aa24 = ["bundler -32507", "EntryPoint AA24"];
const inList = "account LinkedList_EntryAlreadyInList";

/** The kinds of account that the rules are held against. */
export const accounts: readonly AccountOfMatrix[] = [
  toMatrix("safe7579", "Safe7579", {
    hiding: ["account ExecutionFailed"],
    refusesSignature: "GS026",
    nobodysSignature: aa24,
    withoutModule: aa24,
    again: ["account ExecutionFailed", inList],
    tellsOfEmptyInstall: true,
  }),
  toMatrix("nexus", "Nexus", {
    hiding: [],
    refusesSignature: "0xffffffff",
    nobodysSignature: [...aa23, "account InvalidSignature"],
    withoutModule: [...aa23, "account ValidatorNotInstalled"],
    again: [inList],
    tellsOfEmptyInstall: true,
  }),
  toMatrix("kernel", "Kernel 0.3.1", {
    hiding: [],
    refusesSignature: "0xffffffff",
    nobodysSignature: [...aa23, "account InvalidSignature"],
    withoutModule: [...aa23, "SmartSession InvalidPermissionId"],
    again: [],
    tellsOfEmptyInstall: true,
  }),
  toMatrix("reference", "the ERC-7579 reference account", {
    hiding: [],
    refusesSignature: "0xffffffff",
    nobodysSignature: [...aa23, "account InvalidSignature"],
    withoutModule: aa24,
    again: [inList],
    tellsOfEmptyInstall: true,
  }),
  toMatrix("startale", "the Startale account", {
    hiding: [],
    refusesSignature: "0xffffffff",
    nobodysSignature: [...aa23, "account InvalidSignature"],
    withoutModule: [...aa23, "account ValidatorNotInstalled"],
    again: [inList],
    tellsOfEmptyInstall: false,
  }),
];

/**
 * Declares the tests of a subject, once for each kind of account. The tests of all files share a kind's scene, which
 * is put back before each. A kind whose contracts are not there is left out, and the run says so at its end.
 *
 * @param subject What they are about.
 * @param declare Declares them.
 */
export function onEveryAccount(subject: string, declare: (account: AccountOfMatrix) => void): void {
  describe(subject, () => {
    for (const account of accounts) {
      describe(`on ${account.name}`, () => {
        needsKind(account.kind);
        declare(account);
      });
    }
  });
}

function toMatrix(kind: AccountKind, name: string, particulars: Particulars): AccountOfMatrix {
  const reverted = [...aa23, ...particulars.hiding];
  return { kind, name, scene: fixture(buildFastSceneByHand(kind)), reverted, ...particulars };
}
