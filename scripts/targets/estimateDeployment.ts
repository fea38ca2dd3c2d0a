import { type Abi, type Address, encodeDeployData, type Hex, hexToBigInt, serializeTransaction } from "viem";
import {
  contractArtifact,
  type DeploymentEstimate,
  DeploymentFailedError,
  HarnessError,
  l1FeeOf,
  type TargetName,
} from "../../src/index.ts";
import type { KeptChain } from "../openChain.ts";
import { describeCause } from "./describeCause.ts";
import { targetContracts } from "./targetsModule.ts";

/** Stands in for an account that nobody has named: what deploying costs does not depend on who deploys. */
const anybody = "0x000000000000000000000000000000000000dEaD";

/**
 * Estimates what deploying costs; nothing is sent.
 *
 * @param chain The chain.
 * @param what Which targets, who deploys, and who is paid for NFTs; undefined where that is not known.
 * @returns The gas of each, and the cost of all at the chain's present price of gas.
 * @throws DeploymentFailedError where the chain cannot run a deployment; ChainUnreachableError.
 */
export async function estimateDeployment(
  { client, provider, chainId }: KeptChain,
  {
    names,
    deployer = anybody,
    treasury = anybody,
  }: {
    readonly names: readonly TargetName[];
    readonly deployer: Address | undefined;
    readonly treasury: Address | undefined;
  },
): Promise<DeploymentEstimate> {
  const gasPrice = await client.getGasPrice();
  const estimates = await Promise.all(
    names.map(async (name) => {
      const { contract, constructorArguments } = targetContracts[name];
      const args = constructorArguments(treasury);
      const data = initCode(contract, args);
      const gas = await gasOf(name, data);
      const fees = { maxFeePerGas: gasPrice, maxPriorityFeePerGas: 0n };
      const unsigned = serializeTransaction({ type: "eip1559", chainId, gas, data, ...fees });
      return { name, contract, gas, l1Fee: await l1FeeOf(client, unsigned) };
    }),
  );
  const sum = (numbers: readonly bigint[]) => numbers.reduce((total, number) => total + number, 0n);
  const gas = sum(estimates.map((one) => one.gas));
  const l1Fee = sum(estimates.map((one) => one.l1Fee));
  return {
    contracts: estimates.map(({ l1Fee: _, ...one }) => one),
    gas,
    gasPrice,
    l1Fee,
    cost: gas * gasPrice + l1Fee,
  };

  async function gasOf(name: TargetName, data: Hex): Promise<bigint> {
    try {
      // No fee is named, so that the account need not have it yet.
      const answer = await provider.request({
        method: "eth_estimateGas",
        params: [{ from: deployer, data }],
      });
      return hexToBigInt(answer as Hex);
    } catch (cause) {
      if (cause instanceof HarnessError) throw cause;
      throw new DeploymentFailedError({
        problem: `The chain does not say what gas ${name} takes: ${describeCause(cause)}`,
        cause,
      });
    }
  }
}

function initCode(contract: string, args: readonly string[]): Hex {
  const path = contract.slice("contracts/".length, contract.indexOf(".sol")) as "targets/Counter";
  const { abi, bytecode } = contractArtifact(path);
  return encodeDeployData({ abi: abi as Abi, bytecode, args });
}
