import type { LocalAccount } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { publicMnemonic } from "../world/publicKeys.ts";

/**
 * Who owns the accounts of a simulated chain, where nobody else is named: the second of Hardhat's public development
 * accounts, whose key everyone knows. The first sends the bundles.
 *
 * @returns The owner.
 */
export const publicOwner = (): LocalAccount => mnemonicToAccount(publicMnemonic, { addressIndex: 1 });
