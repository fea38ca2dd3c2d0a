/** What Solidity means by the codes of `Panic(uint256)`. */
export const panicCodes: Readonly<Record<string, string>> = {
  "0": "a panic of the compiler's own",
  "1": "an assertion failed",
  "17": "a number went over or under what it can hold",
  "18": "a division by zero",
  "33": "a number stands for no member of its enum",
  "34": "bytes in storage are encoded wrongly",
  "49": "nothing is left to be taken off a list",
  "50": "an index is beyond a list's end",
  "65": "more memory was asked for than there is",
  "81": "a function that was never set was called",
};
