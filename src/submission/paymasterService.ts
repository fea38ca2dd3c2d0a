import { type Address, type Hex, numberToHex } from "viem";
import { formatUserOperationRequest, type UserOperation } from "viem/account-abstraction";
import { z } from "zod";
import { addressSchema } from "../config/schemas.ts";
import { PaymasterServiceRefusedError, PaymasterServiceUnreachableError } from "../errors/submission.ts";
import { ChainUnreachableError } from "../errors/world.ts";
import { httpProvider } from "../world/httpProvider.ts";

/** What a paymaster service says of an operation (ERC-7677, EntryPoint v0.7). */
export interface PaymasterAnswer {
  readonly paymaster: Address;
  readonly paymasterData: Hex;
  /** In gas. Where it is left out, the bundler's estimate stands. */
  readonly paymasterVerificationGasLimit?: bigint | undefined;
  /** In gas. Where it is left out, the bundler's estimate stands. */
  readonly paymasterPostOpGasLimit?: bigint | undefined;
}

/** A paymaster web service (ERC-7677). viem's `createPaymasterClient` makes one as well, without these errors. */
export interface PaymasterService {
  /** `pm_getPaymasterStubData`: what stands for its word while gas is estimated. `isFinal`: it is its word already. */
  getPaymasterStubData(
    asked: PaymasterQuestion,
  ): Promise<PaymasterAnswer & { isFinal?: boolean | undefined }>;
  /** `pm_getPaymasterData`: its word, for the operation as it is sent. */
  getPaymasterData(asked: PaymasterQuestion): Promise<PaymasterAnswer>;
}

/** What a paymaster service is asked about: an operation, but for its signature. */
export type PaymasterQuestion = UserOperation<"0.7"> & {
  readonly chainId: number;
  readonly entryPointAddress: Address;
};

/** How a paymaster service is asked. */
export interface PaymasterServiceOptions {
  /** What the service wants to know besides (ERC-7677, `context`): a policy's id, for example. Default: nothing. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** How long each answer may take, in milliseconds. Default: 10000. */
  readonly timeout?: number;
}

const gas = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,32}$/)
  .transform(BigInt)
  .nullish()
  .transform((value) => value ?? undefined);
const answerSchema = z.object({
  paymaster: addressSchema,
  paymasterData: z
    .string()
    .regex(/^0x([0-9a-fA-F]{2})*$/)
    .default("0x")
    .transform((text) => text as Hex),
  paymasterVerificationGasLimit: gas,
  paymasterPostOpGasLimit: gas,
  isFinal: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
});

/**
 * A paymaster web service (ERC-7677) at a URL. It is asked, and nothing is sent by that.
 *
 * @param url Where it is. It may carry a key: no error shows more of it than its host.
 * @param options What it wants to know besides, and how long it may take.
 * @returns The service. It throws PaymasterServiceRefusedError where it does not pay, and
 * PaymasterServiceUnreachableError where it does not answer, or not as ERC-7677 says.
 * @throws InvalidInputError where that is no URL.
 * @example
 * ```ts
 * await execute({ world, client, account, signer, calls, paymasterService: paymasterService(url) });
 * ```
 */
export function paymasterService(
  url: string,
  { context = {}, timeout = 10_000 }: PaymasterServiceOptions = {},
): PaymasterService {
  const provider = httpProvider(url, { timeout, retryCount: 2 });
  const { host } = new URL(url);
  const ask = async (method: string, { chainId, entryPointAddress, ...operation }: PaymasterQuestion) => {
    // What is signed is what it is asked about: the signature is made afterwards.
    const params = [formatUserOperationRequest(operation), entryPointAddress, numberToHex(chainId), context];
    const answer = await provider.request({ method, params }).catch((error: unknown) => {
      throw readError(host, error);
    });
    const read = answerSchema.safeParse(answer);
    if (read.success) return read.data;
    const field = read.error.issues[0]?.path.join(".") ?? "";
    const reason = `its answer to ${method} ${field ? `has no ${field} that can be used` : "is no object"} (ERC-7677)`;
    throw new PaymasterServiceUnreachableError({ host, cause: reason });
  };
  return {
    getPaymasterStubData: (asked) => ask("pm_getPaymasterStubData", asked),
    async getPaymasterData(asked) {
      const { isFinal: _, ...answer } = await ask("pm_getPaymasterData", asked);
      return answer;
    },
  };
}

/** The provider has taken whatever may be a key out of both. */
function readError(host: string, error: unknown): unknown {
  if (error instanceof ChainUnreachableError) {
    return new PaymasterServiceUnreachableError({ host, cause: error.cause, status: error.status });
  }
  const { code, details } = error as { code?: unknown; details?: unknown };
  if (typeof code !== "number") return error;
  return new PaymasterServiceRefusedError({ host, rpcCode: code, said: String(details ?? "") });
}
