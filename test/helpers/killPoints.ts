/** The commands that send for sessions. */
export type Command = "create" | "use" | "revoke" | "rotate";

/**
 * Where a process may be killed, what `sessions list` finds after that, and what it finds when the same command was run
 * again. docs/commands.md shows it to users.
 */
export const killPoints = [
  { command: "create", point: "while its gas is estimated", found: "nothing", after: "active" },
  { command: "create", point: "keys written, nothing signed", found: "not enabled", after: "active" },
  {
    command: "create",
    point: "signed and written down, not sent",
    found: "not enabled (open)",
    after: "active",
  },
  { command: "create", point: "sent, no answer", found: "active (took effect)", after: "active" },
  { command: "create", point: "mined, receipt not read", found: "active (took effect)", after: "active" },
  { command: "use", point: "while its gas is estimated", found: "active", after: "active" },
  { command: "use", point: "signed and written down, not sent", found: "active (open)", after: "active" },
  { command: "use", point: "sent, no answer", found: "active (took effect)", after: "active" },
  { command: "use", point: "mined, receipt not read", found: "active (took effect)", after: "active" },
  { command: "revoke", point: "while its gas is estimated", found: "active", after: "revoked" },
  { command: "revoke", point: "signed and written down, not sent", found: "active (open)", after: "revoked" },
  { command: "revoke", point: "sent, no answer", found: "revoked (took effect)", after: "revoked" },
  { command: "revoke", point: "mined, receipt not read", found: "revoked (took effect)", after: "revoked" },
  {
    command: "rotate",
    point: "while its gas is estimated",
    found: "active, not enabled",
    after: "revoked, active",
  },
  {
    command: "rotate",
    point: "signed and written down, not sent",
    found: "active, not enabled (open)",
    after: "revoked, active",
  },
  {
    command: "rotate",
    point: "sent, no answer",
    found: "revoked, active (took effect)",
    after: "revoked, active",
  },
  {
    command: "rotate",
    point: "mined, receipt not read",
    found: "revoked, active (took effect)",
    after: "revoked, active",
  },
] as const satisfies readonly {
  readonly command: Command;
  readonly point: string;
  readonly found: string;
  readonly after: string;
}[];
