import { formatUnits } from "viem";
import type { TokenFigures } from "../../usage/Analysis.ts";
import { countText } from "./countText.ts";
import { cutText } from "./cutText.ts";
import { shortHex } from "./shortHex.ts";

/** What is less is shown in wei: as ETH it would be all zeroes. */
const fewWei = 10n ** 9n;
const ofWhole = new Intl.NumberFormat("en", { maximumFractionDigits: 4 });
const ofFraction = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
const ofPower = new Intl.NumberFormat("en", { notation: "scientific", maximumSignificantDigits: 4 });

/**
 * An amount of native value, for people.
 *
 * @param wei The amount, in wei.
 * @param beside What it is shown beside, in wei: it is in the unit of that. Default: it stands alone.
 * @returns `1.2345 ETH`, rounded to what is read; `12 wei` where it is less than a gwei.
 */
export function etherText(wei: bigint, beside = wei): string {
  const isFew = beside < fewWei && beside > -fewWei && beside !== 0n;
  return isFew ? `${countText(wei)} wei` : `${unitsText(wei, 18)} ETH`;
}

/**
 * An amount of a token, for people.
 *
 * @param amount The amount, in the token's smallest unit.
 * @param token What the token says of itself.
 * @returns `1,250.5 USDC`, rounded to what is read; `12 smallest units of …` where the token says no decimals.
 */
export function tokenText(
  amount: bigint,
  { token, symbol, decimals }: Pick<TokenFigures, "token" | "symbol" | "decimals">,
): string {
  const name = symbol ? cutText(symbol, 16) : shortHex(token);
  return decimals === undefined
    ? `${figureText(amount)} smallest units of ${name}`
    : `${unitsText(amount, decimals)} ${name}`;
}

/**
 * A figure whose unit is not known, for people.
 *
 * @param figure The figure.
 * @returns `1,250`; `2.2e19` where it is out of all proportion.
 */
export function figureText(figure: bigint): string {
  return unitsText(figure, 0);
}

/** Four digits behind the point, or four that count; by its power of ten where it is out of all proportion. */
function unitsText(amount: bigint, decimals: number): string {
  const value = Number(formatUnits(amount, decimals));
  const size = Math.abs(value);
  const isOutOfProportion = size >= 1e15 || (size < 1e-9 && size > 0);
  if (isOutOfProportion) return ofPower.format(value).replaceAll("-", "−").replace("E", "e");
  return (size < 1 ? ofFraction : ofWhole).format(value).replace("-", "−");
}
