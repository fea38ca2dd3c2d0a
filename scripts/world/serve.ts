import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { type Alto, describeWorld, InvalidInputError, serveReport, toJson } from "../../src/index.ts";
import { runAtEdge } from "../runAtEdge.ts";
import { type Stop, stopAll } from "../stopAll.ts";
import { portsToServe } from "./portsToServe.ts";
import { startServing } from "./startServing.ts";
import { untilSignal } from "./untilSignal.ts";

interface Options {
  readonly bundler: string | undefined;
  readonly bundlerPort: string | undefined;
  readonly port: string | undefined;
  readonly json: boolean;
}

/** `world serve`: a world with the presets' contracts over HTTP, until a signal ends it. */
export default async function serve(
  { bundler = "instant", bundlerPort, port, json }: Options,
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  const stops: Stop[] = [];
  await runAtEdge(
    async () => {
      const network = hre.globalOptions.network ?? "node";
      const withAlto = parseBundler(bundler) === "alto";
      const ports = await portsToServe(hre, { port, bundlerPort, withAlto });
      await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
      try {
        const { alto, ...served } = await startServing(hre, { network, ports }, stops);
        // One line: who waits for it reads up to the line's end.
        console.log(
          json
            ? oneLine({
                ...served,
                bundlerUrl: served.bundlerUrl ?? null,
                world: describeWorld(served.world),
              })
            : `${serveReport(served)}\n\nServing until Ctrl-C.`,
        );
        return await waitForEnd(alto);
      } finally {
        await stopAll(stops);
      }
    },
    { json },
  );
  // A websocket that a client holds would keep this process, and nothing is left to serve it.
  process.exit();
}

/** Waits for what ends the serving; it is well where that is a signal. */
async function waitForEnd(alto: Alto | undefined): Promise<boolean> {
  const altoEnded = alto?.ended.then(() => "alto" as const);
  const end = await Promise.race([untilSignal(), ...(altoEnded ? [altoEnded] : [])]);
  if (end !== "alto") {
    console.error(`world serve: ${end}, stopping …`);
    return true;
  }
  console.error("world serve: the bundler alto has ended by itself; run this again. Stopping …");
  return false;
}

const oneLine = (value: unknown): string => JSON.stringify(JSON.parse(toJson(value)));

function parseBundler(name: string): "instant" | "alto" {
  if (name === "instant" || name === "alto") return name;
  throw new InvalidInputError([
    { field: "bundler", value: name, problem: "is not known here", remedy: "Give one of: instant, alto." },
  ]);
}
