/** A mutant that changes nothing that can be observed. */
export interface Equivalent {
  /** The mutant's `place`: contract, function, and what becomes of it. */
  readonly mutant: string;
  /** Why nobody can tell it from the contract. */
  readonly reason: string;
}

/** The mutants that no test can kill. One that matches no mutant, or that a test kills, is an error. */
export const equivalents: readonly Equivalent[] = [
  {
    mutant: "ERC20SpendingLimitPolicy._forget i < count → i <= count",
    reason:
      "Beyond the count the list has a token that is forgotten already, or that stands before it, too, or none: nothing more is forgotten.",
  },
  {
    mutant: "ERC20SpendingLimitPolicy._read return (false, 0, 0) → return (false, 1, 0)",
    reason: "Of a call that is not known, checkAction does not look at the amounts.",
  },
  {
    mutant: "ERC20SpendingLimitPolicy._read return (false, 0, 0) → return (false, 0, 1)",
    reason: "Of a call that is not known, checkAction does not look at the amounts.",
  },
  {
    mutant: "ExecutionValue._totalOfBatch pointer > lastWord → pointer >= lastWord",
    reason: "Where both are equal, start + pointer + 64 is above lastWord, and the error is the same.",
  },
  {
    mutant: "ExecutionValue._totalOfBatch dataPointer > lastWord → dataPointer >= lastWord",
    reason: "Where both are equal, call + dataPointer is above lastWord, and the error is the same.",
  },
  {
    mutant:
      "OwnableValidator._ownersSigned signers[i] != _END && _next[signers[i]][account] != address(0) → _next[signers[i]][account] != address(0)",
    reason:
      "Address 1 never signs: no key is known of it, and as a contract it is a precompile, which answers no ERC-1271 question.",
  },
  {
    mutant: "OwnableValidator._recover v > 30 → v >= 30",
    reason: "ecrecover answers nobody to a v of 30, and nobody to a v of 26, whatever the hash.",
  },
];
