import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { keccak256 } from "viem";
import {
  type HeldTarget,
  InvalidInputError,
  NoDeploymentsError,
  readDeployments,
  type Target,
  targetsReport,
  toJson,
} from "../../src/index.ts";
import { type KeptChain, openChain } from "../openChain.ts";
import { runAtEdge } from "../runAtEdge.ts";
import { deploymentsFolder } from "./deploymentsFolder.ts";
import { progress } from "./progress.ts";
import { verifySources } from "./verifySources.ts";

/** `targets verify`: holds a chain against the file of its deployments. */
export default async function verifyTargets(
  { sources, json }: { readonly sources: boolean; readonly json: boolean },
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  await runAtEdge(
    async () => {
      const chain = await openChain(hre, progress);
      const { network, key } = chain;
      const { targets } = await readDeployments(deploymentsFolder(hre), key);
      if (targets.length === 0) throw new NoDeploymentsError({ key, network });
      if (sources) checkExplorer(hre, chain);
      const held: HeldTarget[] = [];
      for (const target of targets) {
        const onChain = await hold(chain, target);
        const isOurs = sources && target.source === "deployed" && onChain.state === "same";
        if (isOurs) progress(`${target.name}: asking the explorer to verify its sources …`);
        held.push({ ...onChain, ...(isOurs && { sources: await verifySources(hre, target) }) });
      }
      const ok = held.every(
        (one) => (one.state === "same" || one.state === "present") && one.sources?.state !== "refused",
      );
      const result = { network, key, targets: held, ok };
      console.log(json ? toJson(result) : targetsReport(result));
      return ok;
    },
    { json },
  );
}

async function hold({ client }: KeptChain, target: Target): Promise<HeldTarget> {
  const { name, address, source } = target;
  const code = await client.getCode({ address });
  const codeHash = code && code !== "0x" ? keccak256(code) : null;
  const expected = target.source === "deployed" ? target.codeHash : null;
  return { name, address, source, state: stateOf(codeHash, expected), codeHash, expected };
}

function stateOf(codeHash: string | null, expected: string | null): HeldTarget["state"] {
  if (codeHash === null) return "absent";
  if (expected === null) return "present";
  return codeHash === expected ? "same" : "other";
}

/** Soneium's explorers do not know a local chain, whose id is that of the chain in whose place it stands. */
function checkExplorer(hre: HardhatRuntimeEnvironment, { chainId, instance, network }: KeptChain): void {
  const explorer = hre.config.chainDescriptors.get(BigInt(chainId))?.blockExplorers.blockscout?.url;
  const isLocal = explorer !== undefined && ["127.0.0.1", "localhost"].includes(new URL(explorer).hostname);
  if (explorer !== undefined && (instance === undefined || isLocal)) return;
  throw new InvalidInputError([
    {
      field: "sources",
      value: "(given)",
      problem: `cannot be verified: no explorer knows the chain of ${network}`,
      remedy:
        "Give --network soneiumMinato or --network soneium; for a local chain, the URL of a local Blockscout (SONEIUM_MINATO_BLOCKSCOUT_URL).",
    },
  ]);
}
