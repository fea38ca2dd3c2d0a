import hre from "hardhat";
import { createWorld, worldReport } from "../src/index.ts";
import { freshChain } from "./helpers/freshChain.ts";

// A green run means little without knowing of which contracts.
before("says which release is tested, and which contracts are genuine", async () => {
  const selected = hre.globalOptions.network;
  if (selected !== undefined && hre.config.networks[selected]?.type === "http") {
    console.log(
      `${selected} is one chain, and each fixture needs its own in the process: only the command runs there.`,
    );
  }
  console.log(`${worldReport(await createWorld(await freshChain()))}\n`);
});
