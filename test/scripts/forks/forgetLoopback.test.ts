import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { forgetLoopback } from "../../../scripts/forks/forgetLoopback.ts";

describe("forgetLoopback", () => {
  let cache: string;
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), "edr-fork-cache-"));
  });
  afterEach(() => rmSync(cache, { recursive: true }));

  const kept = (upstream: string) => join(cache, "rpc_cache", "v2", upstream);

  it("forgets what was read of an upstream on this machine, at its port alone", async () => {
    for (const upstream of ["127.0.0.1_8600", "127.0.0.1_8601"]) {
      mkdirSync(join(kept(upstream), "1946"), { recursive: true });
    }
    await forgetLoopback(cache, "http://127.0.0.1:8600/key");
    expect(existsSync(kept("127.0.0.1_8600"))).to.equal(false);
    expect(existsSync(kept("127.0.0.1_8601"))).to.equal(true);
  });

  it("keeps what was read elsewhere", async () => {
    mkdirSync(kept("rpc.example_443"), { recursive: true });
    await forgetLoopback(cache, "https://rpc.example:443");
    expect(existsSync(kept("rpc.example_443"))).to.equal(true);
  });

  it("has nothing to do where nothing was read yet", () =>
    forgetLoopback(join(cache, "nowhere"), "http://localhost:8600"));
});
