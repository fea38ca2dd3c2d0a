import { getSudoPolicy } from "@rhinestone/module-sdk";
import { pass } from "./answer.ts";
import type { Policy } from "./Policy.ts";

const { policy: address, initData } = getSudoPolicy();

/** Lets everything pass. An action needs a policy to be usable; where nothing else limits it, this is it. */
export const sudo: Policy<void, null> = {
  name: "SudoPolicy",
  address,
  roles: ["userOp", "action", "erc1271"],
  compile: () => [],
  rule: () => undefined,
  encode: () => ({ policy: address, initData }),
  decode: () => undefined,
  readState: async () => null,
  predictEnable: () => pass(null),
  predict: () => pass(null),
};
