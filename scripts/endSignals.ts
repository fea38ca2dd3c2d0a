/** The signals that tell a process to end. */
export const endSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
