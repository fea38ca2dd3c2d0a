import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * Forgets what EDR keeps on disk of an upstream on this machine: what is served at a port today may be another chain
 * than yesterday, with blocks of the same numbers.
 *
 * @param cacheDir The folder of EDR's cache: a folder for its version of it, in that one for each host and port.
 * @param url The upstream's RPC. What is kept of one elsewhere stays.
 */
export async function forgetLoopback(cacheDir: string, url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  if (!["127.0.0.1", "localhost", "[::1]"].includes(hostname)) return;
  const root = join(cacheDir, "rpc_cache");
  const versions = await readdir(root).catch(() => []); // nothing was kept yet
  const folders = versions.map((version) => join(root, version, `${hostname}_${port}`));
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
}
