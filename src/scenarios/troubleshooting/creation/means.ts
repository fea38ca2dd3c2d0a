import { parseEther } from "viem";
import { setBalance } from "../../../world/setBalance.ts";
import { accepted, refused, undone } from "../ends.ts";
import type { Scenario } from "../Scenario.ts";

const notEnoughGas: Scenario = {
  id: "not-enough-gas",
  group: "creation",
  title: "Enabling has too little gas",
  symptom:
    "Creating one session works, creating ten in one operation is mined with success false, and none is there.",
  cause:
    "A session takes about half a million gas, for all that is written. The operation's callGasLimit does not hold it.",
  remedy: "Estimate with the bundler, or create fewer sessions in one operation (sessions create --split).",
  diagnosis: { rule: "gas" },

  async play({ world, compile, install, byOwner, enabled }) {
    await install();
    const session = compile();
    const enabling = { calls: [world.release.encodeEnable([session.session])], effect: enabled(session) };
    return {
      attempt: await byOwner(undone("SmartSession", "out of gas", "gas"), {
        ...enabling,
        gas: { callGasLimit: 300_000n },
      }),
      mend: () => byOwner(accepted, enabling),
    };
  },
};

const accountWithoutFunds: Scenario = {
  id: "account-without-funds",
  group: "creation",
  title: "The account has no funds",
  symptom:
    "The very first operation, which deploys the account and installs the module, is refused with AA21.",
  cause: "The account pays for its own operations, the first one too, and nothing was sent to its address.",
  remedy:
    "Send ETH to the account's address before it is deployed: the address is known. Or have a paymaster pay.",
  diagnosis: { rule: "funds", doctor: "accountFunded" },

  async play({ world, account, smartSession, byOwner, installed }) {
    const installing = {
      calls: [account.encodeInstall(smartSession, world.release.encodeInstallData([]))],
      effect: installed(),
    };
    const attempt = await byOwner(refused("EntryPoint", "AA21", "funds"), installing, {});
    await setBalance(world, account.address, 0n);
    return {
      attempt,
      async mend() {
        await setBalance(world, account.address, parseEther("1"));
        return byOwner(accepted, installing);
      },
    };
  },
};

/** Gas and funds. */
export const meansScenarios: readonly Scenario[] = [notEnoughGas, accountWithoutFunds];
