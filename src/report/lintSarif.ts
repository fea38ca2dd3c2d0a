import { createHash } from "node:crypto";
import type { LintFinding, LintResult, LintRule } from "../diagnosis/LintResult.ts";
import { lintRules } from "../diagnosis/lintRules.ts";

/**
 * What lint found as SARIF 2.1.0 (OASIS), for code scanning. What is switched off is in it, with the reason; what was not
 * looked at is told as notifications.
 *
 * @param result What was found in a file.
 * @param uri Where the file is: relative to the repository's root, with `/`; or absolute, with its scheme.
 * @returns The log, to be written as JSON.
 */
export function lintSarif(result: LintResult, uri: string): object {
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "smart-sessions-harness lint", rules: lintRules.map(describeRule) } },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: result.unchecked.flatMap(({ rules, session, why }) =>
              rules.map((id) => ({
                level: "note",
                message: { text: `Not checked${session === undefined ? "" : ` of ${session}`}, as ${why}.` },
                associatedRule: referTo(id),
              })),
            ),
          },
        ],
        artifacts: [{ location: { uri }, mimeType: "application/json" }],
        columnKind: "utf16CodeUnits",
        results: result.findings.map((finding) => describeFinding(finding, uri)),
      },
    ],
  };
}

const referTo = (id: string) => ({ id, index: lintRules.findIndex((rule) => rule.id === id) });

const describeRule = ({ id, severity, finds, reason, remedy }: LintRule) => ({
  id,
  shortDescription: { text: `${finds.charAt(0).toUpperCase()}${finds.slice(1)}.` },
  fullDescription: { text: reason },
  help: { text: remedy },
  defaultConfiguration: { level: severity },
});

function describeFinding(finding: LintFinding, uri: string) {
  const { rule, severity, session, path, region, message, remedy, suppressed } = finding;
  const { id: ruleId, index: ruleIndex } = referTo(rule);
  return {
    ruleId,
    ruleIndex,
    level: severity,
    message: { text: `${session ?? "The file"} ${message}. ${remedy}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri, index: 0 }, ...(region && { region }) },
        logicalLocations: [{ fullyQualifiedName: path, ...(session !== undefined && { name: session }) }],
      },
    ],
    partialFingerprints: { "session/v1": fingerprint(finding) },
    ...(suppressed !== undefined && {
      suppressions: [{ kind: "inSource", status: "accepted", justification: suppressed }],
    }),
  };
}

/** Of the session's name and field, which stay where the file around them changes. */
function fingerprint({ rule, session = "", path }: LintFinding): string {
  const field = path.replace(/^\$\.sessions\[\d+\]/, "");
  return createHash("sha256").update([rule, session, field].join("\n")).digest("hex").slice(0, 32);
}
