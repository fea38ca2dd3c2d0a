import { network } from "hardhat";
import { createWorld, worldReport } from "../src/index.ts";

// A green run means little without knowing of which contracts.
before("says which release is tested, and which contracts are genuine", async () => {
  const { provider } = await network.create();
  console.log(`${worldReport(await createWorld(provider))}\n`);
});
