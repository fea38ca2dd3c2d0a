import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { type Address, getAddress, isAddress } from "viem";
import type { UserOperation } from "viem/account-abstraction";
import {
  InvalidInputError,
  type KeyFiles,
  keyFolder,
  type ObservedAccount,
  openWorld,
  readSessionFiles,
  recogniseAccount,
  type World,
} from "../../src/index.ts";
import { openChain } from "../openChain.ts";
import { keyRoot, openAccount } from "./openAccount.ts";
import type { AccountOptions } from "./options.ts";

/** An account that is to be looked at, whoever owns it. */
export interface OpenedPatient {
  readonly network: string;
  readonly world: World;
  readonly account: ObservedAccount;
  readonly files: KeyFiles;
}

/**
 * Opens the account that is to be looked at: the one at `--address`, else the sender of the operation, told by what stands
 * there; where an account is named by kind, owner or salt, or nothing names one, that of `openAccount`.
 *
 * @param hre Hardhat.
 * @param options What the command was given.
 * @param operation The operation that is to be looked at, if there is one.
 * @param progress Is told what is done.
 * @returns The account.
 * @throws InvalidInputError where no account of a known kind is there, or two are named; what `openAccount` throws.
 */
export async function openPatient(
  hre: HardhatRuntimeEnvironment,
  { address: written, ...options }: AccountOptions & { readonly address: string | undefined },
  operation: UserOperation<"0.7"> | undefined,
  progress: (text: string) => void,
): Promise<OpenedPatient> {
  const isNamed = [options.account, options.owner, options.salt].some((option) => option !== undefined);
  if (written !== undefined && isNamed) {
    throw refuse(written, "is given beside --account, --owner or --salt", "Leave one of them out.");
  }
  const address = written === undefined ? operation?.sender : parseAddress(written);
  if (address !== undefined && !isNamed) {
    const chain = await openChain(hre, progress);
    await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
    const world = await openWorld(chain.provider);
    const account = await recogniseAccount(world, address, operation);
    if (account) {
      progress(`${account.kind} account ${account.address}`);
      const files = readSessionFiles(keyFolder(world, account.address, keyRoot(hre)));
      return { network: chain.network, world, account, files };
    }
    if (written !== undefined) {
      throw refuse(
        written,
        "is no account of a kind that is known here, or is not on this chain",
        "Give an account that is deployed; or one that is yours by --account, --owner and --salt.",
      );
    }
  }
  const { network, world, sessions, files } = await openAccount(
    hre,
    options,
    { ownerSigns: false, sends: false },
    progress,
  );
  return { network, world, account: sessions.account, files };
}

function parseAddress(text: string): Address {
  if (isAddress(text)) return getAddress(text);
  throw refuse(text, "is not an address, or has a wrong checksum", "Give 0x and 40 hexadecimal digits.");
}

const refuse = (value: string, problem: string, remedy: string) =>
  new InvalidInputError([{ field: "address", value, problem, remedy }]);
