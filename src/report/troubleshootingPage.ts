import type { Scenario, Way } from "../scenarios/reproduce.ts";
import { scenarioGroups } from "./scenariosReport.ts";

const head = `<!-- Generated from src/scenarios/troubleshooting. Do not edit: UPDATE_DOCS=1 ./harness test mocha test/scenarios/troubleshooting/page.test.ts -->

# Troubleshooting

Every trouble on this page is played by the suite, on a chain in the process and against the real validator: what goes
wrong, what finds it, and that the remedy helps. Play one yourself, and look at each layer:

\`\`\`sh
./harness sessions scenarios                       # this list
./harness sessions reproduce expired               # one of them, on a chain in the process
./harness sessions reproduce expired --account=nexus --network soneiumMinatoFork
\`\`\`

Have you an error at hand? \`./harness sessions explain '…'\` takes it as it is ([explain](explain.md)). Before you send,
\`./harness sessions doctor NAME\` looks at account, session and call ([doctor](doctor.md)), and
\`./harness sessions lint FILE\` at what you are about to grant ([lint](lint.md)).

Gas is what a \`safe7579\` account pays for on SmartSession's beta (\`actualGasUsed\` over all operations, the instant bundler's
padding included); on Soneium the fee for the data on L1 comes on top. The suite holds the figures.
`;

/**
 * The page about the troubleshooting catalogue.
 *
 * @param scenarios The scenarios.
 * @returns The text of docs/troubleshooting.md.
 */
export function troubleshootingPage(scenarios: readonly Scenario[]): string {
  const sections = Object.entries(scenarioGroups).flatMap(([group, heading]) => [
    `## ${heading}`,
    ...scenarios.filter((one) => one.group === group).map(section),
  ]);
  return `${[head, ...sections].join("\n\n").replace(/\n{3,}/g, "\n\n")}\n`;
}

function section({
  id,
  title,
  symptom,
  cause,
  remedy,
  diagnosis = {},
  release,
  notOn = [],
  ways,
}: Scenario): string {
  const { rule, doctor, lint } = diagnosis;
  const found = [
    ...(rule === "execution" ? ["`explain` names who reverted, and with what"] : []),
    ...(rule && rule !== "execution" ? [`\`explain\` names the rule \`${rule}\``] : []),
    ...(doctor ? [`\`doctor\` finds it before it is sent (\`${doctor}\`)`] : []),
    ...(lint ? [`\`lint\` finds it in the file (\`${lint}\`)`] : []),
  ];
  const only = [
    ...(release ? [`SmartSession ${release} alone`] : []),
    ...(notOn.length > 0 ? [`not on accounts of kind ${notOn.join(", ")}`] : []),
  ];
  return [
    `### ${title}`,
    "",
    `*${symptom}*`,
    "",
    `- **Cause:** ${cause}`,
    ...(found.length > 0 ? [`- **How to tell:** ${found.join("; ")}.`] : []),
    `- **Remedy:** ${remedy}`,
    ...(only.length > 0 ? [`- **Where:** ${only.join("; ")}.`] : []),
    `- **Play it:** \`./harness sessions reproduce ${id}\``,
    ...(ways ? ["", "| way | gas, about |", "| --- | ---: |", ...ways.map(wayRow)] : []),
  ].join("\n");
}

const wayRow = ({ way, thousands }: Way) => `| ${way} | ${(thousands * 1000).toLocaleString("en")} |`;
