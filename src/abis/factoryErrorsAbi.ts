import { parseAbi } from "viem";

/** Of factories that hold a stake at EntryPoint and are owned (Solady, `Ownable`; OpenZeppelin, `ERC1967Utils`). */
const stakedFactory = parseAbi([
  "error AddressEmptyCode(address target)",
  "error ERC1967InvalidImplementation(address implementation)",
  "error ERC1967NonPayable()",
  "error EthTransferFailed()",
  "error ImplementationAddressCanNotBeZero()",
  "error InvalidEntryPointAddress()",
  "error NewOwnerIsZeroAddress()",
  "error NoHandoverRequest()",
  "error Unauthorized()",
  "error ZeroAddressNotAllowed()",
]);

/** What NexusAccountFactory reverts with. */
export const nexusFactoryErrorsAbi = stakedFactory;

/** What StartaleAccountFactory reverts with, or declares at least. */
export const startaleFactoryErrorsAbi = [
  ...stakedFactory,
  ...parseAbi(["error AccountAlreadyDeployed(address account)", "error ImplementationNotDeployed()"]),
] as const;

/** What KernelFactory reverts with. */
export const kernelFactoryErrorsAbi = parseAbi([
  "error DeploymentFailed()",
  "error ETHTransferFailed()",
  "error InitializeError()",
]);

/** What Safe7579Launchpad reverts with: it is the account until a Safe7579 is set up. */
export const safe7579LaunchpadErrorsAbi = parseAbi([
  "error InvalidEntryPoint()",
  "error InvalidInitHash()",
  "error InvalidSetup()",
  "error InvalidSignature()",
  "error OnlyDelegatecall()",
  "error OnlyProxy()",
]);
