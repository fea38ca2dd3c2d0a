import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { Hex } from "viem";
import {
  bundlerVariables,
  chainKey,
  diagnose,
  doctorReport,
  findSessions,
  httpProvider,
  InvalidInputError,
  type Patient,
  readUserOperation,
  toJson,
  type World,
} from "../../src/index.ts";
import { chooseBundler } from "../chooseBundler.ts";
import { choosePaymaster } from "../choosePaymaster.ts";
import { fromHere } from "../fromHere.ts";
import { openBundler } from "../openBundler.ts";
import type { Stop } from "../stopAll.ts";
import { findTargets } from "./findTargets.ts";
import { openPatient } from "./openPatient.ts";
import type { KeyOptions, SendOptions } from "./options.ts";
import { readCalls, type WrittenCalls } from "./readCalls.ts";
import { readPassphrase } from "./readPassphrase.ts";
import { runCommand } from "./runCommand.ts";

type Options = Omit<SendOptions, "dryRun"> &
  KeyOptions &
  WrittenCalls & {
    /** Empty where none is given. */
    readonly name: string;
    readonly operation: string | undefined;
    /** An account on the chain, whoever owns it. */
    readonly address: string | undefined;
  };

/** What `sessions doctor` ends with where there are warnings and no failure. */
const onlyWarnings = 2;

/** `sessions doctor [NAME] [CALL…]`: finds before an operation is sent why it would be refused. Nothing is sent. */
export default async function doctor(options: Options, hre: HardhatRuntimeEnvironment): Promise<void> {
  await runCommand("sessions doctor", options, async ({ progress, stops }) => {
    const operation =
      options.operation === undefined ? undefined : readUserOperation(pathOf(options.operation));
    const { network, world, account, files } = await openPatient(hre, options, operation, progress);
    const name = options.name || (operation && idOf(world, operation.signature));
    const [found] = name ? await findSessions({ world, account }, files.sessions, [name]) : [];
    const file = found?.file;
    const hasCalls = options.call.length > 0 || options.value !== undefined || options.batch !== undefined;
    if (hasCalls && !file) throw needsFile(options.name);
    const { targets } = await findTargets(hre, { key: chainKey(world), network }, progress);
    const known = { account: account.address, targets, network };
    const sponsored = (await choosePaymaster(hre, options.paymasterUrl)) !== undefined;
    const passphrase = await passphraseOf(hre, options);
    progress("asking the chain, and the bundler where there is one …");
    const patient: Patient = {
      account,
      ...(found && { session: { permissionId: found.permissionId, session: file?.session } }),
      ...(file && { key: { address: file.key } }),
      ...(hasCalls && file && { calls: readCalls(options, file, known) }),
      operation,
      ...(sponsored && { paymaster: true }),
      bundler: await findBundler(hre, world, options.bundler, stops),
      keyFiles: { files, passphrase },
    };
    const diagnosis = await diagnose(world, patient);
    const { address, kind } = account;
    const session = found ? { name: file?.name ?? null, permissionId: found.permissionId } : null;
    const result = { network, account: { address, kind }, session, ...diagnosis };
    console.log(options.json ? toJson(result) : doctorReport(diagnosis));
    if (diagnosis.level === "warning") process.exitCode = onlyWarnings;
    return diagnosis.level !== "failure";
  });
}

const pathOf = (file: string): string => (file === "-" ? file : fromHere(file));

/** The session that an operation's signature names. */
const idOf = ({ release }: World, signature: Hex): Hex | undefined =>
  signature === "0x" ? undefined : release.decodeSignature(signature)?.permissionId;

/** The bundler that operations would go through, not asked yet; where none is named, that is for the doctor to say. */
async function findBundler(
  hre: HardhatRuntimeEnvironment,
  world: World,
  option: string | undefined,
  stops: Stop[],
): Promise<Patient["bundler"]> {
  const { instance } = world;
  const isNamed = option !== undefined || instance !== undefined;
  if (!isNamed && bundlerVariables[hre.globalOptions.network ?? "default"] === undefined) return undefined;
  const chosen = await chooseBundler(hre, { instance }, option);
  if (!("choice" in chosen)) return undefined;
  const { choice } = chosen;
  return choice.kind === "remote"
    ? httpProvider(choice.url)
    : (await openBundler(world, choice, stops)).transport;
}

/** What is set, or in a file: a doctor asks nobody for it. */
async function passphraseOf(
  hre: HardhatRuntimeEnvironment,
  { passphraseFile }: KeyOptions,
): Promise<string | undefined> {
  if (passphraseFile === undefined && !process.env.SESSION_KEYS_PASSPHRASE) return undefined;
  const read = readPassphrase(hre, passphraseFile, "open");
  return "passphrase" in read ? read.passphrase() : undefined;
}

const needsFile = (name: string) =>
  new InvalidInputError([
    {
      field: name === "" ? "name" : "call",
      value: name === "" ? "(nothing)" : name,
      problem:
        name === ""
          ? "is missing: calls are read by the session's file"
          : "is of a session without a key file here",
      remedy: "Name a session of `./harness sessions list` that has one; or give the operation: --operation.",
    },
  ]);
