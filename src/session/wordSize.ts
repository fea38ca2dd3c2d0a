/** A word of the EVM, in bytes. */
export const wordSize = 32n;
