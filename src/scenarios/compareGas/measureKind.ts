import { type Abi, type Address, encodeFunctionData, type Hex, parseEther, serializeTransaction } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { contractArtifact } from "../../abis/contractArtifact.ts";
import type { AccountKind } from "../../account/Account.ts";
import type { Harness } from "../../harness.ts";
import type { Outcome } from "../../refusal/Outcome.ts";
import { fromPreset, type PresetName, presets } from "../../session/presets.ts";
import type { MeasuredGas } from "../../usage/Analysis.ts";
import type { Call } from "../../world/Call.ts";
import { demandAccepted } from "../bench/measure.ts";
import { deployPresets } from "../deployPresets.ts";

/** A transaction that has one operation in it. */
export interface MeasuredTransaction {
  readonly hash: Hex;
  /** Of the whole transaction, as its receipt says. */
  readonly gas: bigint;
  /** Serialized for the chain that is asked about. */
  readonly unsigned: Hex;
}

/** The same operation by the owner and by a session. */
export interface MeasuredPair extends Pick<MeasuredGas, "action"> {
  readonly owner: MeasuredTransaction;
  readonly session: MeasuredTransaction;
}

/** Whoever is paid: nobody's account. */
const payee: Address = "0x000000000000000000000000000000000000dEaD";

/**
 * Measures the operations of a kind of account.
 *
 * @param harness Where.
 * @param kind The kind.
 * @param chainId What the transactions are serialized for. Default: the chain that they are sent on.
 * @returns A pair for each kind of action.
 * @throws AccountKindNotPresentError; BenchRefusedError.
 */
export async function measureKind(
  harness: Harness,
  kind: AccountKind,
  chainId: number = harness.world.chainId,
): Promise<readonly MeasuredPair[]> {
  const { world } = harness;
  const account = await harness.createAccount({ kind });
  const key = privateKeyToAccount(generatePrivateKey());
  const targets = await deployPresets(world, payee);
  const grant = (preset: PresetName, target: Address) =>
    harness.compile(fromPreset(preset, { sessionKey: key.address, target }));
  const sessions = {
    counter: grant("counter", targets.counter),
    erc20: grant("erc20", targets.token),
    nft: grant("nft", targets.nft),
  };
  const call = (
    preset: keyof typeof sessions,
    functionName: string,
    args: readonly unknown[],
    value = 0n,
  ): Call => {
    const abi = contractArtifact(presets[preset].contract).abi as Abi;
    const to = sessions[preset].permission.target;
    return { to, value, data: encodeFunctionData({ abi, functionName, args }) };
  };
  const count = call("counter", "increment", []);
  // A token is minted once, on a chain on which other accounts mint as well.
  let tokenId = BigInt(account.address);
  const actions: readonly (Pick<MeasuredGas, "action"> & {
    readonly preset: keyof typeof sessions;
    readonly calls: () => readonly Call[];
  })[] = [
    { action: "call", preset: "counter", calls: () => [count] },
    {
      action: "value",
      preset: "nft",
      calls: () => [call("nft", "mint", [account.address, ++tokenId], parseEther("0.01"))],
    },
    { action: "token", preset: "erc20", calls: () => [call("erc20", "transfer", [payee, 1n])] },
    { action: "batch", preset: "counter", calls: () => [count, count, count] },
  ];

  demandAccepted("Installing SmartSession", await harness.install(account));
  demandAccepted("Enabling sessions", await harness.enable(account, Object.values(sessions)));
  const tokens = call("erc20", "mint", [account.address, 10n ** 18n]);
  // Without a deposit, whether an account pays EntryPoint anew would depend on fees, and not on who signs.
  const deposit: Call = {
    to: world.contracts.EntryPoint.address,
    value: parseEther("1"),
    data: encodeFunctionData({ abi: entryPoint07Abi, functionName: "depositTo", args: [account.address] }),
  };
  demandAccepted("Minting tokens, and a deposit", await harness.execute(account, [tokens, deposit]));

  const measured: MeasuredPair[] = [];
  for (const { action, preset, calls } of actions) {
    const byOwner = async () => demand(await harness.execute(account, calls()));
    const bySession = async () =>
      demand(await harness.use({ account, session: sessions[preset], key, calls: calls() }));
    await byOwner();
    await bySession();
    measured.push({
      action,
      owner: await measure(await byOwner()),
      session: await measure(await bySession()),
    });
  }
  return measured;

  function demand(outcome: Outcome): Hex {
    return demandAccepted("An operation that is measured", outcome).transactionHash;
  }

  async function measure(hash: Hex): Promise<MeasuredTransaction> {
    const { gasUsed: gas } = await world.client.getTransactionReceipt({ hash });
    const {
      to,
      input: data,
      nonce,
      gas: limit,
      maxFeePerGas = 0n,
    } = await world.client.getTransaction({ hash });
    const fees = { maxFeePerGas, maxPriorityFeePerGas: 0n };
    const unsigned = serializeTransaction({ type: "eip1559", chainId, to, data, nonce, gas: limit, ...fees });
    return { hash, gas, unsigned };
  }
}
