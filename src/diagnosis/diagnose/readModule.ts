import { concat, parseAbi } from "viem";
import { erc7579AccountAbi } from "../../abis/erc7579AccountAbi.ts";
import type { ObservedAccount } from "../../account/Account.ts";
import { execute } from "../../session/selectors.ts";
import type { World } from "../../world/World.ts";
import type { Examination } from "./Examination.ts";
import { type Reading, reading } from "./Reading.ts";

/** ERC-7579's types of module beside the validator. */
const otherTypes = { executor: 2n, "fallback handler": 3n, hook: 4n } as const;

const kernelAbi = parseAbi(["function isAllowedSelector(bytes21 vId, bytes4 selector) view returns (bool)"]);

/**
 * Reads what SmartSession is to an account.
 *
 * @param world Where it lives.
 * @param account The account.
 * @returns Whether it is installed, and as what.
 */
export async function readModule(
  { client, contracts }: World,
  account: ObservedAccount,
): Promise<Pick<Examination, "installed" | "installedAs" | "executes">> {
  const module = contracts.SmartSession.address;
  const { address, kind } = account;
  const isInstalledAs = (type: bigint) =>
    client.readContract({
      address,
      abi: erc7579AccountAbi,
      functionName: "isModuleInstalled",
      args: [type, module, "0x"],
    });
  // An account that does not know a type of module reverts.
  const others = Object.entries(otherTypes).map(async ([name, type]) => {
    const answer = await reading(isInstalledAs(type));
    return "value" in answer && answer.value ? [name] : [];
  });
  const mayExecute = (): Promise<Reading<boolean>> =>
    reading(
      client.readContract({
        address,
        abi: kernelAbi,
        functionName: "isAllowedSelector",
        args: [concat(["0x01", module]), execute],
      }),
    );
  const [installed, executes, ...installedAs] = await Promise.all([
    reading(account.isInstalled(module)),
    kind === "kernel" ? mayExecute() : undefined,
    ...others,
  ]);
  return { installed, installedAs: installedAs.flat(), executes };
}
