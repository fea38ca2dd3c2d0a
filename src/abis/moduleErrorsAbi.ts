import { parseAbi } from "viem";

/** What OwnableValidator reverts with, in v1's build and in Startale's (core-modules). */
export const ownableValidatorErrorsAbi = parseAbi([
  "error CannotRemoveOwner()",
  "error InvalidOwner(address owner)",
  "error InvalidSignature()",
  "error InvalidThreshold()",
  "error LinkedList_AlreadyInitialized()",
  "error LinkedList_EntryAlreadyInList(address entry)",
  "error LinkedList_InvalidEntry(address entry)",
  "error LinkedList_InvalidPage()",
  "error MaxOwnersReached()",
  "error ModuleAlreadyInitialized(address smartAccount)",
  "error NotInitialized(address smartAccount)",
  "error NotSortedAndUnique()",
  "error ThresholdNotSet()",
]);

/** What WebAuthnValidator reverts with (core-modules). */
export const webAuthnValidatorErrorsAbi = parseAbi([
  "error CannotRemoveCredential()",
  "error CredentialAlreadyExists()",
  "error InvalidCredential(bytes32 credentialId)",
  "error InvalidPublicKey()",
  "error InvalidThreshold()",
  "error MaxCredentialsReached()",
  "error ModuleAlreadyInitialized(address smartAccount)",
  "error NotInitialized(address smartAccount)",
  "error NotSorted()",
  "error NotUnique()",
  "error ThresholdNotSet()",
]);

/** What SocialRecovery reverts with (core-modules). */
export const socialRecoveryErrorsAbi = parseAbi([
  "error CannotRemoveGuardian()",
  "error InvalidGuardian(address guardian)",
  "error InvalidSignature()",
  "error InvalidThreshold()",
  "error LinkedList_AlreadyInitialized()",
  "error LinkedList_EntryAlreadyInList(address entry)",
  "error LinkedList_InvalidEntry(address entry)",
  "error LinkedList_InvalidPage()",
  "error MaxGuardiansReached()",
  "error ModuleAlreadyInitialized(address smartAccount)",
  "error NotInitialized(address smartAccount)",
  "error NotSortedAndUnique()",
  "error ThresholdNotSet()",
  "error UnsupportedOperation()",
]);

/** What the default validator of a Startale account reverts with (`ECDSAValidator`). */
export const startaleEcdsaValidatorErrorsAbi = parseAbi([
  "error AlreadyInitialized(address smartAccount)",
  "error AssociatedArray_LengthExceeded(uint256 length)",
  "error AssociatedArray_OutOfBounds(uint256 index)",
  "error InvalidDataLength()",
  "error InvalidSafeSendersLength()",
  "error InvalidSignature()",
  "error InvalidTargetAddress(address target)",
  "error ModuleAlreadyInitialized()",
  "error NoOwnerProvided()",
  "error NotInitialized(address smartAccount)",
  "error OwnerCannotBeZeroAddress()",
]);

/** What SmartSessionCompatibilityFallback reverts with. */
export const compatibilityFallbackErrorsAbi = parseAbi([
  "error AlreadyInitialized(address smartAccount)",
  "error NotInitialized(address smartAccount)",
]);

/** What the module registry reverts with (ERC-7484, Rhinestone's `IRegistry`). */
export const moduleRegistryErrorsAbi = parseAbi([
  "error AccessDenied()",
  "error AlreadyAttested()",
  "error AlreadyRegistered(address module)",
  "error AlreadyRevoked()",
  "error AttestationNotFound()",
  "error DifferentResolvers()",
  "error ExternalError_ModuleRegistration()",
  "error ExternalError_ResolveAttestation()",
  "error ExternalError_ResolveRevocation()",
  "error ExternalError_SchemaValidation()",
  "error FactoryCallFailed(address factory)",
  "error InsufficientAttestations()",
  "error InvalidAttestation()",
  "error InvalidDeployment()",
  "error InvalidExpirationTime()",
  "error InvalidModuleType()",
  "error InvalidModuleTypes()",
  "error InvalidResolver(address resolver)",
  "error InvalidResolverUID(bytes32 uid)",
  "error InvalidSchema()",
  "error InvalidSchemaValidator(address validator)",
  "error InvalidSignature()",
  "error InvalidTrustedAttesterInput()",
  "error ModuleAddressIsNotContract(address moduleAddress)",
  "error ModuleNotFoundInRegistry(address module)",
  "error NoTrustedAttestersFound()",
  "error ResolverAlreadyExists()",
  "error RevokedAttestation(address attester)",
  "error SchemaAlreadyExists(bytes32 uid)",
]);

/** What Startale's interfaces declare beside what its account's code holds. */
export const startaleUnusedErrorsAbi = parseAbi([
  "error AccountAlreadyInitialized()",
  "error EntryPointCanNotBeZero()",
  "error FallbackHandlerUninstallFailed()",
  "error FallbackNotInstalledForSelector(bytes4 selector)",
  "error HookPostCheckFailed()",
  "error ImplementationIsNotAContract()",
  "error InnerCallFailed()",
  "error ModuleAlreadyInstalled(uint256 moduleTypeId, address module)",
  "error NoValidatorInstalled()",
  "error UnauthorizedOperation(address operator)",
]);

/** What SmartSession v1 declares beside what its code holds. */
export const smartSessionUnusedErrorsAbi = parseAbi([
  "error HashIndexOutOfBounds(uint256 index)",
  "error InvalidCallTarget()",
  "error InvalidSessionKeySignature(bytes32 permissionId, address sessionValidator, address account, bytes32 userOpHash)",
  "error PartlyEnabledActions()",
  "error PartlyEnabledPolicies()",
]);

const policyNotInitialized = "error PolicyNotInitialized(bytes32 id, address multiplexer, address account)";
const valueLimitExceeded = "error ValueLimitExceeded(bytes32 id, uint256 value, uint256 limit)";

/** What SmartSession's policies revert with, each by itself; see also {@link policyErrorsAbi}. */
export const errorsOfPolicies = {
  SudoPolicy: parseAbi([policyNotInitialized]),
  TimeFramePolicy: parseAbi([policyNotInitialized]),
  UsageLimitPolicy: parseAbi([policyNotInitialized]),
  ValueLimitPolicy: parseAbi([
    policyNotInitialized,
    "error UnsupportedCallType(bytes1 callType)",
    "error DecodingError()",
  ]),
  UniActionPolicy: parseAbi([policyNotInitialized, valueLimitExceeded]),
  ERC20SpendingLimitPolicy: parseAbi([
    policyNotInitialized,
    "error AssociatedArray_OutOfBounds(uint256 index)",
    "error InvalidInitDataLength()",
    "error InvalidLimit(uint256 limit)",
    "error InvalidTokenAddress(address token)",
  ]),
  SimpleGasPolicy: parseAbi([policyNotInitialized]),
  ContractWhitelistPolicy: parseAbi([
    policyNotInitialized,
    "error AssociatedArray_OutOfBounds(uint256 index)",
    "error InvalidInitData()",
  ]),
  ArgPolicy: parseAbi([
    policyNotInitialized,
    valueLimitExceeded,
    "error EmptyExpressionTree()",
    "error NodeChildIndexOutOfBounds()",
    "error RootNodeIndexOutOfBounds()",
    "error RuleIndexOutOfBounds()",
    "error TooManyNodes()",
    "error TooManyRules()",
  ]),
} as const;
