import assert from "node:assert/strict";
import {
  type Account,
  type CompiledPermission,
  contractArtifact,
  createHarness,
  deployContract,
  fromPreset,
  type Harness,
  httpProvider,
} from "smart-sessions-harness";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

const increment = "0xd09de08a";

describe("a session that may count once", () => {
  const key = privateKeyToAccount(generatePrivateKey());
  let harness: Harness;
  let account: Account;
  let session: CompiledPermission;

  const use = () =>
    harness.use({ account, session, key, calls: [{ to: session.permission.target, data: increment }] });

  before(async () => {
    // What `./harness world serve` serves.
    const provider = httpProvider(process.env.RPC_URL ?? "http://127.0.0.1:8545");
    harness = await createHarness({ provider });
    const target = await deployContract(harness.world, contractArtifact("targets/Counter").bytecode);
    session = harness.compile(fromPreset("counter", { sessionKey: key.address, target, maxUses: 1 }));
    account = await harness.createAccount();
  });

  it("is enabled", async () => {
    assert.equal((await harness.install(account)).status, "accepted");
    assert.equal((await harness.enable(account, [session])).status, "accepted");
  });

  it("counts once", async () => {
    assert.equal((await use()).status, "accepted");
  });

  it("is refused when it is used up", async () => {
    const outcome = await use();
    assert(outcome.status === "rejected");
    assert.equal(outcome.refusal.rule, "maxUses");
  });

  it("is revoked", async () => {
    assert.equal((await harness.revoke(account, session)).status, "accepted");
    const outcome = await use();
    assert(outcome.status === "rejected");
    assert.equal(outcome.refusal.layer, "SmartSession");
  });
});
