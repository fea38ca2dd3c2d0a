import type { Address, Hex } from "viem";
import type { DecodedCallData } from "../../session/decodeCallData.ts";
import type { NotAccepted } from "../../session/Prediction.ts";
import type { SessionOnChain } from "../../session/readSession.ts";
import type { Call } from "../../world/Call.ts";
import type { DecodedSignature, EnableSignature } from "../../world/Release.ts";
import type { World } from "../../world/World.ts";
import type { Patient } from "../Patient.ts";
import type { ExaminedKeyFile } from "./examineKeyFile.ts";
import type { Reading } from "./Reading.ts";

/** A session as it is to be judged: not always as the chain holds it. */
export interface JudgedSession {
  readonly state: SessionOnChain;
  /**
   * `stands`: as the chain holds it. `enabling`: as it will be when the operation has enabled it. `granted`: as it would
   * be if it were enabled, which it is not.
   */
  readonly as: "stands" | "enabling" | "granted";
}

/** What is known of the session that is at stake. */
export interface ExaminedSession {
  readonly permissionId: Hex;
  /** What the chain holds of it. */
  readonly onChain: Reading<SessionOnChain>;
  /** What it is judged by; undefined where nothing is known of it. */
  readonly judged: JudgedSession | undefined;
  /** The owner's signature by which the operation is to enable it. */
  readonly enable: EnableSignature | undefined;
  /** Why SmartSession would not enable it by that, although the owner has signed it. */
  readonly notEnabled: NotAccepted | undefined;
  /** Whether the account says that its owner has signed that; undefined where nothing is to be asked. */
  readonly ownerSigned: Reading<boolean> | undefined;
}

/** All that was read of a patient, once and before anything is said of it. */
export interface Examination {
  readonly world: World;
  readonly patient: Patient;
  readonly chain: {
    readonly id: number;
    readonly blockNumber: bigint;
    /** The time of the latest block, in Unix seconds. */
    readonly latest: bigint;
    /** The time that the next block has, in Unix seconds. */
    readonly time: bigint;
  };
  /** Our own clock, in Unix seconds. */
  readonly clock: bigint;
  readonly bundler: Reading<{ readonly chainId: unknown; readonly entryPoints: unknown }> | undefined;
  /** keccak256 of the code at an address; undefined where there is none. */
  codeHashAt(address: Address): Reading<Hex | undefined>;
  /** In wei. */
  readonly balance: Reading<bigint>;
  /** The account's at EntryPoint, in wei. */
  readonly deposit: Reading<bigint>;
  /** The paymaster's at EntryPoint, in wei, where the operation names one. */
  readonly paymasterDeposit: Reading<bigint> | undefined;
  /** In wei for each unit of gas. */
  readonly gasPrice: Reading<bigint>;
  /** Whether SmartSession is installed as a validator. */
  readonly installed: Reading<boolean>;
  /** As which other types of ERC-7579 module it is installed. */
  readonly installedAs: readonly string[];
  /** Whether a Kernel lets the module call `execute`; undefined for other kinds. */
  readonly executes: Reading<boolean> | undefined;
  /** EntryPoint's next nonce by the operation's key, or by SmartSession's where there is no operation. */
  readonly nextNonce: Reading<bigint>;
  /** Whether the operation, if there is one, is handed to SmartSession. */
  readonly isHandedOver: boolean;
  /** Whether a paymaster is to pay. */
  readonly isSponsored: boolean;
  /** What the operation's signature says, where it is a session's. */
  readonly signed: DecodedSignature | undefined;
  /** What is to be done, where that is known; `undefined` where it is not to be read, or nothing was given. */
  readonly asked: AskedCalls | undefined;
  /** Undefined where the patient is an account alone, or its owner's operation. */
  readonly session: ExaminedSession | undefined;
  /** Undefined where no key files were given, or no session. */
  readonly keyFile: ExaminedKeyFile | undefined;
}

/** The calls that are to be made. */
export type AskedCalls =
  | { readonly calls: readonly Call[] }
  /** Of an operation; `decoded` is undefined where it is not well formed. */
  | { readonly callData: Hex; readonly decoded: DecodedCallData | undefined };

/**
 * The calls of what is asked, as far as they can be told.
 *
 * @param asked What is asked.
 * @returns The calls, in their order.
 */
export function callsOfAsked(asked: AskedCalls | undefined): readonly Call[] {
  if (!asked) return [];
  return "calls" in asked ? asked.calls : (asked.decoded?.calls ?? []);
}
