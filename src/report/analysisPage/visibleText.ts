/** What a reader cannot see, or what turns other text around: controls, formats (bidi among them), fillers, half characters. */
const unseen = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * A text so that a reader sees all that is in it.
 *
 * @param text The text.
 * @returns The text, its unseen characters named: `\u{202e}`. It is not escaped for HTML.
 */
export function visibleText(text: string): string {
  return text.replace(unseen, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`);
}
