/** A field of the operation by its whole name, or alto's names for several; and what is amiss with it. */
const amiss = new RegExp(
  [
    String.raw`\b(preVerificationGas|maxFeePerGas|maxPriorityFeePerGas|callGasLimit|verificationGasLimit)\b.{0,40}?`,
    String.raw`\b(not enough|too low|too high|underpriced|exceeds?|must be (at least|larger than|greater than) \d)`,
    String.raw`|\buserOperation (preV|v)erification gas( limit)? must be larger than \d`,
    String.raw`|\bUser operation gas limits exceed\b`,
  ].join(""),
  "i",
);

/** How a number is written, is no question of gas. */
const spelling = /character|digit|bytes?\b|string|hex/i;

/** A bundler's codes for an operation that it does not take, or for a field of it (ERC-7769, JSON-RPC). */
const codes = [-32500, -32602];

/**
 * Whether a bundler refuses an operation for its gas limits or fees, which ERC-7769 has no code for: alto 0.0.20 answers
 * -32500 `preVerificationGas is not enough`, -32602 `maxFeePerGas must be at least …`.
 *
 * @param refusal The bundler's code and words.
 * @returns Whether it does.
 */
export const tooLittleGas = ({
  code,
  message,
}: {
  readonly code: number;
  readonly message: string;
}): boolean => codes.includes(code) && speaksOfGas(message);

/**
 * Whether a text finds a gas limit or a fee of an operation too low or too high.
 *
 * @param text The text.
 * @returns Whether it does: by its words alone that is not certain.
 */
export const speaksOfGas = (text: string): boolean => amiss.test(text) && !spelling.test(text);
