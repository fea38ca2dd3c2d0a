/**
 * Stands for a signature while gas is estimated, before the real one is made; it recovers to nobody that anyone knows.
 *
 * It is a real one, over another hash: as random as any other and without a zero byte, so that no real signature costs
 * more, neither as call data nor where it is compressed (SmartSession's LibZip; a rollup's fee for its L1). A stub of
 * repeated bytes would be compressed to a third and estimated too low.
 */
export const stubSignature =
  "0xc052522d64f4f8ccae74041328674ae0aced98de65e05c1c1f3f196924984f5723787f02498b97a0f7278c1b50e5a1044c22bcdecd5a784344c49b5616caa1671c";
