/**
 * A text that somebody else chose, of a bounded length: a session's name, a token's symbol.
 *
 * @param text The text.
 * @param longest How many characters are left of it.
 * @returns The text, cut where it is longer.
 */
export function cutText(text: string, longest = 60): string {
  const characters = [...text];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join("")}…` : text;
}
