const words =
  /\breplacement\b|\balready (known|in (the )?mempool)\b|\binvalid (account )?nonce\b|\bnonce (is )?(already|taken|used|invalid|too (low|high))/i;

/**
 * Whether a text says that another operation has the nonce.
 *
 * @param text The text.
 * @returns Whether it does: by its words alone that is not certain.
 */
export const speaksOfNonce = (text: string): boolean => words.test(text);
