import type { KeyFileError } from "../errors/keys.ts";
import type { SessionStatus } from "../lifecycle/SessionStatus.ts";
import { limitText } from "./limitText.ts";
import { settlementText } from "./settlementText.ts";
import { table } from "./table.ts";
import { distanceText } from "./timeText.ts";

/** What `sessions list` shows. */
export interface SessionList {
  readonly statuses: readonly SessionStatus[];
  /** Key files that could not be read. */
  readonly damaged: readonly KeyFileError[];
  /** The chain's time, in Unix seconds. */
  readonly now: bigint;
}

/** What to do about a session that is not as its file has it. */
const advice: Partial<Record<SessionStatus["state"], string>> = {
  "not enabled": "its key is here and the chain never had it: run the same sessions create or rotate again",
  removed: "it ended with the module, or somebody removed it: an enable signature could still bring it back",
  "module not installed": "no session of the account can be used: sessions install",
};

/**
 * Says which sessions an account has, by chain and file together, and where the two have parted.
 *
 * @param list The sessions.
 * @returns A table, and what is to be known besides; without a line break at the end.
 */
export function listReport({ statuses, damaged, now }: SessionList): string {
  if (statuses.length === 0 && damaged.length === 0) {
    return "No sessions: neither in the key files here, nor on chain.";
  }
  const rows = statuses.map((status) => [
    nameOf(status, damaged),
    status.state,
    mayCall(status),
    ...limitsOf(status, now),
    `${status.permissionId.slice(0, 10)}…`,
  ]);
  const shown = table({
    head: ["session", "state", "may call", "ends", "left", "id"],
    rows,
    widths: [16, 14, 30, 12, 22, 11],
  });
  return [shown, ...notes(statuses, damaged), ...damaged.map(({ shortMessage }) => `! ${shortMessage}`)].join(
    "\n",
  );
}

function mayCall({ file, onChain }: SessionStatus): string {
  if (!file) return `${onChain.actions.length} action(s), known by hash alone`;
  const { selector, signature } = file.function;
  const target = file.session.actions[0]?.actionTarget ?? "";
  return `${signature ?? selector}\nof ${target.slice(0, 6)}…${target.slice(-4)}`;
}

const isDamaged = ({ permissionId }: SessionStatus, damaged: SessionList["damaged"]): boolean =>
  damaged.some(({ file }) => file.includes(permissionId));

function nameOf(status: SessionStatus, damaged: SessionList["damaged"]): string {
  if (status.file) return status.file.name;
  return isDamaged(status, damaged) ? "(damaged key file)" : "(unknown to us)";
}

/** When it ends, and what is left: the chain holds neither of a session that is over, nor all of an unknown one. */
function limitsOf(
  { onChain, validUntil, limits, file }: SessionStatus,
  now: bigint,
): readonly [string, string] {
  if (!onChain.enabled) return ["—", "—"];
  const left = limits.map(limitText).join("\n");
  return [
    validUntil === undefined ? "no end" : distanceText(validUntil, now),
    left || (file ? "no count" : "not known"),
  ];
}

function notes(statuses: readonly SessionStatus[], damaged: SessionList["damaged"]): readonly string[] {
  return statuses.flatMap((status) => {
    const { file, state, permissionId, interrupted } = status;
    const isForeign = !file && !isDamaged(status, damaged);
    const isReplaced = statuses.some(
      (one) => one !== status && one.file?.name === file?.name && one.onChain.enabled,
    );
    const name = file?.name ?? permissionId;
    const advised =
      state === "not enabled" && isReplaced
        ? "its key is here, and another session of its name is enabled: move the key file away where it is no rotation's"
        : advice[state];
    return [
      ...(!isForeign
        ? []
        : [`! ${permissionId}: enabled, and not created from here. End it: sessions revoke ${permissionId}`]),
      ...(advised ? [`! ${name} is ${state}: ${advised}.`] : []),
      ...interrupted.map((one) => `! ${name}: ${settlementText(one)}`),
    ];
  });
}
