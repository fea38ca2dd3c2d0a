import hre from "hardhat";
import { createWorld, findReleases, HarnessError, howToPull, worldReport } from "../src/index.ts";
import { freshChain, isOnAnvil } from "./helpers/freshChain.ts";
import { isOneOfAll, skipped } from "./helpers/releases.ts";

// A green run means little without knowing of which contracts.
before("says which release is tested, and which contracts are genuine", async () => {
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
after("says what was left out, and what would change it", async () => {
  const { release } = await createWorld(await freshChain());
  const others = findAll(release.name).filter(
    ({ name, missing }) => name !== release.name && !(isOneOfAll() && missing.length === 0),
  );
  const notRun = others.map(({ name, missing, why }) => ({
    what: `SmartSession ${name}`,
    ...(missing.length > 0
      ? { why: why ?? `the code store lacks ${missing.join(", ")}`, command: howToPull }
      : {
          why: `this run is on SmartSession ${release.name}`,
          command: "SMART_SESSIONS_RELEASE=all ./harness test",
        }),
  }));
  const all = [...notRun, ...skipped];
  for (const reason of new Set(all.map(({ why }) => why))) {
    const ofReason = all.filter(({ why }) => why === reason);
    console.log(`Not run, as ${reason}:`);
    for (const { what } of ofReason) console.log(`  ${what}`);
    console.log(`  To run ${ofReason.length > 1 ? "them" : "it"}: ${ofReason[0]?.command}\n`);
  }
});

/** On the beta the code store need not be in order: what is wrong with it is why v1 is not there. */
function findAll(release: string): readonly { name: string; missing: readonly string[]; why?: string }[] {
  try {
    return findReleases();
  } catch (error) {
    if (release !== "beta" || !(error instanceof HarnessError)) throw error;
    return [{ name: "v1", missing: ["SmartSession"], why: error.shortMessage.replace(/\.$/, "") }];
  }
}
