/**
 * Has the form of a signature and recovers to nobody that anyone knows: for estimation, before the real one is
 * made.
 */
export const stubSignature =
  "0xfffffffffffffffffffffffffffffff0000000000000000000000000000000007aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1c";
