import { type Hex, isAddress, isAddressEqual } from "viem";
import { decidingContract } from "../../session/decidingContract.ts";
import { fallbackSelectors } from "../../world/fallbackAction.ts";
import { administers } from "./administers.ts";
import { carriesCalls } from "./carriesCalls.ts";
import { openAddresses } from "./openAddresses.ts";
import type { Rule } from "./Rule.ts";

const fallbacks: readonly Hex[] = Object.values(fallbackSelectors);

/** About what may be called. */
export const targetRules: readonly Rule[] = [
  {
    id: "fallback-action",
    severity: "error",
    finds: "SmartSession's fallback action",
    reason:
      "It stands for every call that nothing else names: the key could install modules on the account, and with 0x00000002 enable sessions for itself.",
    remedy: "Name the contract and the function that may be called.",
    explains: "fallback",
    check: ({ permission: { function: called }, lost }) =>
      fallbacks.includes(called.selector) && !lost.has("target")
        ? [
            {
              field: "function",
              message: `has ${called.selector} for a function, which is the fallback action's`,
            },
          ]
        : [],
  },
  {
    id: "deciding-target",
    severity: "error",
    refused: true,
    finds: "a target that decides for accounts",
    reason:
      "A session that calls SmartSession, a validator or EntryPoint can take the account over or rob it.",
    remedy: "Give the contract that the session may call.",
    explains: "deciding",
    check: (subject, { world, targetOf }) => {
      const target = targetOf(subject);
      const what = target && decidingContract(target, world);
      return what === undefined ? [] : [{ field: "target", message: `may call ${what}` }];
    },
  },
  {
    id: "own-account",
    severity: "error",
    refused: true,
    finds: "the account itself as target",
    reason: "Called by itself an account installs modules and changes its owner: the key would own it.",
    remedy: "Give the contract that the session may call.",
    needs: "account",
    check: (subject, { account, targetOf }) => {
      const target = targetOf(subject);
      const isOwn = account !== undefined && target !== undefined && isAddressEqual(target, account);
      return isOwn ? [{ field: "target", message: "may call the account that it is for" }] : [];
    },
  },
  {
    id: "nested-calls",
    severity: "warning",
    finds: "a function that carries further calls",
    reason: "Rules see the outer call alone: inside it, whatever the target can reach can be called.",
    remedy: "Grant the inner functions themselves, each with its limits.",
    check: ({ permission: { function: called } }) =>
      carriesCalls(called)
        ? [
            {
              field: "function",
              message: `may call ${called.signature ?? called.selector}, which carries calls of its own`,
            },
          ]
        : [],
  },
  {
    id: "administration",
    severity: "warning",
    finds: "a function that gives a contract another owner or other code",
    reason: "Who has the key keeps what it gave them after the session has ended.",
    remedy: "Leave administration to the account's owner.",
    check: ({ permission: { function: called } }) =>
      administers(called)
        ? [{ field: "function", message: `may call ${called.signature ?? called.selector}` }]
        : [],
  },
  {
    id: "open-address",
    severity: "note",
    finds: "an address that the key chooses, in a function that no other rule is about",
    reason: "It may say who gets what the account pays for, or who has a say in what it owns.",
    remedy:
      "Hold it to one address by an argument rule; where that cannot be, know what the function does with it.",
    check: (subject) => {
      const open = openAddresses(subject);
      const { signature } = subject.permission.function;
      const message = `may name anybody in ${signature}: ${open.map((one) => `argument ${one}`).join(", ")}`;
      return open.length > 0 ? [{ field: "function", message }] : [];
    },
  },
  {
    id: "bare-selector",
    severity: "note",
    finds: "a function by its selector alone",
    reason:
      "Nobody who signs can read what it is, its arguments cannot be limited, and four bytes may be another function's.",
    remedy: 'Give the signature: "transfer(address to,uint256 amount)", or the target\'s ABI.',
    check: ({ permission: { function: called }, given }) =>
      called.signature === undefined &&
      isAddress(given.target, { strict: false }) &&
      !fallbacks.includes(called.selector)
        ? [
            {
              field: "function",
              message: `may call ${called.selector}, whose name and arguments nothing here tells`,
            },
          ]
        : [],
  },
];
