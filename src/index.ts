export { type ContractArtifacts, contractArtifact } from "./abis/contractArtifact.ts";
export { erc7579AccountAbi } from "./abis/erc7579AccountAbi.ts";
export { smartSessionAbi, smartSessionV1Abi } from "./abis/smartSessionAbi.ts";
export type { Account, AccountKind, ObservedAccount } from "./account/Account.ts";
export { accountKinds, type CreateAccountParameters, createAccount } from "./account/createAccount.ts";
export { type Deployment, recogniseAccount } from "./account/recogniseAccount.ts";
export type { StartaleAddresses } from "./account/startale.ts";
export { watchedOwner } from "./account/watchedOwner.ts";
export { type Environment, type ReleaseChoice, readEnvironment } from "./config/environment.ts";
export {
  bundlerVariables,
  forkBlockVariables,
  paymasterVariables,
  rpcVariables,
} from "./config/networkVariables.ts";
export {
  type DeployedTarget,
  type Deployments,
  type Target,
  type TargetName,
  targetNames,
} from "./deployments/deploymentsSchema.ts";
export { findTarget } from "./deployments/findTarget.ts";
export { readDeployments } from "./deployments/readDeployments.ts";
export { writeDeployments } from "./deployments/writeDeployments.ts";
export type { CheckId, Diagnosis, Finding, Level } from "./diagnosis/Diagnosis.ts";
export { diagnose } from "./diagnosis/diagnose.ts";
export type { Cause, ExplainedInput, ExplainedLayer, Explanation } from "./diagnosis/Explanation.ts";
export { type ExplainMeans, explain } from "./diagnosis/explain.ts";
export type {
  LintFinding,
  LintNeed,
  LintRegion,
  LintResult,
  LintRule,
  LintSeverity,
  LintUnchecked,
} from "./diagnosis/LintResult.ts";
export { type LintOptions, lint, type NamedPermission } from "./diagnosis/lint.ts";
export { lintRules } from "./diagnosis/lintRules.ts";
export type { Patient, Requester } from "./diagnosis/Patient.ts";
export { readUserOperation } from "./diagnosis/readUserOperation.ts";
export {
  AccountKindNotPresentError,
  KeyCannotSignHashError,
  ModuleNotInstalledError,
  OwnerKeyMissingError,
} from "./errors/account.ts";
export {
  ChainCodeError,
  type ChainPiece,
  CodeNotReadError,
  CodeRefusedError,
  CodeStoreError,
  howToPull,
  type RefusedCode,
  ReleaseNotPresentError,
  UnsupportedByReleaseError,
  WrongChainError,
} from "./errors/canonical.ts";
export {
  type AbsentContract,
  ChainEndsWithProcessError,
  DeployerNotFundedError,
  DeploymentChangedError,
  DeploymentFailedError,
  DeploymentNotOnChainError,
  DeploymentsFileError,
  NoDeploymentsError,
  TransactionWaitsError,
} from "./errors/deployments.ts";
export { HarnessError } from "./errors/HarnessError.ts";
export { type InputProblem, InvalidInputError, type ProblemKind } from "./errors/InvalidInputError.ts";
export { KeyFileError, KeyFolderError, WrongPassphraseError } from "./errors/keys.ts";
export {
  BatchTooLargeError,
  ModuleNotChangedError,
  NotConfirmedError,
  RotationError,
  SessionNotFoundError,
  SmartSessionNotInstalledError,
  UnderfundedError,
} from "./errors/lifecycle.ts";
export { OperationDroppedError, ReceiptMissingError } from "./errors/outcome.ts";
export { ChainBusyError, ProofInterruptedError, SnapshotLostError } from "./errors/prove.ts";
export {
  BenchRefusedError,
  ReproductionInterruptedError,
  ScenarioNotForError,
  ScenarioNotFoundError,
  StageRefusedError,
} from "./errors/scenarios.ts";
export {
  AltoNotInstalledError,
  AltoNotStartedError,
  BundlerMismatchError,
  BundlerRpcError,
  BundlerUnreachableError,
  PaymasterServiceRefusedError,
  PaymasterServiceUnreachableError,
  rpcErrorCode,
  SendUnansweredError,
} from "./errors/submission.ts";
export {
  AlertOutputError,
  AnalysisInterruptedError,
  ChainBehindError,
  CheckpointError,
  ReorganisedError,
  WatchBusyError,
  WatchFolderError,
} from "./errors/usage.ts";
export {
  ChainNotLocalError,
  ChainUnreachableError,
  CodeHashMismatchError,
  CodeNotFoundError,
  NotMinedError,
  PlacementError,
} from "./errors/world.ts";
export { type CreateHarnessParameters, createHarness, type Harness, type UseParameters } from "./harness.ts";
export { keyFolder } from "./keys/keyFolder.ts";
export { openKey } from "./keys/openKey.ts";
export { type KeyAccount, readKeyAccounts } from "./keys/readKeyAccounts.ts";
export { type KeyFiles, readSessionFiles } from "./keys/readSessionFiles.ts";
export type { AccountOfSession, SessionFile, StatedField, UnsettledOperation } from "./keys/SessionFile.ts";
export type { AccountSessions } from "./lifecycle/AccountSessions.ts";
export { changeModule } from "./lifecycle/changeModule.ts";
export {
  type Created,
  type CreateOptions,
  createSessions,
  estimateCreate,
} from "./lifecycle/createSessions.ts";
export { type FoundSession, findSessions } from "./lifecycle/findSessions.ts";
export { type CreatePlan, planCreate } from "./lifecycle/planCreate.ts";
export { type ModulePlan, planModule } from "./lifecycle/planModule.ts";
export { readOwnStatuses, readStatuses } from "./lifecycle/readStatuses.ts";
export { reconcile } from "./lifecycle/reconcile.ts";
export {
  callsThatRevoke,
  planRevoke,
  type Revoked,
  type RevokePlan,
  revokeSessions,
} from "./lifecycle/revokeSessions.ts";
export {
  callsThatRotate,
  planRotate,
  type Rotated,
  type RotatePlan,
  rotateSession,
  succeed,
} from "./lifecycle/rotateSession.ts";
export type { LifecycleState, SessionStatus } from "./lifecycle/SessionStatus.ts";
export { type Settlement, settle } from "./lifecycle/settle.ts";
export { estimate, type Means, type Submission, submit } from "./lifecycle/submit.ts";
export { type SessionUse, type Used, useSession } from "./lifecycle/useSession.ts";
export { estimateOperation, type OperationEstimate } from "./outcome/estimateOperation.ts";
export {
  type ExecuteParameters,
  execute,
  type GasLimits,
  type Paymaster,
  type SignedOperation,
} from "./outcome/execute.ts";
export { type ExplainedPrediction, predictUse, type UseToPredict } from "./outcome/predictUse.ts";
export { type PricedOperation, prefundOf } from "./outcome/prefundOf.ts";
export { type BundlerRefusal, readBundlerError } from "./outcome/readBundlerError.ts";
export type { Accepted, MinedUserOperation, Outcome, Rejected } from "./refusal/Outcome.ts";
export type { Layer, Refusal, RefusalLayer, Rule } from "./refusal/Refusal.ts";
export { alertText } from "./report/alertText.ts";
export { analysisCsv } from "./report/analysisCsv.ts";
export { analysisPage } from "./report/analysisPage.ts";
export { analysisReport } from "./report/analysisReport.ts";
export { benchReport } from "./report/benchReport.ts";
export { pullReport, verifyReport } from "./report/canonicalReport.ts";
export {
  type CreateReport,
  createReport,
  describeCreation,
  type SessionOfBatch,
} from "./report/createReport.ts";
export { demoReport, stepLine } from "./report/demoReport.ts";
export { describeStatus, type StatusDescription } from "./report/describeStatus.ts";
export { describeWorld, type WorldDescription } from "./report/describeWorld.ts";
export { doctorReport } from "./report/doctorReport.ts";
export { explainReport } from "./report/explainReport.ts";
export { lintReport } from "./report/lintReport.ts";
export { lintSarif } from "./report/lintSarif.ts";
export { listReport, type SessionList } from "./report/listReport.ts";
export { type ModuleChange, moduleReport } from "./report/moduleReport.ts";
export { costText, outcomeText } from "./report/outcomeText.ts";
export { proofLine, proveReport } from "./report/proveReport.ts";
export { reproduceReport } from "./report/reproduceReport.ts";
export { type RevokeReport, revokeReport } from "./report/revokeReport.ts";
export { type RotateReport, rotateReport } from "./report/rotateReport.ts";
export { scenariosReport } from "./report/scenariosReport.ts";
export { type ServedKey, type ServedWorld, serveReport } from "./report/serveReport.ts";
export { showReport } from "./report/showReport.ts";
export { table } from "./report/table.ts";
export {
  type DeploymentDone,
  type DeploymentEstimate,
  type DeploymentPlan,
  deployReport,
  type HeldDeployments,
  type HeldTarget,
  planReport,
  targetsReport,
} from "./report/targetsReport.ts";
export { toJson } from "./report/toJson.ts";
export { troubleshootingPage } from "./report/troubleshootingPage.ts";
export { type UseReport, useReport } from "./report/useReport.ts";
export { worldReport } from "./report/worldReport.ts";
export {
  type BenchOptions,
  type BenchResult,
  type Enabling,
  type OtherBundler,
  type Part,
  runBench,
  type SetUp,
  type Spread,
} from "./scenarios/bench.ts";
export { type CompareGasParameters, compareGas } from "./scenarios/compareGas.ts";
export { type DemoOptions, type DemoResult, runDemo } from "./scenarios/demo.ts";
export { deployPresets, type PresetTargets } from "./scenarios/deployPresets.ts";
export { findScenario, scenarios } from "./scenarios/findScenario.ts";
export { type Difference, heldAgainstLedger } from "./scenarios/heldAgainstLedger.ts";
export { onSimulatedChain } from "./scenarios/onSimulatedChain.ts";
export {
  type Ledger,
  type LedgerAccount,
  type LedgerFigures,
  type LedgerHoldings,
  type LedgerPlaces,
  type LedgerSession,
  type LedgerState,
  type LedgerTarget,
  type LedgerToken,
  type PopulateParameters,
  type PopulateProgress,
  populate,
} from "./scenarios/populate.ts";
export {
  type ProofRow,
  type ProvedPermission,
  type ProvedTarget,
  type ProvedWord,
  type ProveParameters,
  type ProveResult,
  proveSessions,
  type StandingTargets,
  type Verdict,
} from "./scenarios/prove.ts";
export {
  type Cost,
  type EndedAttempt,
  type EndedInput,
  type ReproduceOptions,
  type Reproduction,
  reproduce,
  type Scenario,
  type ScenarioGroup,
  type Way,
} from "./scenarios/reproduce.ts";
export type { Check, Expectation, Step } from "./scenarios/Step.ts";
export type { KnownAddresses } from "./session/addressWords.ts";
export { afterEnabling } from "./session/afterEnabling.ts";
export { type CompileEntriesParameters, compileEntries } from "./session/compileEntries.ts";
export { type CompiledPermission, compilePermission } from "./session/compilePermission.ts";
export type { Enforcement } from "./session/Enforcement.ts";
export type { FoundArgument } from "./session/findArgument.ts";
export { toActionConfigId, toActionId, toErc1271ConfigId, toUserOpConfigId } from "./session/ids.ts";
export { isUsedUp, type Limit, limitsOf } from "./session/limitsOf.ts";
export type { ValueLimits } from "./session/limitValue.ts";
export { neverEnabled } from "./session/neverEnabled.ts";
export type { Operation } from "./session/Operation.ts";
export {
  type ArgumentCondition,
  type ArgumentRule,
  type ArgumentValue,
  argumentConditions,
  type Permission,
} from "./session/Permission.ts";
export type {
  NoPrediction,
  NotAccepted,
  PredictedRefusal,
  PredictedRejection,
  Prediction,
} from "./session/Prediction.ts";
export type { Comparison, ParsedArgumentRule } from "./session/parseArgumentRule.ts";
export { durations } from "./session/parseDuration.ts";
export type { ParsedPermission } from "./session/parsePermission.ts";
export { parseUse, type UseContext, type WrittenCall } from "./session/parseUse.ts";
export { parseUses } from "./session/parseUses.ts";
export {
  type Erc20Spending,
  type Erc20SpendingLimit,
  erc20SpendingLimit,
} from "./session/policies/erc20SpendingLimit.ts";
export { sudo } from "./session/policies/sudo.ts";
export { type TimeFrame, timeFrame } from "./session/policies/timeFrame.ts";
export { type UniAction, type UniActionState, uniAction } from "./session/policies/uniAction.ts";
export { type UsageLimit, usageLimit } from "./session/policies/usageLimit.ts";
export { type ValueLimit, valueLimit } from "./session/policies/valueLimit.ts";
export { predict } from "./session/predict.ts";
export { fromPreset, type Preset, type PresetName, presets } from "./session/presets.ts";
export type { ActionOnChain, PolicyOnChain, SessionOnChain, SessionToRead } from "./session/readSession.ts";
export { readSessionsFile } from "./session/readSessionsFile.ts";
export type { ResolvedFunction } from "./session/resolveFunction.ts";
export type {
  ArtifactOfEntry,
  ExampleOfEntry,
  SessionEntry,
  SessionsFile,
  ToPermissionParameters,
} from "./session/SessionsFile.ts";
export { sessionsFileJsonSchema } from "./session/sessionsFileJsonSchema.ts";
export {
  type SessionValidator,
  sessionValidatorAt,
  sessionValidators,
} from "./session/sessionValidatorAt.ts";
export { timeFrameOf } from "./session/timeFrameOf.ts";
export { type SessionToUse, toSessionAccount } from "./session/toSessionAccount.ts";
export { type Alto, type StartAltoParameters, startAlto } from "./submission/alto.ts";
export { demandFreePort } from "./submission/demandFreePort.ts";
export { instantBundler } from "./submission/instantBundler.ts";
export {
  type PaymasterAnswer,
  type PaymasterQuestion,
  type PaymasterService,
  type PaymasterServiceOptions,
  paymasterService,
} from "./submission/paymasterService.ts";
export { type RemoteBundler, type RemoteBundlerOptions, remoteBundler } from "./submission/remoteBundler.ts";
export type { Alert, AlertDetails, AlertRuleKind, AlertSeverity, CountedThing } from "./usage/Alert.ts";
export type {
  AccountUsage,
  AnalysedState,
  Analysis,
  GasComparison,
  MeasuredGas,
  SessionUsage,
  TargetUsage,
  TokenFigures,
  UsageFigures,
  UsageInterval,
} from "./usage/Analysis.ts";
export type { AnalyzeParameters, KnownSession } from "./usage/AnalyzeParameters.ts";
export { alertRulesJsonSchema } from "./usage/alertRulesJsonSchema.ts";
export { analyze } from "./usage/analyze.ts";
export { findBlock, type PeriodBound } from "./usage/findBlock.ts";
export { openWatchJournal, type WatchJournal } from "./usage/openWatchJournal.ts";
export {
  type AlertRule,
  type AlertRules,
  parseAlertRules,
  readAlertRules,
} from "./usage/readAlertRules.ts";
export type { WatchEvent, WatchParameters } from "./usage/WatchParameters.ts";
export { alertLine } from "./usage/watch/raisedAlerts.ts";
export { watchSessions } from "./usage/watch.ts";
export type { Call } from "./world/Call.ts";
export type { CanonicalContract } from "./world/canonical/canonicalV1.ts";
export { chainKey } from "./world/chainKey.ts";
export { findReleases, type ReleaseOptions, type ReleasePresence } from "./world/chooseRelease.ts";
export { chainTime, setChainTime } from "./world/clock.ts";
export { type Chain, connectChain } from "./world/connectChain.ts";
export { createWorld } from "./world/createWorld.ts";
export { deployContract } from "./world/deployContract.ts";
export type { Eip1193Provider } from "./world/Eip1193Provider.ts";
export { type HttpProviderOptions, httpProvider } from "./world/httpProvider.ts";
export { type ImportArtifactsParameters, importArtifacts } from "./world/importArtifacts.ts";
export { l1FeeOf } from "./world/l1FeeOf.ts";
export { openWorld } from "./world/openWorld.ts";
export { type PullCodeParameters, type PulledCode, pullCode } from "./world/pullCode.ts";
export type {
  ActionData,
  EnableDigest,
  EnableMode,
  EnableSignature,
  Erc7739Policies,
  PolicyData,
  Release,
  ReleaseName,
  Session,
} from "./world/Release.ts";
export { setBalance } from "./world/setBalance.ts";
export { unlockedAccount } from "./world/unlockedAccount.ts";
export {
  type VerifiedCode,
  type VerifiedPiece,
  type VerifyCodeParameters,
  verifyCode,
} from "./world/verifyCode.ts";
export type { PieceName, SimulatedWorld, World, WorldContract } from "./world/World.ts";
