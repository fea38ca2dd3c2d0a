/** An alert's line is to stay one that is read. */
const most = 20;

/**
 * Cuts a list short, which somebody else may have made as long as a transaction can be.
 *
 * @param list The list.
 * @returns Its first 20, and how many more there are.
 */
export const cut = <One>(
  list: readonly One[],
): { readonly shown: readonly One[]; readonly more: number } => ({
  shown: list.slice(0, most),
  more: Math.max(0, list.length - most),
});
