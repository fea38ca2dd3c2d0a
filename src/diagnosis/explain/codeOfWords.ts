/** In whose words a bundler's code is told where the code itself is not: viem's errors, and alto 0.0.20's messages. */
const words: readonly (readonly [string | RegExp, number])[] = [
  ["account signature check failed", -32507],
  ["Invalid UserOp signature", -32507],
  ["Invalid UserOperation signature", -32507],
  ["Invalid fields set on User Operation", -32602],
  ["(or signature aggregator) is throttled/banned", -32504],
  ["stake or unstake-delay is too low", -32505],
  ["unsupported signature aggregator", -32506],
  ["out of time-range", -32503],
  ["User operation is not valid yet", -32503],
  [/(^|: |[Oo]peration )expires too soon/m, -32503],
  ["rejected by EntryPoint's `simulateValidation`", -32500],
  ["rejected by Paymaster's `validatePaymasterUserOp`", -32501],
  ["rejected with op code validation error", -32502],
];

/**
 * Finds the JSON-RPC code of a bundler's refusal in a text.
 *
 * @param text The text.
 * @returns The code; undefined where the text does not tell it.
 */
export function codeOfWords(text: string): number | undefined {
  const written = /(?:^|[^\d\w])(-32\d{3})(?!\d)/.exec(text)?.[1];
  if (written) return Number(written);
  return words.find(([told]) => (typeof told === "string" ? text.includes(told) : told.test(text)))?.[1];
}
