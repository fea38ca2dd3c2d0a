/**
 * What EntryPoint means by its codes, by the second digit: 1 deployment, 2 account, 3 paymaster, 4 gas, 5 after the calls,
 * 9 EntryPoint itself. Codes that v0.7 has.
 */
export const aaCodes: Readonly<Record<string, string>> = {
  AA10: "The account is deployed already, and the operation wants to deploy it again.",
  AA13: "The factory failed to deploy the account, or ran out of gas.",
  AA14: "The factory deployed another account than the operation's sender.",
  AA15: "The factory returned the sender's address, and no account stands there.",
  AA20: "The account is not on this chain, and the operation does not deploy it.",
  AA21: "The account did not pay the most that the operation's gas can cost, and has no deposit that covers it.",
  AA22: "The account's validation gave a time range, and the chain's time is outside it.",
  AA23: "The account's validation reverted.",
  AA24: "The account's validation found the signature wrong.",
  AA25: "The nonce is not the next one of its key.",
  AA26: "The account's validation took more gas than verificationGasLimit.",
  AA30: "The paymaster is not on this chain.",
  AA31: "The paymaster's deposit at EntryPoint does not cover the most that the operation's gas can cost.",
  AA32: "The paymaster's validation gave a time range, and the chain's time is outside it.",
  AA33: "The paymaster's validation reverted.",
  AA34: "The paymaster's validation found its signature wrong.",
  AA36: "The paymaster's validation took more gas than paymasterVerificationGasLimit.",
  AA90: "The bundler named no address to be paid at.",
  AA91: "The bundler's address did not take its payment.",
  AA92: "A function was called that EntryPoint alone may call.",
  AA93: "paymasterAndData is shorter than a paymaster's address and its two gas limits.",
  AA94: "A gas limit or a fee is greater than EntryPoint can reckon with.",
  AA95: "The bundle ran out of gas: the bundler gave its transaction less than its operations ask for.",
  AA96: "The signature aggregator is none.",
};

/** Codes that EntryPoint v0.6 alone has. */
export const olderAaCodes: Readonly<Record<string, string>> = {
  AA40: "Validation took more gas than verificationGasLimit.",
  AA41: "Too little of verificationGasLimit was left.",
  AA50: "The paymaster reverted after the calls.",
  AA51: "What was paid in advance did not cover the gas.",
};

/**
 * What an EntryPoint's code means.
 *
 * @param code `AA23`.
 * @returns A sentence or two; undefined where neither v0.7 nor v0.6 has the code.
 */
export function aaMeaning(code: string): string | undefined {
  const older = olderAaCodes[code];
  return aaCodes[code] ?? (older && `${older} EntryPoint v0.6 alone has this code: v0.7 has not.`);
}
