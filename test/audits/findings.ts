/** The reports, and the review that each is. */
export const reports = {
  "Cantina 0826": "Cantina, SmartSession's core, 2024-10-08",
  "Cantina policies 0826": "Cantina, the policies, 2024-10-08",
  "Renascence v1": "Renascence, SmartSession v1, 2024",
  "Renascence update": "Renascence, the update of SmartSession, 2024-12",
  "ChainLight 2025-07": "ChainLight, policies and paymasters, 2025-07-30",
  "Seen here": "what this suite found of the deployed code, in no report",
} as const;

/** What a release does about a finding. */
export type Result = "fixed" | "still so" | "acknowledged: still so" | "not in the deployed code";

/** A finding of an audit, and what became of it. */
export interface Finding {
  /** The report's name here, and its own number for the finding. */
  readonly id: `${keyof typeof reports} ${string}`;
  /** What was found, in our own words. */
  readonly title: string;
  /** What the tests show; a release that is left out is not tested. */
  readonly results?: { readonly v1: Result; readonly beta?: Result };
  /** Why it cannot be tested from outside, where it cannot. */
  readonly untestable?: string;
  /** What else is to be known. */
  readonly note?: string;
}

/** Every finding: the tests refer to them by id, and docs/audits.md is made of them. */
export const findings = [
  {
    id: "Cantina 0826 H3.1.1",
    title: "a policy's time range replaces that of the policies before it",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 H3.1.2",
    title: "who sees an enable signature can turn its policies to another session",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 H3.1.3",
    title: "a removed session leaves its action ids and its session validator behind",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 H3.1.4",
    title: "a session's ERC-1271 signature for one account holds for another with the same session",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 H3.1.5",
    title: "removal walks over a set that it shortens, and leaves half of it",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 H3.1.6",
    title: "the account's own functions pass without a policy, by a marker that is taken for validation data",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 H3.1.7",
    title: "who gains control while a session is enabled can use it before all of its policies stand",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 M3.2.1",
    title: "uninstalling SmartSession as a fallback handler wipes every session",
    results: { v1: "fixed", beta: "fixed" },
    note: "SmartSession is no fallback handler any more; v1 has SmartSessionCompatibilityFallback for that.",
  },
  {
    id: "Cantina 0826 M3.2.2",
    title: "a session enabled by its first use may not sign the contents that it was granted",
    results: { v1: "fixed" },
    note: "On the beta it is not tested: the harness encodes no contents for it.",
  },
  {
    id: "Cantina 0826 M3.2.3",
    title: "uninstalling costs more gas with every session, and what it leaves behind comes back",
    results: { v1: "fixed", beta: "fixed" },
    note: "It still costs more with every session; but while any is left, the module is not installed again.",
  },
  {
    id: "Cantina 0826 M3.2.4",
    title: "a policy is enabled in a role that it does not have",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 M3.2.5",
    title: "policies that answer with an aggregator cancel out a refusal",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 M3.2.6",
    title: "the fallback action can be called as if it were a contract",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 M3.2.7",
    title: "an empty batch passes without any action policy",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 L3.3.1",
    title: "an entry past a list's end is read as garbage",
    untestable: "no function reads an entry by a place that the caller gives",
  },
  {
    id: "Cantina 0826 L3.3.2",
    title: "the questions whether policies are enabled disagree about an empty list",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 L3.3.3",
    title: "the EIP-712 domain of what enables a session has members that it does not use",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 L3.3.4",
    title: "the EIP-712 type of what enables a session lacks the nonce",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 L3.3.5",
    title: "an action's members are hashed in another order than its EIP-712 type has them",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 L3.3.6",
    title: "the EIP-712 types are not sorted by name",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 L3.3.7",
    title: "an EIP-712 type has a space too many",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 L3.3.8",
    title: "all that a policy returns is copied, however long it is",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 L3.3.9",
    title: "the contents that a session may sign are enabled twice",
    untestable: "the second time changes nothing",
  },
  {
    id: "Cantina 0826 L3.3.10",
    title: "an action without any policy left is still listed as enabled",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 L3.3.11",
    title: "ERC-1271 does not ask whether the session is enabled",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 L3.3.12",
    title: "the GAS opcode is used while validating in a way that ERC-7562 forbids",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 I3.5.3",
    title: "a session cannot sign what personal_sign signs",
    results: { v1: "acknowledged: still so", beta: "acknowledged: still so" },
    note: "By intent: only contents that the session names can be signed.",
  },
  {
    id: "Cantina 0826 I3.5.7",
    title: "the questions whether policies are enabled revert where only some are",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina 0826 I3.5.13",
    title: "contents that a session may sign cannot be taken from it one by one",
    results: { v1: "fixed" },
    note: "On the beta it is not tested: the harness encodes no contents for it.",
  },
  {
    id: "Cantina 0826 I3.5.16",
    title: "no ERC-7484 registry is asked when a policy is used",
    results: { v1: "acknowledged: still so", beta: "acknowledged: still so" },
    note: "v1 asks no registry at all, not even when it enables a policy.",
  },
  {
    id: "Cantina policies 0826 C3.1.1",
    title: "UniActionPolicy never keeps what a limited argument has come to",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina policies 0826 H3.2.1",
    title: "ERC20SpendingLimitPolicy keeps old tokens and old spending when it is enabled anew",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Cantina policies 0826 L3.3.1",
    title: "ERC-165 is asked with, and answers to, function selectors in the place of interface ids",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Renascence v1 H-1",
    title: "who gains control while an action is enabled can use it before all of its policies stand",
    results: { v1: "still so", beta: "still so" },
    note: "Where the session is enabled already (enableActionPolicies). v1 mends the list of actions alone: a policy that comes after disableActionId is listed again.",
  },
  {
    id: "Renascence v1 H-2",
    title: "a session with the fallback action reaches SmartSession, and grants itself anything",
    results: { v1: "fixed", beta: "still so" },
    note: "v1 asks for an action of its own (target 0x…01, selector 0x00000002), and with it the session may.",
  },
  {
    id: "Renascence v1 M-1",
    title: "ERC-1271 says no where a session has no ERC-1271 policy, though none is asked for",
    results: { v1: "fixed", beta: "still so" },
    note: "v1 asks for at least one such policy, and reverts with NoPoliciesSet where there is none.",
  },
  {
    id: "Renascence v1 M-2",
    title: "a session removed while its policies are enabled keeps those that come after",
    results: { v1: "fixed", beta: "still so" },
  },
  {
    id: "Renascence v1 M-3",
    title: "a set's entries lie outside of the account's associated storage (ERC-7562)",
    results: { v1: "fixed", beta: "still so" },
  },
  {
    id: "Renascence v1 L-1",
    title: "a module installed with sessions asks a registry, which ERC-7562 forbids while validating",
    results: { v1: "fixed", beta: "still so" },
    note: "v1 asks no registry at all.",
  },
  {
    id: "Renascence v1 L-2",
    title: "what answers yes to every question passes for a policy",
    results: { v1: "fixed", beta: "still so" },
  },
  {
    id: "Renascence v1 L-3",
    title: "a session key's configuration of 320 bytes is written one slot too far",
    results: { v1: "still so", beta: "still so" },
    note: "The fix is not in the deployed code. Nothing stands in that slot; more than 320 bytes are refused.",
  },
  {
    id: "Renascence v1 I-1",
    title: "so many policies can be enabled that the session cannot be used for lack of gas",
    results: { v1: "still so", beta: "still so" },
    note: "The limit of 128 entries that the report speaks of is not in the deployed code.",
  },
  {
    id: "Renascence v1 I-2",
    title: "an event says that a policy was disabled which was not enabled",
    results: { v1: "fixed", beta: "still so" },
    note: "The first of the report's five suggestions; the others are about the source.",
  },
  {
    id: "Renascence update M-1",
    title: "call data that is too short, or whose length overflows, is read beyond its end",
    results: { v1: "fixed", beta: "still so" },
  },
  {
    id: "Renascence update M-2",
    title: "a malformed batch is read as an empty one",
    results: { v1: "fixed", beta: "still so" },
    note: "The beta then refuses it for being empty.",
  },
  {
    id: "Renascence update I-1",
    title: "the digest of a session is the same for USE and for ENABLE mode",
    results: { v1: "acknowledged: still so", beta: "not in the deployed code" },
    note: "No signature is checked against the digest for USE. The beta hashes the mode.",
  },
  {
    id: "ChainLight 2025-07 001",
    title: "SimpleGasPolicy limits gas, and not what it costs",
    results: { v1: "fixed" },
    note: "No contract of this repository stands in for SimpleGasPolicy.",
  },
  {
    id: "ChainLight 2025-07 002",
    title: "ValueLimitPolicy passes call types that SmartSession does not allow",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "ChainLight 2025-07 003",
    title: "ContractWhitelistPolicy keeps old contracts when it is enabled anew",
    results: { v1: "fixed" },
    note: "No contract of this repository stands in for ContractWhitelistPolicy.",
  },
  {
    id: "ChainLight 2025-07 004.1",
    title: "ERC20SpendingLimitPolicy and UsageLimitPolicy count what they refuse",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "ChainLight 2025-07 004.2",
    title: "ERC20SpendingLimitPolicy takes tokens and limits of different numbers",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "ChainLight 2025-07 004.3",
    title: "one mapping key has two names in the policies' source",
    untestable: "it is about names in the source",
  },
  {
    id: "ChainLight 2025-07 004.4",
    title: "SimpleGasPolicy, UsageLimitPolicy and ValueLimitPolicy take a limit of 0",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "ChainLight 2025-07 004.5",
    title: "TimeFramePolicy takes a frame that ends before it begins",
    results: { v1: "fixed", beta: "fixed" },
  },
  {
    id: "Seen here 1",
    title: "the hash that ERC-1271 is asked about is not compared with what the session signed",
    results: { v1: "still so", beta: "fixed" },
    note: "One signature of a session, for any content that it may sign, answers yes for every hash, of every app.",
  },
] as const satisfies readonly Finding[];

/** A finding's id. */
export type FindingId = (typeof findings)[number]["id"];
