import { spawnSync } from "node:child_process";
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// `npm run build`: the library as JavaScript and declarations in dist/, laid out as the repository is, so that what is
// read by a path beside the code is found there as well. The contracts have been compiled before.

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");

rmSync(dist, { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const { status } = spawnSync(process.execPath, [tsc, "--project", "tsconfig.build.json"], {
  cwd: root,
  stdio: ["ignore", process.stderr.fd, process.stderr.fd], // standard output is `npm pack`'s, where that builds
});
if (status !== 0) process.exit(1); // tsc has said why

// TypeScript rewrites `./file.ts` in what runs, and leaves it in declarations, where versions before 5 refuse it.
for (const name of globSync("src/**/*.d.ts", { cwd: dist })) {
  const file = join(dist, name);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace(/(?<=["']\.{1,2}\/[^"']*)(?<!\.d)\.ts(?=["'])/g, ".js"));
}

copy("src/submission/alto/preload.mjs");

// The contracts that the library names. Their types tell Hardhat of themselves, too; who has none need not be told.
const named = readFileSync(join(dist, "src/abis/contractArtifact.d.ts"), "utf8");
for (const [types] of named.matchAll(/artifacts\/contracts\/[^"]+\/artifacts\.d\.ts/g)) {
  const [own] = readFileSync(join(root, types), "utf8").split('import "hardhat/types/artifacts"');
  write(types, (own as string).replace(/^};$/m, "}")); // a statement of its own, which declarations have none of
  copy(types.replace(/([^/]+)\.sol\/artifacts\.d\.ts$/, "$1.sol/$1.json"));
}

function copy(path: string): void {
  mkdirSync(dirname(join(dist, path)), { recursive: true });
  copyFileSync(join(root, path), join(dist, path));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(dist, path)), { recursive: true });
  writeFileSync(join(dist, path), text);
}
