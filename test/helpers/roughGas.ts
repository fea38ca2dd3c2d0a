import { type Hex, numberToHex, size, type Transport } from "viem";

/** What a use, or an owner's call, takes at the most, its call data aside; and an account's deployment. */
const callGas = 2_000_000n;
const verificationGas = 2_000_000n;
const deploymentGas = 4_000_000n;
/** Enabling a session takes some 500 gas for each of its bytes. */
const gasOfByte = 700n;

/**
 * A bundler that does not measure an operation's gas, and answers with more than it takes: for tests in which each
 * operation is sent as soon as it is made, and how gas is measured is not what they are about.
 *
 * @param bundler The bundler.
 * @returns The bundler, that spares itself the measuring.
 */
export const roughGas =
  (bundler: Transport): Transport =>
  (parameters) => {
    const transport = bundler(parameters);
    const request = async (asked: { method: string; params?: unknown }) => {
      if (asked.method !== "eth_estimateUserOperationGas") return transport.request(asked as never);
      const [{ callData, signature, factoryData }] = asked.params as [
        { callData: Hex; signature: Hex; factoryData?: Hex },
      ];
      const bytes = (data: Hex) => BigInt(size(data)) * gasOfByte;
      return {
        preVerificationGas: numberToHex(100_000n),
        callGasLimit: numberToHex(callGas + bytes(callData)),
        verificationGasLimit: numberToHex(
          verificationGas + bytes(signature) + (factoryData ? deploymentGas : 0n),
        ),
      };
    };
    return { ...transport, request: request as typeof transport.request };
  };
