import { emptyTask, task } from "hardhat/config";
import { json, text } from "../taskOptions.ts";

/** `targets …`, as Hardhat's tasks. */
export const targetsTasks = [
  emptyTask("targets", "The contracts that the presets are made for").build(),
  task(
    ["targets", "deploy"],
    "Deploys the presets' contracts on --network, and goes on where it was interrupted",
  )
    .addVariadicArgument({
      name: "names",
      description: "counter, token, nft, game, exchange, marketplace (default: all of them)",
      defaultValue: [],
    })
    .addOption({
      ...text,
      name: "treasury",
      description: "Who is paid for NFTs (default: the deployer)",
    })
    .addFlag({
      name: "dryRun",
      description: "Only say what would be deployed and at what cost; needs no key",
    })
    .addFlag(json)
    .setAction(() => import("./deploy.ts"))
    .build(),
  task(["targets", "verify"], "Holds the contracts on --network against the file of deployments")
    .addFlag({ name: "sources", description: "Have the chain's Blockscout verify their sources as well" })
    .addFlag(json)
    .setAction(() => import("./verify.ts"))
    .build(),
];
