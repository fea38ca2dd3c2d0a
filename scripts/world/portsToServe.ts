import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { bundlerVariables, InvalidInputError, rpcVariables } from "../../src/index.ts";
import { readVariable } from "../readVariable.ts";
import { portOf } from "./portOf.ts";

/** The ports that are served on, on 127.0.0.1; 0: any that is free. */
export interface Ports {
  readonly chain: number;
  /** alto's; undefined where none is served. */
  readonly bundler: number | undefined;
}

/** Where commands look where nobody says otherwise. */
const defaults = { chain: 8545, bundler: 4337 };

/**
 * Chooses where the chain and alto are served: as the options say; else as the variables say in which commands look for
 * them (`WORLD_RPC_URL`, `WORLD_BUNDLER_URL`); else on 8545 and 4337. Where the chain's port is any that is free, alto's
 * is as well.
 *
 * @param hre Hardhat.
 * @param options The options, as given, and whether alto is served.
 * @returns The ports.
 * @throws InvalidInputError naming the option or the variable that cannot be meant.
 */
export async function portsToServe(
  hre: HardhatRuntimeEnvironment,
  options: {
    readonly port: string | undefined;
    readonly bundlerPort: string | undefined;
    readonly withAlto: boolean;
  },
): Promise<Ports> {
  const read = (variables: typeof rpcVariables) => readVariable(hre, variables.localhost ?? "");
  if (options.bundlerPort !== undefined && !options.withAlto) {
    throw refusal("bundlerPort", options.bundlerPort, "is given, and no bundler is", "Add --bundler alto.");
  }
  const [port, bundlerPort] = [
    parsePort("port", options.port),
    parsePort("bundlerPort", options.bundlerPort),
  ];
  const chain = port ?? chainPort(await read(rpcVariables));
  if (!options.withAlto) return { chain, bundler: undefined };
  const bundler = bundlerPort ?? (port === 0 ? 0 : altoPort(await read(bundlerVariables)));
  if (bundler !== 0 && bundler === chain) {
    throw refusal(
      "bundlerPort",
      bundler,
      "is the chain's port as well",
      "Give another, or 0 for any that is free.",
    );
  }
  return { chain, bundler };
}

const chainPort = (url: string | undefined) =>
  url === undefined
    ? defaults.chain
    : portOf({
        variable: rpcVariables.localhost ?? "",
        url,
        paths: ["/"],
        example: `http://127.0.0.1:${defaults.chain}`,
      });

const altoPort = (url: string | undefined) =>
  url === undefined
    ? defaults.bundler
    : portOf({
        variable: bundlerVariables.localhost ?? "",
        url,
        // alto's, and those of its JSON-RPC's versions
        paths: ["/rpc", "/v1/rpc", "/v2/rpc"],
        example: `http://127.0.0.1:${defaults.bundler}/rpc`,
      });

function parsePort(field: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw refusal(field, text, "is no port", "Give 1 to 65535, or 0 for any that is free.");
}

const refusal = (field: string, value: unknown, problem: string, remedy: string) =>
  new InvalidInputError([{ field, value, problem, remedy }]);
