/** Whatever a bundler finds too low, or too high, it names. */
const [named, wrong] = [/gas|fee/i, /not enough|too low|underpriced|at least|larger than|exceed/i];

/**
 * Whether a bundler refuses an operation for its gas limits or fees, which ERC-7769 has no code for: alto 0.0.20 answers
 * -32500 `preVerificationGas is not enough`, -32602 `maxFeePerGas must be at least …`.
 *
 * @param message The bundler's words.
 * @returns Whether it does.
 */
export const tooLittleGas = (message: string): boolean => named.test(message) && wrong.test(message);
