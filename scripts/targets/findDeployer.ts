import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { type Address, getAddress, type Hex, hexToBigInt, hexToNumber } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { type Eip1193Provider, unlockedAccount } from "../../src/index.ts";
import type { KeptChain } from "../openChain.ts";
import { parsePrivateKey } from "../parsePrivateKey.ts";
import { readVariable } from "../readVariable.ts";

/** The variable that holds the key of who deploys. */
export const deployerVariable = "DEPLOYER_PRIVATE_KEY";

/** Who deploys. */
export interface Deployer {
  readonly address: Address;
  /** The chain, which takes the deployer's transactions unsigned. */
  readonly provider: Eip1193Provider;
}

/**
 * Finds who deploys: whose key `DEPLOYER_PRIVATE_KEY` holds, else the first account that a simulated chain signs for.
 *
 * @param hre Hardhat.
 * @param chain The chain.
 * @returns Who deploys; undefined where nobody does. The key leaves this file in no other way than as signatures.
 * @throws InvalidInputError where the variable holds no key; ChainNotLocalError where a simulated chain signs for nobody.
 */
export async function findDeployer(
  hre: HardhatRuntimeEnvironment,
  chain: KeptChain,
): Promise<Deployer | undefined> {
  const key = await readVariable(hre, deployerVariable);
  if (key !== undefined) {
    const account = parsePrivateKey(key, deployerVariable);
    return { address: account.address, provider: signingFor(account, chain) };
  }
  if (chain.instance === undefined) return undefined;
  return { address: getAddress(await unlockedAccount(chain)), provider: chain.provider };
}

/** A transaction as JSON-RPC has it, of either kind of fees. */
interface RpcTransaction {
  readonly to?: Address;
  readonly data?: Hex;
  readonly value?: Hex;
  readonly nonce: Hex;
  readonly gas: Hex;
  readonly gasPrice?: Hex;
  readonly maxFeePerGas?: Hex;
  readonly maxPriorityFeePerGas?: Hex;
}

/** Signs here: neither Hardhat nor Ignition sees the key. */
const signingFor = (account: PrivateKeyAccount, { provider, chainId }: KeptChain): Eip1193Provider => ({
  async request(args) {
    if (args.method !== "eth_sendTransaction") return provider.request(args);
    const [{ to, data = "0x", value = "0x0", nonce, gas, ...fees }] = args.params as [RpcTransaction];
    const { gasPrice, maxFeePerGas = "0x0", maxPriorityFeePerGas = "0x0" } = fees;
    const common = {
      chainId,
      to: to ?? null,
      data,
      value: hexToBigInt(value),
      nonce: hexToNumber(nonce),
      gas: hexToBigInt(gas),
    };
    const signed = await account.signTransaction(
      gasPrice === undefined
        ? {
            ...common,
            type: "eip1559",
            maxFeePerGas: hexToBigInt(maxFeePerGas),
            maxPriorityFeePerGas: hexToBigInt(maxPriorityFeePerGas),
          }
        : { ...common, type: "legacy", gasPrice: hexToBigInt(gasPrice) },
    );
    return provider.request({ method: "eth_sendRawTransaction", params: [signed] });
  },
});
