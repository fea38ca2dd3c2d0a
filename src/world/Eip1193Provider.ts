/**
 * A chain to talk to: anything with EIP-1193's `request`, such as the provider of a Hardhat connection, a
 * wallet, or viem's `http(url)({})`.
 */
export interface Eip1193Provider {
  // biome-ignore lint/suspicious/noExplicitAny: every library types requests its own way; EIP-1193 does not.
  request(args: any): Promise<any>;
}
