import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { toJson, verifyCode, verifyReport } from "../../src/index.ts";
import { runAtEdge } from "../runAtEdge.ts";
import { connect } from "./connect.ts";
import { progress } from "./progress.ts";

/** `canonical verify`: holds a chain, or the code store where no network is named, against the manifest. */
export default async function verify(
  { json }: { json: boolean },
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  await runAtEdge(
    async () => {
      const { network } = hre.globalOptions;
      const chain = network === undefined ? {} : await connect(hre, network);
      const verified = await verifyCode({ ...chain, onProgress: progress });
      console.log(json ? toJson(verified) : verifyReport(verified));
      return verified.ok;
    },
    { json },
  );
}
