import { expect } from "chai";
import { network } from "hardhat";
import type { Hex } from "viem";
import { formatUserOperationRequest } from "viem/account-abstraction";
import { userOperationHash } from "../../../src/account/userOperationHash.ts";
import {
  type Alto,
  createHarness,
  createWorld,
  type Explanation,
  explain,
  type Harness,
  httpProvider,
  type Outcome,
  scenarios,
  startAlto,
  toJson,
} from "../../../src/index.ts";
import { sendSigned } from "../../../src/outcome/execute.ts";
import { playOperation } from "../../../src/outcome/playOperation.ts";
import type { Attempt, ExpectedEnd } from "../../../src/scenarios/troubleshooting/Attempt.ts";
import { playInput } from "../../../src/scenarios/troubleshooting/playAttempt.ts";
import { setStage } from "../../../src/scenarios/troubleshooting/stage.ts";
import { isPlayed } from "./onEveryKind.ts";

/** alto goes by this machine's clock: the chain's is behind, so that what has expired there has expired here. */
const behind = 180_000;

/** An error, in one of the forms in which it comes. */
interface Form {
  readonly name: string;
  readonly input: string;
  /** Whether the operation can be read out of it, so that the chain can be asked. */
  readonly hasOperation: boolean;
}

/** A refusal is told right from whatever is left of it; what is hidden and cannot be asked for is said to be. */
describe("explain, on the troubleshooting catalogue", function () {
  this.timeout(120_000);

  for (const kind of ["safe7579", "nexus"] as const) {
    describe(`on ${kind}`, () => {
      let harness: Harness;
      let alto: Alto;
      const stops: (() => Promise<void>)[] = [];

      before(async () => {
        const override = { initialDate: new Date(Date.now() - behind) };
        const node = await network.createServer({ network: "node", override }, "127.0.0.1", 0);
        const { port } = await node.listen();
        stops.unshift(() => node.close());
        const rpcUrl = `http://127.0.0.1:${port}`;
        const provider = httpProvider(rpcUrl);
        await createWorld(provider);
        alto = await startAlto({ rpcUrl });
        stops.unshift(alto.stop);
        harness = await createHarness({ provider });
      });
      after(async () => {
        for (const stop of stops) await stop();
      });

      for (const scenario of scenarios) {
        if (scenario.group === "cost" || !isPlayed(scenario, kind)) continue;

        it(`tells of ${scenario.id} what it is refused for, in each form; or that it is not`, async () => {
          const { world } = harness;
          const played = await scenario.play(await setStage(harness, kind));
          if ("costs" in played) return expect.fail("it is about costs");
          const { attempt } = played;
          if ("make" in attempt) return expectNothing(await explain(playInput(attempt).error?.message ?? ""));
          if (attempt.expected.status === "accepted") {
            return expectAccepted(await explain(await sentHash(harness, attempt), { world }));
          }
          const forms =
            attempt.expected.status === "undone"
              ? await formsOfMined(harness, attempt)
              : await formsOfRefused(harness, attempt, alto);
          for (const form of forms) {
            expectRight(await explain(form.input, { world }), attempt.expected, form);
            const known = await explain(form.input, { world, account: attempt.account });
            expectRight(known, attempt.expected, form);
            expectNotWrong(await explain(form.input), attempt.expected, form);
          }
        });
      }
    });
  }
});

