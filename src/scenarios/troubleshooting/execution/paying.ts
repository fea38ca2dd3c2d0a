import { parseEther } from "viem";
import { setBalance } from "../../../world/setBalance.ts";
import { placePaymaster } from "../../prove/placePaymaster.ts";
import { accepted, refused } from "../ends.ts";
import type { Scenario } from "../Scenario.ts";

const paymasterNotPermitted: Scenario = {
  id: "paymaster-not-permitted",
  group: "execution",
  title: "A paymaster is to pay, and the session does not permit it",
  symptom: "The same use works when the account pays, and is refused as soon as gas is sponsored.",
  cause:
    "On SmartSession v1 a session has to permit paymasters (permitERC4337Paymaster) when it is enabled. The beta lets any pay.",
  remedy: "Have the account pay, or have the owner enable a session with permitERC4337Paymaster.",
  diagnosis: { rule: "permitERC4337Paymaster", doctor: "paymaster" },
  release: "v1",

  async play({ harness, account, grant, compile, enable, use }) {
    const session = await grant();
    const paymaster = { address: await placePaymaster(harness, account, parseEther("1")) };
    return {
      attempt: await use(
        refused("SmartSession", "PaymasterValidationNotEnabled", "permitERC4337Paymaster"),
        session,
        { paymaster },
      ),
      async mend() {
        const next = compile({ permitERC4337Paymaster: true });
        await enable(next);
        return use(accepted, next, { paymaster });
      },
    };
  },
};

const useWithoutFunds: Scenario = {
  id: "use-without-funds",
  group: "execution",
  title: "The account cannot pay for the use",
  symptom:
    "The session is right, and it is AA21 or AA23 without a reason. The account's balance is near zero.",
  cause:
    "The account pays for the session's gas before the call, out of its balance or its deposit at EntryPoint.",
  remedy: "Fund the account, or have a paymaster pay and the session permit it.",
  diagnosis: { rule: "funds", doctor: "accountFunded" },

  async play({ world, account, grant, use }) {
    const session = await grant();
    // An account either says nothing and leaves the rest to EntryPoint, or reverts.
    const reverts = account.kind === "safe7579";
    const end = reverts
      ? refused("account", "prefund not paid", "funds")
      : refused("EntryPoint", "AA21", "funds");
    const attempt = await use(end, session);
    await setBalance(world, account.address, 0n);
    return {
      attempt,
      async mend() {
        await setBalance(world, account.address, parseEther("1"));
        return use(accepted, session);
      },
    };
  },
};

const verificationGas: Scenario = {
  id: "verification-gas",
  group: "execution",
  title: "The use has too little gas for validation",
  symptom: "AA23 reverted with nothing after it, or AA26. The same use passed with yesterday's gas limits.",
  cause:
    "SmartSession asks the session validator and every policy, and the verificationGasLimit ran out on the way.",
  remedy:
    "Estimate with the bundler for each operation; limits that were copied from the owner's own operations are too low.",
  diagnosis: { rule: "gas", doctor: "played" },

  async play({ grant, use }) {
    const session = await grant({ maxUses: 10, maxOperations: 10 });
    return {
      attempt: await use(refused("account", "out of gas", "gas"), session, {
        gas: { verificationGasLimit: 60_000n },
      }),
      mend: () => use(accepted, session),
    };
  },
};

/** Who pays, and how much gas there is. */
export const payingScenarios: readonly Scenario[] = [paymasterNotPermitted, useWithoutFunds, verificationGas];
