import { type Hex, parseAbi, size } from "viem";
import type { Found, LintContext, Rule, Subject } from "./Rule.ts";

/** Compilers write a selector with as many bytes as it needs (PUSH4 to PUSH1), or into a table: whole bytes either way. */
function mentions(code: Hex, selector: Hex): boolean {
  const short = selector.slice(2).replace(/^(00)+/, "");
  const pushed = short.length < 8 ? `${(0x5f + short.length / 2).toString(16)}${short}` : short;
  for (let at = code.indexOf(pushed); at >= 0; at = code.indexOf(pushed, at + 1))
    if (at % 2 === 0) return true;
  return false;
}

/** The target's code, where its address is known. */
async function codeOf(subject: Subject, { world, targetOf, codeOf: read }: LintContext) {
  const address = targetOf(subject);
  if (!world || address === undefined) return undefined;
  return { world, address, ...(await read(world, address)) };
}

/** About what stands on the chain. */
export const chainRules: readonly Rule[] = [
  {
    id: "no-code",
    severity: "error",
    finds: "a target without code",
    reason:
      "Calls to it succeed and do nothing but move the value that they carry; and whoever deploys there later decides what the session calls.",
    remedy: "Give the contract's address on this chain.",
    needs: "chain",
    check: async (subject, context) => {
      const target = await codeOf(subject, context);
      if (!target || size(target.code) > 0) return [];
      return [{ field: "target", message: `may call ${target.address}, where no contract stands` }];
    },
  },
  {
    id: "upgradeable-target",
    severity: "warning",
    finds: "a target whose code may change",
    reason: "Who may upgrade it decides what the granted function does, while the session lives.",
    remedy: "Know who may upgrade it; keep the session short and its limits low.",
    needs: "chain",
    check: async (subject, context) => {
      const proxy = (await codeOf(subject, context))?.proxy;
      if (!proxy) return [];
      const message = `may call ${proxy.kind}, whose code is that of ${proxy.implementation} today`;
      if (proxy.mayChange) return [{ field: "target", message }];
      const fixed = `may call ${proxy.kind}, whose code is that of ${proxy.implementation}, and stays so`;
      const remedy = "Look at that contract: it is what the session calls.";
      return [{ field: "target", severity: "note", message: fixed, remedy }];
    },
  },
  {
    id: "unknown-selector",
    severity: "warning",
    finds: "a function that the target's code does not mention",
    reason: "The call reverts, or goes to a fallback function that does something else with it.",
    remedy:
      "Look whether function and target are right; a contract that finds its functions elsewhere (a diamond, a router) does not mention them.",
    needs: "chain",
    check: async (subject, context) => {
      const target = await codeOf(subject, context);
      const { selector, signature } = subject.permission.function;
      if (!target || size(target.code) === 0) return [];
      const codes = [target.code, ...(target.proxy ? [target.proxy.code] : [])];
      if (codes.some((code) => mentions(code, selector))) return [];
      const where = target.proxy ? `its implementation ${target.proxy.implementation}` : target.address;
      const called = signature ? `${signature} ${selector}` : selector;
      return [
        { field: "function", message: `may call ${called}, which the code of ${where} does not mention` },
      ];
    },
  },
  {
    id: "limit-above-supply",
    severity: "warning",
    finds: "a spending limit above all that there is of the token",
    reason: "It limits nothing: most often it is written for 18 decimals, and the token has fewer.",
    remedy: "Give the amount in the token's own smallest unit; its decimals() tells.",
    needs: "chain",
    check: async (subject, context) => {
      const { spendingLimit } = subject.permission;
      const target = await codeOf(subject, context);
      if (spendingLimit === undefined || !target || size(target.code) === 0) return [];
      try {
        const supply = await target.world.client.readContract({
          address: target.address,
          abi: parseAbi(["function totalSupply() view returns (uint256)"]),
          functionName: "totalSupply",
        });
        const found: Found = {
          field: "spendingLimit",
          message: `has a spendingLimit of ${spendingLimit}, and the token's whole supply is ${supply}`,
        };
        // Of a token that has none yet, the supply tells nothing.
        return supply > 0n && spendingLimit > supply ? [found] : [];
      } catch {
        return []; // what tells no supply is not known to have less
      }
    },
  },
];
