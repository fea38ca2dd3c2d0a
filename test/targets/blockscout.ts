import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What was handed in for verification. */
export interface Submission {
  readonly contractaddress: string;
  readonly contractname: string;
  readonly compilerversion: string;
  readonly constructorArguments: string;
  readonly sourceCode: string;
}

/** What the explorer says of a contract: that it has its sources, that they fit, that they do not. */
export type Verdict = "known" | "fits" | "does not fit";

/**
 * Plays the API of Blockscout (its Etherscan-compatible one, module=contract) on loopback.
 *
 * @param judge Says of a contract's address what the explorer says of it.
 * @returns Its URL, what was handed in, and how to end it.
 */
export async function blockscout(judge: (address: string) => Verdict) {
  const submissions: Submission[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const query = new URL(request.url ?? "", "http://127.0.0.1").searchParams;
    const answer = (status: "0" | "1", result: unknown) =>
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ status, message: status === "1" ? "OK" : "NOTOK", result }));
    const action = query.get("action");
    if (action === "getsourcecode") {
      const isKnown = judge(query.get("address") ?? "") === "known";
      return answer("1", [isKnown ? { SourceCode: "contract Known {}" } : {}]);
    }
    if (action === "verifysourcecode") {
      const submission = Object.fromEntries(new URLSearchParams(body)) as unknown as Submission;
      submissions.push(submission);
      return answer("1", submission.contractaddress); // the number of the request, which Blockscout is asked by
    }
    const fits = judge(query.get("guid") ?? "") === "fits";
    return answer("1", fits ? "Pass - Verified" : "Fail - Unable to verify");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    submissions,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