async function formsOfRefused({ world, client }: Harness, attempt: Attempt, alto: Alto): Promise<Form[]> {
  const { account, operation, calls } = attempt;
  const { address } = world.contracts.EntryPoint;
  const rpc = [formatUserOperationRequest(operation), address];
  const reverted = await playOperation(world, operation);
  const dumped = await thrown(client.sendUserOperation({ ...operation, entryPointAddress: address }));
  const outcome: Outcome = await sendSigned({ world, client, account, operation, calls });
  const body = { jsonrpc: "2.0", id: 1, method: "eth_sendUserOperation", params: rpc };
  const answered = await fetch(alto.url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = (await answered.json()) as { readonly error?: { readonly message: string } };
  if (!answer.error) return expect.fail(`alto took the operation: ${JSON.stringify(answer)}`);
  return [
    { name: "EntryPoint's revert data", input: reverted ?? "", hasOperation: false },
    { name: "viem's error", input: (dumped as Error).message, hasOperation: true },
    { name: "the outcome, in process", input: toJson(outcome), hasOperation: true },
    { name: "alto's JSON", input: JSON.stringify(answer), hasOperation: false },
    { name: "alto's text", input: answer.error.message, hasOperation: false },
    { name: "the operation", input: JSON.stringify(rpc[0]), hasOperation: true },
  ];
}

async function formsOfMined({ world, client }: Harness, attempt: Attempt): Promise<Form[]> {
  const { account, operation, calls } = attempt;
  const outcome = await sendSigned({ world, client, account, operation, calls });
  if (outcome.status === "accepted" || !outcome.mined) return expect.fail("it is mined, and undone");
  const { userOpHash, transactionHash } = outcome.mined;
  expect(userOpHash).to.equal(userOperationHash(world, operation));
  const receipt = await client.request({ method: "eth_getUserOperationReceipt", params: [userOpHash] });
  return [
    { name: "the outcome, in process", input: toJson(outcome), hasOperation: true },
    { name: "the receipt", input: JSON.stringify(receipt), hasOperation: true },
    { name: "the transaction's hash", input: transactionHash, hasOperation: true },
    { name: "the operation's hash", input: userOpHash as Hex, hasOperation: true },
  ];
}

/** Sends what is accepted. */
async function sentHash({ world, client }: Harness, attempt: Attempt): Promise<Hex> {
  const { account, operation, calls } = attempt;
  const outcome = await sendSigned({ world, client, account, operation, calls });
  return outcome.status === "accepted" ? outcome.userOpHash : expect.fail(outcome.refusal.reason);
}

function expectAccepted({ verdict, causes }: Explanation): void {
  expect({ verdict, causes }).to.deep.equal({ verdict: "accepted", causes: [] });
}

/** What this library refuses by itself is no refusal of an operation's. */
function expectNothing({ verdict, causes, layers }: Explanation): void {
  expect({ verdict, causes, layers }).to.deep.equal({ verdict: "unknown", causes: [], layers: [] });
}

const thrown = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail("it is refused"),
    (error: unknown) => error,
  );

/** With the chain: the rule, first and certain, where the operation is known; elsewhere among what is possible. */
function expectRight(explanation: Explanation, expected: ExpectedEnd, form: Form): void {
  if (expected.status === "accepted") return;
  const shown = `${form.name}: ${toJson(explanation)}`;
  expect(explanation.verdict, shown).to.equal(expected.status);
  expectNotWrong(explanation, expected, form);
  const [first] = explanation.causes;
  if (!form.hasOperation) {
    expect(
      explanation.causes.map(({ rule }) => rule),
      shown,
    ).to.include(expected.rule);
    return;
  }
  expect(first?.rule, shown).to.equal(expected.rule);
  expect(
    explanation.layers.map(({ code }) => code),
    shown,
  ).to.include(expected.code);
}

/** What is said to be certain is so; where nothing is known, that is said. */
function expectNotWrong(explanation: Explanation, expected: ExpectedEnd, form: Form): void {
  if (expected.status === "accepted") return;
  const { causes, unknown } = explanation;
  const shown = `${form.name}: ${toJson(explanation)}`;
  const certain = causes.filter(({ certainty }) => certainty === "certain").map(({ rule }) => rule);
  for (const rule of certain) expect(rule, shown).to.equal(expected.rule);
  if (causes.length === 0) expect(unknown, shown).not.to.deep.equal([]);
}
