/**
 * The chain that the manifest's runtime codes are pinned on (Soneium Minato): a contract's runtime code may hold
 * the id of the chain that its constructor ran on.
 */
export const pinnedChainId = 1946;
