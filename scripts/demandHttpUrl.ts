import { InvalidInputError } from "../src/index.ts";

/**
 * Holds that what was given is the URL of something over HTTP. It may carry a key: none of it is shown but its host.
 *
 * @param text What was given.
 * @param field The option, or the variable, that it was given by.
 * @param remedy What to give instead.
 * @returns The URL, as it was given.
 * @throws InvalidInputError where it is none.
 */
export function demandHttpUrl(text: string, field: string, remedy: string): string {
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (parsed && ["http:", "https:"].includes(parsed.protocol)) return text;
  // `host:8545` parses, as a scheme and a path.
  const value = parsed?.host ? `${parsed.protocol}//${parsed.host}` : "(not shown)";
  throw new InvalidInputError([{ field, value, problem: "is no URL of HTTP", remedy }]);
}
