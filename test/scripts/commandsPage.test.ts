import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { Keystore } from "ox";
import { type Address, createPublicClient, type Hex, http, numberToHex } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { contractArtifact, httpProvider, readSessionFiles } from "../../src/index.ts";
import { freePort } from "../helpers/freePort.ts";
import { isOnAnvil } from "../helpers/freshChain.ts";
import { isOnFork } from "../helpers/freshFork.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const page = readFileSync(new URL("../../docs/commands.md", import.meta.url), "utf8");
const [serving = "", commands = ""] = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(
  ([, block]) => block ?? "",
);

describe("docs/commands.md", function () {
  this.timeout(400_000);
  // Its chain is a served one of its own, whatever the run's network is.
  if (isOnFork() || isOnAnvil()) return;

  const folder = mkdtempSync(join(tmpdir(), "commands-"));
  const stops: (() => void)[] = [];
  after(() => {
    for (const stop of stops) stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs a block of shell commands as they are written. */
  const shell = (script: string, env: Record<string, string>) => {
    const { HARDHAT_NETWORK: _handedDown, ...inherited } = process.env;
    // By standard input, as a terminal does: as an argument the script itself would be in the process list.
    const child = spawn("bash", ["-eu"], {
      cwd: root,
      env: { ...inherited, ...env },
      stdio: ["pipe", "pipe", "pipe"],
      detached: true, // a group of its own, as a terminal makes one
    });
    child.stdin.end(script.replace(/^(\.\/harness .*?)( +#.*)?$/gm, "$1 < /dev/null"));
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
    const stop = () => {
      try {
        process.kill(-(child.pid as number), "SIGKILL");
      } catch {
        // All of the group have ended.
      }
    };
    stops.push(stop);
    return { child, said, ended: once(child, "close").then(([code]) => code as number | null) };
  };

  it("leads through a session's whole life, and shows no key and no passphrase on the way", async () => {
    const [rpcPort, bundlerPort] = [await freePort(), await freePort()];
    const rpcUrl = `http://127.0.0.1:${rpcPort}`;
    const [owner, deployer] = [generatePrivateKey(), generatePrivateKey()];
    const env = {
      WORLD_RPC_URL: rpcUrl,
      WORLD_BUNDLER_URL: `http://127.0.0.1:${bundlerPort}/rpc`,
      SESSION_KEYS_FOLDER: join(folder, "keys"),
      SMART_SESSIONS_DEPLOYMENTS: join(folder, "deployments"),
      ACCOUNT_OWNER_PRIVATE_KEY: owner,
      DEPLOYER_PRIVATE_KEY: deployer,
    };

    const world = shell(serving, env);
    const served = new Promise<void>((resolve) => {
      world.child.stdout.on("data", () => world.said.stdout.includes("Serving until") && resolve());
    });
    await Promise.race([served, world.ended.then(() => expect.fail(`not served:\n${world.said.stderr}`))]);
    const provider = httpProvider(rpcUrl);
    const params = [privateKeyToAddress(deployer), numberToHex(10n ** 20n)];
    await provider.request({ method: "hardhat_setBalance", params });

    // The process list shows arguments to everyone on the machine.
    const run = shell(commands.replaceAll("127.0.0.1:4337", `127.0.0.1:${bundlerPort}`), env);
    const { seen, done } = watchProcesses(run.child);
    const code = await run.ended;
    await done();
    expect([...seen].some((line) => line.includes("sessions create"))).to.equal(true);
    const { stdout, stderr } = run.said;
    expect(code, `${stdout}\n${stderr}`).to.equal(0);

    expect(stdout).to.match(/Deployed on localhost .*with 3 transactions/);
    expect(stdout.match(/^Created /gm)).to.have.length(10);
    expect(stdout).to.match(/Proved: 3 permissions/);
    expect(stdout).to.match(/Operations: 2: 2 succeeded, 0 failed; 2 calls;/);
    expect(stdout).to.match(/count-2 has the key 0x\w+ now/);
    expect(stdout).to.match(/Revoked for good, as the chain confirms: count-1, mint\./);

    // As the chain has it in the end.
    const [kept] = readdirSync(join(folder, "deployments", "local")).map((name) =>
      JSON.parse(readFileSync(join(folder, "deployments", "local", name), "utf8")),
    ) as { targets: { name: string; address: Address }[] }[];
    const target = (name: string) => kept?.targets.find((one) => one.name === name)?.address as Address;
    const files = keyFilesIn(join(folder, "keys"));
    expect(files).to.have.length(11);
    const account = files[0]?.account.address as Address;
    const client = createPublicClient({ transport: http(rpcUrl) });
    const counted = await client.readContract({
      address: target("counter"),
      abi: contractArtifact("targets/Counter").abi,
      functionName: "counts",
      args: [account],
    });
    expect(counted).to.equal(1n);
    const holder = await client.readContract({
      address: target("nft"),
      abi: contractArtifact("targets/Nft").abi,
      functionName: "ownerOf",
      args: [1n],
    });
    expect(holder).to.equal(account);
    const states = stdout.slice(stdout.lastIndexOf("┌")).match(/│ (revoked|active|not enabled|removed) /g);
    expect(states).to.deep.equal(Array.from({ length: 11 }, () => "│ revoked "));

    const [, passphrase = ""] = /SESSION_KEYS_PASSPHRASE="([^"]+)"/.exec(commands) ?? [];
    const stretched = new Map<string, Keystore.Key>(); // a second's work, and once for those that were made together
    const sessionKeys = files.map(({ keystore }) => {
      const { salt } = keystore.crypto.kdfparams;
      const key = stretched.get(salt) ?? Keystore.toKey(keystore, { password: passphrase });
      stretched.set(salt, key);
      return Keystore.decrypt(keystore, key);
    });
    const written = readTree(folder);
    const outputs = [stdout, stderr, world.said.stdout, world.said.stderr, written, ...seen].join("\n");
    for (const secret of [owner, deployer, passphrase, ...sessionKeys] as (Hex | string)[]) {
      expect(
        outputs.toLowerCase().includes(secret.replace(/^0x/, "").toLowerCase()),
        "a secret is shown",
      ).to.equal(false);
    }
    process.kill(-(world.child.pid as number), "SIGINT");
    expect(await world.ended).to.not.equal(1);
  });
});

/** What the machine's processes were started with: looked at whenever a command says something. */
function watchProcesses({ stdout, stderr }: Pick<ChildProcess, "stdout" | "stderr">): {
  readonly seen: ReadonlySet<string>;
  readonly done: () => Promise<void>;
} {
  const seen = new Set<string>();
  let looking: Promise<void> | undefined;
  const look = async () => {
    const ps = spawn("ps", ["-axo", "args"], { stdio: ["ignore", "pipe", "ignore"] });
    let listed = "";
    ps.stdout.setEncoding("utf8").on("data", (text: string) => (listed += text));
    await once(ps, "close");
    for (const line of listed.split("\n")) if (/hardhat|alto/.test(line)) seen.add(line);
    looking = undefined;
  };
  for (const stream of [stdout, stderr]) stream?.on("data", () => (looking ??= look()));
  return { seen, done: async () => looking };
}

function keyFilesIn(keys: string) {
  return readdirSync(join(keys, "local")).flatMap((chain) =>
    readdirSync(join(keys, "local", chain)).flatMap(
      (account) => readSessionFiles(join(keys, "local", chain, account)).sessions,
    ),
  );
}

/** Every file below a folder, in one text. */
function readTree(folder: string): string {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}
