import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hex } from "viem";
import {
  type Alert,
  type CompiledPermission,
  type Eip1193Provider,
  openWatchJournal,
  type Permission,
  parseAlertRules,
  setChainTime,
  type WatchJournal,
  type WatchParameters,
  watchSessions,
} from "../../src/index.ts";
import { deployRecorder } from "../helpers/recorder.ts";
import { buildFastScene } from "../helpers/scene.ts";

/** An alert as its line has it. */
export type AlertLine = Alert & { readonly details: Readonly<Record<string, unknown>> };

/** What a test hands in beside the rules. */
type Given = Partial<Omit<WatchParameters, "rules" | "journal">> & {
  /** Changes the journal: a test breaks it. */
  readonly journalOf?: (journal: WatchJournal) => WatchJournal;
};

/**
 * An account with sessions of a target that takes everything, and what watches it.
 *
 * @param provider The chain.
 * @returns The scene.
 */
export async function buildWatchScene(provider: Eip1193Provider) {
  const scene = await buildFastScene("nexus")(provider);
  const { harness, world, account, key } = scene;
  const recorder = await deployRecorder(world);
  const folders: string[] = [];
  const newFolder = () => {
    const folder = mkdtempSync(join(tmpdir(), "watch-"));
    folders.push(folder);
    return folder;
  };

  return {
    ...scene,
    recorder,
    newFolder,
    close: () => {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },

    /** Enables a session of the recorder. */
    grant: (limits: Partial<Permission> = {}) =>
      scene.enable({ target: recorder.address, function: "record(uint256)", ...limits }),

    /** Has a session call the recorder; a batch where several values are given. */
    use: (session: CompiledPermission, ...values: readonly bigint[]) =>
      harness.use({
        account,
        session,
        key,
        calls: (values.length === 0 ? [0n] : values).map((value) => recorder.call(1n, value)),
      }),

    /** Has the next block, and mines it, at a time. */
    async passTo(timestamp: bigint) {
      await setChainTime(world, timestamp);
      await provider.request({ method: "evm_mine", params: [] });
    },

    /**
     * Begins to watch the account from the next block on; each look is a watch that is started anew, up to the latest
     * block.
     */
    async watch(rules: readonly object[], { ours, ...given }: Given & { readonly ours?: object } = {}) {
      const folder = newFolder();
      const parsed = parseAlertRules({ rules, ...(ours && { ours }) });
      const look = async ({ journalOf = (one) => one, ...more }: Given = {}) => {
        const journal = journalOf(openWatchJournal(folder));
        const common = { rules: parsed, accounts: [account.address], once: true };
        return watchSessions(world, { ...common, ...given, ...more, journal });
      };
      await look();
      return {
        folder,
        look,
        /** What was raised, as the file has it. */
        alerts: (): AlertLine[] => readAlerts(folder),
        /** Looks, and gives what was raised by that. */
        async news(more: Given = {}): Promise<AlertLine[]> {
          const before = readAlerts(folder).length;
          await look(more);
          return readAlerts(folder).slice(before);
        },
      };
    },

    snapshot: (): Promise<Hex> => provider.request({ method: "evm_snapshot" }),
    revert: (id: Hex): Promise<boolean> => provider.request({ method: "evm_revert", params: [id] }),
    mine: (): Promise<unknown> => provider.request({ method: "evm_mine", params: [] }),
  };
}

/** See {@link buildWatchScene}. */
export type WatchScene = Awaited<ReturnType<typeof buildWatchScene>>;

/**
 * Reads what a watch has raised.
 *
 * @param folder Its folder.
 * @returns The alerts.
 */
export function readAlerts(folder: string): AlertLine[] {
  try {
    const text = readFileSync(join(folder, "alerts.jsonl"), "utf8");
    return text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
