import { ChainUnreachableError } from "../../errors/world.ts";
import type { Patient } from "../Patient.ts";
import { type Reading, reasonOf } from "./Reading.ts";

/**
 * Asks a bundler which chain and which EntryPoints it serves (ERC-7769). That it does not answer is a finding.
 *
 * @param bundler The bundler.
 * @returns Its answers, as they are; or why there are none.
 */
export async function askBundler(
  bundler: NonNullable<Patient["bundler"]>,
): Promise<Reading<{ readonly chainId: unknown; readonly entryPoints: unknown }>> {
  try {
    const { request } = typeof bundler === "function" ? bundler({}) : bundler;
    const [chainId, entryPoints] = [
      await request({ method: "eth_chainId" }),
      await request({ method: "eth_supportedEntryPoints" }),
    ];
    return { value: { chainId, entryPoints } };
  } catch (error) {
    // Whatever is asked over HTTP is taken for a chain by the provider that asks.
    const unreachable = error instanceof ChainUnreachableError ? (error.status ?? error.cause) : undefined;
    return { unread: typeof unreachable === "undefined" ? reasonOf(error) : silence(unreachable) };
  }
}

const silence = (why: unknown): string =>
  typeof why === "number"
    ? `HTTP status ${why}`
    : typeof why === "string"
      ? why.replace(/\.$/, "")
      : "no answer";
