import { parseAbi } from "viem";

/** An ERC-7579 account: module management and execution, and how its validators are listed. */
export const erc7579AccountAbi = parseAbi([
  "function installModule(uint256 moduleTypeId, address module, bytes initData) payable",
  "function uninstallModule(uint256 moduleTypeId, address module, bytes deInitData) payable",
  "function isModuleInstalled(uint256 moduleTypeId, address module, bytes additionalContext) view returns (bool)",
  "function accountId() view returns (string accountImplementationId)",
  "function execute(bytes32 mode, bytes executionCalldata) payable",
  "function getValidatorsPaginated(address cursor, uint256 pageSize) view returns (address[] validators, address next)",
  "event ModuleInstalled(uint256 moduleTypeId, address module)",
  "event ModuleUninstalled(uint256 moduleTypeId, address module)",
]);

/** ERC-7579 module type of a validator. */
export const validatorModuleType = 1n;
