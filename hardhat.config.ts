import { createRequire } from "node:module";
import hardhatIgnition from "@nomicfoundation/hardhat-ignition";
import hardhatKeystore from "@nomicfoundation/hardhat-keystore";
import hardhatMocha from "@nomicfoundation/hardhat-mocha";
import hardhatVerify from "@nomicfoundation/hardhat-verify";
import hardhatViem from "@nomicfoundation/hardhat-viem";
import { defineConfig, emptyTask, overrideTask, task } from "hardhat/config";
import type { HardhatPlugin } from "hardhat/types/plugins";
import { sessionsTasks } from "./scripts/sessions/tasks.ts";
import { targetsTasks } from "./scripts/targets/tasks.ts";
import { json, text } from "./scripts/taskOptions.ts";
import {
  anvilNetwork,
  forkNetworks,
  liveNetworks,
  soneiumDescriptors,
  worldNetwork,
} from "./src/config/networks.ts";

const require = createRequire(import.meta.url);

const tasks = [
  overrideTask("build")
    .setAction(() => import("./scripts/build.ts"))
    .build(),
  overrideTask("node")
    .setAction(() => import("./scripts/node.ts"))
    .build(),
  overrideTask(["test", "solidity"])
    .setAction(() => import("./scripts/testSolidity.ts"))
    .build(),
  overrideTask(["test", "mocha"])
    .setAction(() => import("./scripts/testMocha.ts"))
    .build(),
  ...sessionsTasks,
  ...targetsTasks,
  emptyTask("canonical", "The canonical contracts of SmartSession v1: their code, checked and kept").build(),
  task(["canonical", "pull"], "Keeps the code of SmartSession v1 on this machine, from --network or --from")
    .addOption({
      ...text,
      name: "from",
      description: "A folder of build artifacts (Foundry's or Hardhat's), in place of --network",
    })
    .addFlag(json)
    .setAction(() => import("./scripts/canonical/pull.ts"))
    .build(),
  task(["canonical", "verify"], "Holds the code of --network, else the code kept here, against the manifest")
    .addFlag(json)
    .setAction(() => import("./scripts/canonical/verify.ts"))
    .build(),
  emptyTask("world", "A world for programs of your own").build(),
  task(["world", "serve"], "Serves a local chain with the contracts of Smart Sessions on it, until Ctrl-C")
    .addOption({
      ...text,
      name: "bundler",
      description: "alto, to serve a bundler as well (default: instant)",
    })
    .addOption({
      ...text,
      name: "bundlerPort",
      description: "Of alto, on 127.0.0.1; 0: any that is free (default: WORLD_BUNDLER_URL's, else 4337)",
    })
    .addOption({
      ...text,
      name: "port",
      description: "On 127.0.0.1; 0: any that is free (default: WORLD_RPC_URL's, else 8545)",
    })
    .addFlag({ name: "json", description: "Print one line of JSON when all is there" })
    .setAction(() => import("./scripts/world/serve.ts"))
    .build(),
  task("bench", "Measures set-up, uses, the gas of enabling sessions, and reading what they were used for")
    .addOption({ ...text, name: "account", description: "The account's kind (default: safe7579)" })
    .addOption({
      ...text,
      name: "uses",
      description: "How many uses are measured, 2 to 10000 (default: 200)",
    })
    .addOption({
      ...text,
      name: "usage",
      description: "How many uses the chain holds whose reading is measured, 0 for none (default: 4000)",
    })
    .addOption({ ...text, name: "bundler", description: "instant, or alto to measure that one as well" })
    .addOption({ ...text, name: "node", description: "The chain under alto: hardhat (default) or anvil" })
    .addFlag(json)
    .setAction(() => import("./scripts/bench.ts"))
    .build(),
  task("mutate", "Tests the tests: changes the reference contracts in one place at a time, in copies")
    .addVariadicArgument({
      name: "contracts",
      description: "UsageLimitPolicy, for example (default: all policies and the session validator)",
      defaultValue: [],
    })
    .addOption({ ...text, name: "workers", description: "How many mutants at a time, 1 to 64 (default: 2)" })
    .addFlag({ name: "list", description: "Only list the mutants" })
    .addFlag(json)
    .setAction(() => import("./scripts/mutate.ts"))
    .build(),
];

/** A fork stands and falls with its upstream: it is asked first, and watched. */
const forks: HardhatPlugin = {
  id: "forks",
  hookHandlers: { network: () => import("./scripts/forks/networkHooks.ts") },
};

const localChain = {
  type: "edr-simulated",
  chainType: "op",
  chainId: 1946,
  // SmartSession's beta is larger than EIP-170 allows.
  allowUnlimitedContractSize: true,
  // Without this every block is at least a second after the last, and the chain's clock runs ahead.
  allowBlocksWithSameTimestamp: true,
} as const;

export default defineConfig({
  plugins: [hardhatMocha, hardhatViem, hardhatKeystore, hardhatVerify, hardhatIgnition, forks],
  tasks,
  // The journals of `targets deploy`, for Ignition's own tasks: `ignition status chain-1946`, and the like.
  paths: { ignition: "deployments/ignition" },
  // Soneium's explorers are Blockscouts.
  verify: { etherscan: { enabled: false }, sourcify: { enabled: false } },
  chainDescriptors: soneiumDescriptors(process.env),
  solidity: {
    compilers: [
      {
        version: "0.8.28",
        // The compiler comes as a package: nothing is downloaded, and CI compiles what you compile.
        path: require.resolve("solc/soljson.js"),
        settings: { optimizer: { enabled: true, runs: 200 }, evmVersion: "cancun" },
      },
    ],
  },
  test: {
    solidity: {
      fuzz: { runs: 128 },
      // A handler does not revert: a revert in an invariant test is a mistake in the test.
      invariant: { runs: 16, depth: 64, failOnRevert: true },
    },
  },
  networks: {
    default: localChain,
    node: localChain, // what `hardhat node` serves
    ...worldNetwork(process.env),
    ...anvilNetwork(process.env),
    ...liveNetworks(process.env),
    ...forkNetworks(process.env),
  },
});
