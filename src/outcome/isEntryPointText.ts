/** What EntryPoint writes behind its codes (v0.7; AA40 to AA51: v0.6). */
const words: Readonly<Record<string, string>> = {
  AA10: "sender already constructed",
  AA13: "initcode failed or oog",
  AA14: "initcode must return sender",
  AA15: "initcode must create sender",
  AA20: "account not deployed",
  AA21: "didn't pay prefund",
  AA22: "expired or not due",
  AA23: "reverted",
  AA24: "signature error",
  AA25: "invalid account nonce",
  AA26: "over verificationgaslimit",
  AA30: "paymaster not deployed",
  AA31: "paymaster deposit too low",
  AA32: "paymaster expired or not due",
  AA33: "reverted",
  AA34: "signature error",
  AA36: "over paymasterverificationgaslimit",
  AA40: "over verificationgaslimit",
  AA41: "too little verificationgas",
  AA50: "postop reverted",
  AA51: "prefund below actualgascost",
  AA90: "invalid beneficiary",
  AA91: "failed send to beneficiary",
  AA92: "internal call only",
  AA93: "invalid paymasteranddata",
  AA94: "gas values overflow",
  AA95: "out of gas",
  AA96: "invalid aggregator",
};

/**
 * Whether a text is EntryPoint's: its code, and behind it the words that EntryPoint has for it. The code alone may be a part
 * of anything.
 *
 * @param text From the code on.
 * @returns Whether it is.
 */
export function isEntryPointText(text: string): boolean {
  const own = words[text.slice(0, 4)];
  return own !== undefined && text.slice(4, 60).trimStart().replace("’", "'").toLowerCase().startsWith(own);
}
