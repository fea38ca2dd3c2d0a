import type { ResolvedFunction } from "../../session/resolveFunction.ts";
import { bySelector } from "./bySelector.ts";

const known = bySelector<true>({
  "transferOwnership(address)": true,
  "renounceOwnership()": true,
  "acceptOwnership()": true,
  "setOwner(address)": true,
  "changeAdmin(address)": true,
  "setAdmin(address)": true,
  "setPendingAdmin(address)": true,
  "grantRole(bytes32,address)": true,
  "revokeRole(bytes32,address)": true,
  "upgrade(address,address)": true, // OpenZeppelin's ProxyAdmin
  "upgradeAndCall(address,address,bytes)": true,
  "changeProxyAdmin(address,address)": true,
  "upgradeTo(address)": true,
  "upgradeToAndCall(address,bytes)": true, // ERC-1822
  "setImplementation(address)": true,
  "diamondCut((address,uint8,bytes4[])[],address,bytes)": true, // ERC-2535
  "installModule(uint256,address,bytes)": true, // ERC-7579
  "uninstallModule(uint256,address,bytes)": true,
  "enableModule(address)": true, // Safe
  "disableModule(address,address)": true,
  "setFallbackHandler(address)": true,
  "setGuard(address)": true,
  "addOwnerWithThreshold(address,uint256)": true,
  "removeOwner(address,address,uint256)": true,
  "swapOwner(address,address,address)": true,
  "changeThreshold(uint256)": true,
});

/** What functions are called that do the same in other contracts. */
const name =
  /^(upgrade(To|AndCall)?\(|(accept|add|begin|change|disable|enable|grant|nominate|propose|remove|renounce|revoke|set|swap|transfer|update)\w*(admin|authority|beacon|governance|governor|guardian|implementation|minter|module|owner|role)(?!Of))/i;

/**
 * Whether a function gives a contract another owner, or other code.
 *
 * @param called The function.
 * @returns Whether it is known to, or has the name for it.
 */
export const administers = ({ selector, signature = "" }: ResolvedFunction): boolean =>
  known.has(selector) || name.test(signature.replace(/\(.*/, "("));
