import type { World } from "../world/World.ts";
import type { Diagnosis, Finding, Level } from "./Diagnosis.ts";
import { checkAccount } from "./diagnose/checkAccount.ts";
import { checkBundler } from "./diagnose/checkBundler.ts";
import { checkCalls } from "./diagnose/checkCalls.ts";
import { checkChain } from "./diagnose/checkChain.ts";
import { checkClock } from "./diagnose/checkClock.ts";
import { checkCode } from "./diagnose/checkCode.ts";
import { checkEnableSignatures } from "./diagnose/checkEnableSignatures.ts";
import { checkEntryPoint } from "./diagnose/checkEntryPoint.ts";
import { checkFunds } from "./diagnose/checkFunds.ts";
import { checkGas } from "./diagnose/checkGas.ts";
import { checkGranted } from "./diagnose/checkGranted.ts";
import { checkKey } from "./diagnose/checkKey.ts";
import { checkKeyFile } from "./diagnose/checkKeyFile.ts";
import { checkModule } from "./diagnose/checkModule.ts";
import { checkNonce } from "./diagnose/checkNonce.ts";
import { checkPaymaster } from "./diagnose/checkPaymaster.ts";
import { checkPlayed } from "./diagnose/checkPlayed.ts";
import { checkPolicies } from "./diagnose/checkPolicies.ts";
import { checkSession } from "./diagnose/checkSession.ts";
import { checkSignature } from "./diagnose/checkSignature.ts";
import { checkTargets } from "./diagnose/checkTargets.ts";
import { checkTime } from "./diagnose/checkTime.ts";
import type { Examination } from "./diagnose/Examination.ts";
import { examine } from "./diagnose/examine.ts";
import { parsePatient } from "./diagnose/patientSchema.ts";
import type { Patient } from "./Patient.ts";

/** In the order of what rests on what. */
const checks: readonly ((examination: Examination) => Finding | undefined)[] = [
  checkChain,
  checkEntryPoint,
  checkCode,
  checkBundler,
  checkClock,
  checkAccount,
  checkFunds,
  checkGas,
  checkModule,
  checkSession,
  checkEnableSignatures,
  checkGranted,
  checkPolicies,
  checkTime,
  checkPaymaster,
  checkKey,
  checkKeyFile,
  checkNonce,
  checkSignature,
  checkCalls,
  checkTargets,
];

/**
 * Finds before an operation is sent why it would be refused. Everything is read once, and looked at check by check; a
 * check that has nothing to look at is left out. Nothing is sent.
 *
 * @param world Where the account lives.
 * @param patient The account, and as much of the session and its operation as is known: without a session its account
 * alone is looked at, without calls what it could do.
 * @returns What was found. A failure is why an operation would be refused, or could not be sent; a warning, what may be
 * amiss and refuses none, or what could not be read; no finding says more than was read.
 * @throws InvalidInputError for what cannot be meant; ChainUnreachableError where the chain does not answer.
 * @example
 * ```ts
 * const { level, findings } = await diagnose(harness.world, { account, session, key, calls });
 * for (const { level, finding, remedy } of findings) if (level !== "ok") console.log(finding, remedy);
 * ```
 */
export async function diagnose(world: World, patient: Patient): Promise<Diagnosis> {
  const examination = await examine(world, parsePatient(world, patient));
  const looked = checks.flatMap((check) => check(examination) ?? []);
  const played = await checkPlayed(examination, looked);
  const findings = played ? [...looked, played] : looked;
  return { level: worstOf(findings), findings };
}

function worstOf(findings: readonly Finding[]): Level {
  const has = (level: Level) => findings.some((finding) => finding.level === level);
  return has("failure") ? "failure" : has("warning") ? "warning" : "ok";
}
