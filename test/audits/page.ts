import { type Finding, findings, reports } from "./findings.ts";

const head = `<!-- Generated from test/audits/findings.ts. Do not edit: UPDATE_DOCS=1 ./harness test mocha test/audits/catalogue.test.ts -->

# What the audits found, and what the deployed code does

What the published audits of SmartSession and its policies found, each as a test: on SmartSession v1, whose code is
the genuine one, and on the beta. A result is what the tests assert; a run in which v1 or the beta does otherwise is
red. v1 is tested where its code is kept on the machine (see [v1.md](v1.md)), the beta everywhere.

- **fixed**: what was found does not happen.
- **still so**: it does; the note says what that means.
- **acknowledged: still so**: it does, and by the report it was to stay.
- **not in the deployed code**: the release has other code in that place.
- **–**: not tested on that release; the note says why.

Left out are findings about gas, comments, names and unused code, which change nothing that can be seen.

In the beta's world the policies are the reference contracts of this repository, so for findings about policies that
column says what those do.
`;

/**
 * The page about the audits.
 *
 * @returns The text of docs/audits.md.
 */
export function auditsPage(): string {
  const all: readonly Finding[] = findings;
  const sections = Object.entries(reports).map(([report, review]) =>
    [
      `## ${report}`,
      "",
      `${review[0]?.toUpperCase()}${review.slice(1)}.`,
      "",
      "| finding | what was found | v1 | beta | |",
      "| --- | --- | --- | --- | --- |",
      ...all.filter(({ id }) => id.startsWith(`${report} `)).map((one) => row(report, one)),
      "",
    ].join("\n"),
  );
  return [head, ...sections].join("\n");
}

function row(report: string, { id, title, results, untestable, note }: Finding): string {
  const remark = untestable === undefined ? (note ?? "") : `Not testable from outside: ${untestable}.`;
  const cells = [id.slice(report.length + 1), title, results?.v1 ?? "–", results?.beta ?? "–", remark];
  return `| ${cells.join(" | ")} |`.replace(/ +\|$/, " |");
}
