import hre from "hardhat";
import { partOfRun } from "../scripts/testMocha/partOfRun.ts";
import { sayWhatIsLeftOut } from "../scripts/testMocha/sayWhatIsLeftOut.ts";
import { createWorld, worldReport } from "../src/index.ts";
import { freshChain, isOnAnvil } from "./helpers/freshChain.ts";
import { isOneOfAll, releaseOfRun, skipped } from "./helpers/releases.ts";

// A green run means little without knowing of which contracts.
before("says which release is tested, and which contracts are genuine", async () => {
  if (partOfRun().isLater) return;
  const selected = hre.globalOptions.network;
  if (isOnAnvil()) {
    const version = await (await freshChain()).request({ method: "web3_clientVersion" });
    console.log(`Each fixture has a chain of its own, in an anvil of its own (${version}).`);
  } else if (selected !== undefined && hre.config.networks[selected]?.type === "http") {
    console.log(
      `${selected} is one chain, and each fixture needs its own in the process: only the command runs there.`,
    );
  }
  console.log(`${worldReport(await createWorld(await freshChain()))}\n`);
});

// Nor without knowing of what it says nothing.
after("says what was left out, and what would change it", () => {
  const leftOut = { release: releaseOfRun(), skipped };
  if (process.connected)
    process.send?.({ leftOut }); // to the process that has other parts run as well
  else sayWhatIsLeftOut(leftOut, isOneOfAll());
});
