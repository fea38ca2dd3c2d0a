import { type Address, isAddressEqual } from "viem";
import type { Finding } from "../Diagnosis.ts";
import type { Examination } from "./Examination.ts";
import { failure, ok, warning } from "./finding.ts";

/**
 * Whether the bundler answers, and serves this chain and EntryPoint v0.7.
 *
 * @param examination What was read.
 * @returns The finding.
 */
export function checkBundler({ world, bundler }: Examination): Finding {
  if (!bundler) {
    return world.kind === "live"
      ? warning(
          "bundler",
          "No bundler was given, so none was asked: operations go through one.",
          "Give the URL of an ERC-4337 bundler for this chain and EntryPoint v0.7.",
        )
      : ok("bundler", "No bundler was asked: a simulated chain needs none of its own.");
  }
  if ("unread" in bundler) {
    return failure(
      "bundler",
      `The bundler does not answer as one: ${bundler.unread}.`,
      "Look at its URL and key, and whether it runs.",
    );
  }
  const { chainId, entryPoints } = bundler.value;
  if (Number(chainId) !== world.chainId) {
    return failure(
      "bundler",
      `The bundler serves chain ${Number(chainId)}, and this is chain ${world.chainId}.`,
      "Give the URL of a bundler for this chain.",
    );
  }
  const entryPoint = world.contracts.EntryPoint.address;
  if (!Array.isArray(entryPoints) || !entryPoints.some((one) => isSame(one, entryPoint))) {
    return failure(
      "bundler",
      `The bundler does not support EntryPoint v0.7 (${entryPoint}).`,
      "Give the URL of a bundler that does.",
    );
  }
  return ok("bundler", `The bundler answers, and serves chain ${world.chainId} and EntryPoint v0.7.`);
}

const isSame = (one: unknown, entryPoint: Address): boolean =>
  typeof one === "string" && /^0x[0-9a-fA-F]{40}$/.test(one) && isAddressEqual(one as Address, entryPoint);
