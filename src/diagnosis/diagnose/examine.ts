import { entryPoint07Abi } from "viem/account-abstraction";
import { ChainUnreachableError } from "../../errors/world.ts";
import { knownError } from "../../outcome/knownError.ts";
import { decodeCallData } from "../../session/decodeCallData.ts";
import { chainTime } from "../../world/clock.ts";
import type { World } from "../../world/World.ts";
import type { Patient } from "../Patient.ts";
import { askBundler } from "./askBundler.ts";
import type { AskedCalls, Examination } from "./Examination.ts";
import { examineKeyFile } from "./examineKeyFile.ts";
import { examineSession, sessionAtStake } from "./examineSession.ts";
import { isHandedTo } from "./nonceKey.ts";
import { reading } from "./Reading.ts";
import { readCodeHashes } from "./readCodeHashes.ts";
import { readModule } from "./readModule.ts";

/**
 * Reads all that is to be known of a patient. Nothing is sent.
 *
 * @param world Where the account lives.
 * @param patient The patient.
 * @returns What was read; what was not to be read says why.
 * @throws ChainUnreachableError.
 */
export async function examine(world: World, patient: Patient): Promise<Examination> {
  const { client, contracts, release } = world;
  const { account, calls, operation } = patient;
  const entryPoint = contracts.EntryPoint.address;
  const moduleKey = account.nonceKey(contracts.SmartSession.address);
  const isHandedOver = !operation || isHandedTo(account, operation.nonce, moduleKey);
  const signed = operation && isHandedOver ? release.decodeSignature(operation.signature) : undefined;
  const asked = askedOf({ calls, operation });
  const depositOf = (whose: `0x${string}`) =>
    client.readContract({
      address: entryPoint,
      abi: entryPoint07Abi,
      functionName: "balanceOf",
      args: [whose],
    });
  const nonceOf = (key: bigint) =>
    client.readContract({
      address: entryPoint,
      abi: entryPoint07Abi,
      functionName: "getNonce",
      args: [account.address, key],
    });
  const atStake = sessionAtStake(world, patient, signed);

  const chain = await readChain(world);
  const [balance, deposit, paymasterDeposit, gasPrice, module, nextNonce, bundler, session] =
    await Promise.all([
      reading(client.getBalance({ address: account.address })),
      reading(depositOf(account.address)),
      operation?.paymaster ? reading(depositOf(operation.paymaster)) : undefined,
      reading(client.getGasPrice()),
      readModule(world, account),
      reading(nonceOf(operation ? operation.nonce >> 64n : moduleKey)),
      patient.bundler && askBundler(patient.bundler),
      atStake && examineSession(world, patient, { atStake, asked }),
    ]);
  const [codeHashAt, keyFile] = await Promise.all([
    readCodeHashes(world, { patient, asked, session }),
    patient.keyFiles && session && examineKeyFile(patient.keyFiles, session.permissionId),
  ]);
  return {
    world,
    patient,
    chain,
    clock: patient.clock?.() ?? BigInt(Math.floor(Date.now() / 1000)),
    bundler,
    codeHashAt,
    balance,
    deposit,
    paymasterDeposit,
    gasPrice,
    ...module,
    nextNonce,
    isHandedOver,
    isSponsored: patient.paymaster ?? operation?.paymaster !== undefined,
    signed,
    asked,
    session,
    keyFile,
  };
}

function askedOf({ calls, operation }: Pick<Patient, "calls" | "operation">): AskedCalls | undefined {
  if (calls) return { calls };
  if (!operation) return undefined;
  return { callData: operation.callData, decoded: decodeCallData(operation.callData) };
}

/** Without the chain nothing is known: that is no finding but an error. */
async function readChain(world: World): Promise<Examination["chain"]> {
  const { client } = world;
  try {
    const [id, latest, time] = await Promise.all([client.getChainId(), client.getBlock(), chainTime(world)]);
    return { id, blockNumber: latest.number, latest: latest.timestamp, time };
  } catch (error) {
    const known = knownError(error);
    throw known instanceof ChainUnreachableError ? known : new ChainUnreachableError({ cause: error });
  }
}
