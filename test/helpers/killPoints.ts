/** The commands that send for an account's sessions. */
export type Command = "install" | "create" | "use" | "revoke" | "rotate" | "uninstall";

/**
 * Where a process may be killed, what `sessions list` finds after that, and what it finds when the same command was run
 * again. docs/commands.md shows it to users.
 */
export const killPoints = [
  { command: "install", point: "while its gas is estimated", found: "no module", after: "module" },
  { command: "install", point: "signed, not sent", found: "no module", after: "module" },
  { command: "install", point: "sent, no answer", found: "module", after: "module" },
  { command: "install", point: "mined, receipt not read", found: "module", after: "module" },
  { command: "create", point: "while its gas is estimated", found: "nothing", after: "active" },
  { command: "create", point: "keys written, nothing signed", found: "not enabled", after: "active" },
  {
    command: "create",
    point: "signed, not sent",
    found: "not enabled (open)",
    after: "active",
  },
  { command: "create", point: "sent, no answer", found: "active (took effect)", after: "active" },
  { command: "create", point: "mined, receipt not read", found: "active (took effect)", after: "active" },
  { command: "use", point: "while its gas is estimated", found: "active", after: "active" },
  { command: "use", point: "signed, not sent", found: "active (open)", after: "active" },
  { command: "use", point: "sent, no answer", found: "active (took effect)", after: "active" },
  { command: "use", point: "mined, receipt not read", found: "active (took effect)", after: "active" },
  { command: "revoke", point: "while its gas is estimated", found: "active", after: "revoked" },
  { command: "revoke", point: "signed, not sent", found: "active (open)", after: "revoked" },
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
    point: "signed, not sent",
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
  { command: "uninstall", point: "while its gas is estimated", found: "active", after: "no module, revoked" },
  { command: "uninstall", point: "signed, not sent", found: "active (open)", after: "no module, revoked" },
  {
    command: "uninstall",
    point: "sent, no answer",
    found: "no module, revoked (took effect)",
    after: "no module, revoked",
  },
  {
    command: "uninstall",
    point: "mined, receipt not read",
    found: "no module, revoked (took effect)",
    after: "no module, revoked",
  },
] as const satisfies readonly {
  readonly command: Command;
  readonly point: string;
  readonly found: string;
  readonly after: string;
}[];

/**
 * The table as docs/commands.md has it.
 *
 * @returns Markdown.
 */
export function killPointsTable(): string {
  const rows = killPoints.map(
    ({ command, point, found, after }) => `| ${command} | ${point} | ${found} | ${after} |`,
  );
  return [
    "| command | killed | `sessions list` finds | after the same command again |",
    "|---|---|---|---|",
    ...rows,
  ].join("\n");
}
