import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { bundlerVariables, InvalidInputError } from "../src/index.ts";
import { demandHttpUrl } from "./demandHttpUrl.ts";
import type { MissingVariable } from "./missingVariables.ts";
import { readVariable } from "./readVariable.ts";

/** Which bundler a command goes through. */
export type BundlerChoice =
  | { readonly kind: "instant" }
  /** `rpcUrl`: the chain that alto is started for. */
  | { readonly kind: "alto"; readonly rpcUrl: string }
  | { readonly kind: "remote"; readonly url: string };

/** The choice, or what has to be set before there is one. */
export type ChosenBundler = { readonly choice: BundlerChoice } | { readonly missing: MissingVariable };

/**
 * Chooses a command's bundler: the one that its option `--bundler` names (`instant`, `alto`, or a URL); else the one at the
 * network's variable; else, on a simulated chain, the instant one. Nothing is started and nobody is asked.
 *
 * @param hre Hardhat; the network is the selected one.
 * @param chain The network's chain, as it was found.
 * @param option What `--bundler` was given, if it was.
 * @returns The choice; where the network has no bundler, the variable that would name one.
 * @throws InvalidInputError where what was given cannot be meant on this chain.
 */
export async function chooseBundler(
  hre: HardhatRuntimeEnvironment,
  chain: { readonly instance?: string | undefined },
  option: string | undefined,
): Promise<ChosenBundler> {
  const network = hre.globalOptions.network ?? "default";
  const isSimulated = chain.instance !== undefined;
  const refuse = (problem: string, remedy: string) =>
    new InvalidInputError([{ field: "bundler", value: option, problem, remedy }]);
  if (option === "instant") {
    if (isSimulated) return { choice: { kind: "instant" } };
    throw refuse("sends bundles by a simulated chain's own account, and this chain is live", giveUrl);
  }
  if (option === "alto") {
    if (!isSimulated) throw refuse("is started for simulated chains alone, and this chain is live", giveUrl);
    const config = hre.config.networks[network];
    if (config?.type === "http") return { choice: { kind: "alto", rpcUrl: await config.url.getUrl() } };
    throw refuse(
      "needs a chain over HTTP, and this one is in the command's own process",
      "Serve one (./harness world serve), and give --network localhost; or leave it out: instant.",
    );
  }
  const remedy = "Give instant, alto, or the URL of a bundler for this chain.";
  if (option !== undefined) {
    return { choice: { kind: "remote", url: demandHttpUrl(option, "bundler", remedy) } };
  }
  const name = bundlerVariables[network];
  const set = name && (await readVariable(hre, name));
  if (set) return { choice: { kind: "remote", url: demandHttpUrl(set, name, "Set it to a bundler's URL.") } };
  if (isSimulated) return { choice: { kind: "instant" } };
  if (!name) {
    throw refuse("is missing: nothing names a bundler for this network", giveUrl);
  }
  const how = `Set it to a bundler's URL for this chain (or ./harness keystore set ${name}), or give --bundler.`;
  return { missing: { name, what: `the bundler of ${network}`, remedy: how } };
}

const giveUrl = "Give the URL of a bundler for this chain.";
