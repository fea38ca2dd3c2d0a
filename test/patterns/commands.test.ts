import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { numberToHex } from "viem";
import { targetNames } from "../../src/deployments/deploymentsSchema.ts";
import { chainTime, compileEntries, createHarness, parseUse, readSessionsFile } from "../../src/index.ts";
import { afterEnabling } from "../../src/session/afterEnabling.ts";
import { neverEnabled } from "../../src/session/neverEnabled.ts";
import { predict } from "../../src/session/predict.ts";
import { fixture } from "../helpers/fixture.ts";
import { isOnAnvil } from "../helpers/freshChain.ts";
import { isOnFork } from "../helpers/freshFork.ts";
import { runTaskHere } from "../helpers/runTaskHere.ts";
import { type ServedProcess, serveWorld } from "../helpers/serveWorld.ts";
import { patternNames } from "./patternScene.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const page = readFileSync(join(root, "docs/patterns.md"), "utf8");
const [serving = "", commands = "", others = ""] = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(
  ([, block]) => block,
);

/** The words of a block's commands, as a shell parts them. */
const linesOf = (block: string): readonly (readonly string[])[] =>
  [...block.matchAll(/^\.\/harness (.*?)(?: +#.*)?$/gm)].map(([, command = ""]) =>
    [...command.matchAll(/(?:[^\s"]|"[^"]*")+/g)].map(([word]) => word.replaceAll('"', "")),
  );

describe("docs/patterns.md", function () {
  this.timeout(180_000);

  it("names every file that a copy needs, and none that there is not", () => {
    const [, copying = ""] = /## How to copy one\n([\s\S]*?)\n## /.exec(page) ?? [];
    const named = [...copying.matchAll(/`([\w./]+)`/g)].map(([, path = ""]) => path);
    const inPlace = ["", "contracts/targets", "test/contracts/handlers", "test/helpers"];
    for (const path of named)
      expect(
        inPlace.some((folder) => existsSync(join(root, folder, path))),
        path,
      ).to.equal(true);
    const tests = [
      ...patternNames.map((name) => `${name}.test.ts`),
      "patternScene.ts",
      "shouldHoldItsScope.ts",
    ];
    for (const file of tests) {
      const source = readFileSync(join(root, "test/patterns", file), "utf8");
      for (const [, imported = ""] of source.matchAll(/from "(?:\.|\.\.\/helpers)\/([\w.]+)"/g))
        expect(copying, `${file} needs it`).to.include(imported);
    }
  });

  const freshHarness = fixture((provider) => createHarness({ provider }));

  it("has commands for a game and an auction that their sessions permit", async () => {
    const { world, createAccount } = await freshHarness();
    const account = await createAccount();
    const addressOf = (index: number) => numberToHex(index + 1, { size: 20 });
    const targets = Object.fromEntries(targetNames.map((name, index) => [name, addressOf(index)]));
    const known = { account: account.address, targets };
    const files = [...`${commands}${others}`.matchAll(/sessions create (\S+)/g)].map(([, file = ""]) => file);
    const entries = files.flatMap((file) => readSessionsFile(join(root, file)).entries);
    const now = await chainTime(world);
    const sessions = compileEntries(world, entries, {
      keyOf: (_, index) => addressOf(100 + index),
      targetOf: ({ target }) => targets[target] ?? expect.fail(`${target} has no address`),
      now,
      ...known,
    });
    const uses = linesOf(others).filter(([, action]) => action === "use");
    expect(uses).to.have.length(6);
    for (const [, , name, called = "", ...words] of uses) {
      const session = sessions[entries.findIndex((entry) => entry.name === name)];
      if (!session) expect.fail(`no file has ${name}`);
      const [value] = words.flatMap((word) => /^--value=(.*)$/.exec(word)?.[1] ?? []);
      const args = words.filter((word) => !word.startsWith("--"));
      const { target, function: granted, sessionKey: signer } = session.permission;
      const context = { target, function: granted, ...known };
      const call = parseUse({ function: called, args, ...(value && { value }) }, context);
      const state = afterEnabling(neverEnabled(world, account, session.permissionId), session);
      if ("status" in state) expect.fail(`${name} cannot be enabled`);
      expect(predict(session, state, { calls: [call], signer }, now).status, name).to.equal("accepted");
    }
  });

  describe("its commands", () => {
    if (isOnFork() || isOnAnvil()) return; // the served world is one of its own, whatever the run's network is
    const folder = mkdtempSync(join(tmpdir(), "patterns-"));
    let world: ServedProcess;
    before(async () => {
      world = await serveWorld();
    });
    after(() => {
      world.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it("lead from nothing to a swap", async () => {
      expect(serving.trim()).to.equal("./harness world serve");
      const [, passphrase = ""] = /SESSION_KEYS_PASSPHRASE="([^"]+)"/.exec(commands) ?? [];
      const env = {
        WORLD_RPC_URL: world.served.rpcUrl,
        WORLD_BUNDLER_URL: "",
        WORLD_PAYMASTER_URL: "",
        SESSION_KEYS_FOLDER: join(folder, "keys"),
        SMART_SESSIONS_DEPLOYMENTS: join(folder, "deployments"),
        SESSION_KEYS_PASSPHRASE: passphrase,
        ACCOUNT_OWNER_PRIVATE_KEY: "",
        DEPLOYER_PRIVATE_KEY: "",
      };
      const said = new Map<string, string>();
      for (const words of linesOf(commands)) {
        const { exitCode, stdout, stderr } = await runTaskHere({ network: "localhost", env }, ...words);
        expect(exitCode, `${words.join(" ")}\n${stdout}\n${stderr}`).to.equal(0);
        said.set(words.join(" "), stdout);
      }
      expect(said.get("sessions prove examples/patterns/exchange.json")).to.match(
        /token, in its rules: 0x\w{40}, as it stands on the chain[\s\S]*Proved: 1 permission permits its use/,
      );
      expect([...said.keys()].at(-1)).to.match(/^sessions use swap swap /);
    });
  });
});
