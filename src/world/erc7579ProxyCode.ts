import type { Hex } from "viem";
import { erc7579Proxy } from "./canonical/manifest.ts";
import { readCode } from "./canonical/readCode.ts";

/**
 * The creation code of the proxy that an ERC-7579 reference account is (`MSAProxy`), without its constructor's
 * arguments.
 *
 * @returns The code, held against its pinned hash.
 * @throws CodeHashMismatchError, CodeNotFoundError.
 */
export function erc7579ProxyCode(): Hex {
  return readCode("MSAProxy", erc7579Proxy);
}
