/**
 * An address or a hash, as much of it as tells it from others on a page.
 *
 * @param hex The address or hash.
 * @returns `0x1234…abcd`.
 */
export function shortHex(hex: string): string {
  return hex.length > 12 ? `${hex.slice(0, 6)}…${hex.slice(-4)}` : hex;
}
