import { getTimeFramePolicy } from "@rhinestone/module-sdk";
import { hexToBigInt, size, slice } from "viem";
import { contractArtifact } from "../../abis/contractArtifact.ts";
import type { Enforcement } from "../Enforcement.ts";
import { noData, notInitialized, pass } from "./answer.ts";
import type { Policy } from "./Policy.ts";

/** Both ends are included; a `validUntil` of 0 means no expiry. Unix seconds. */
export interface TimeFrame {
  readonly validAfter: bigint;
  readonly validUntil: bigint;
}

const { policy: address } = getTimeFramePolicy({ validAfter: 0, validUntil: 0 });

/** Use within a time frame. It does not refuse: it hands the frame to EntryPoint, which does (AA22). */
export const timeFrame: Policy<TimeFrame, TimeFrame> = {
  name: "TimeFramePolicy",
  address,
  roles: ["userOp", "action", "erc1271"],

  compile({ validAfter = 0n, validUntil = 0n }) {
    if (validAfter === 0n && validUntil === 0n) return [];
    return [
      {
        role: "userOp",
        data: timeFrame.encode({ validAfter, validUntil }),
        enforces: [
          ...bound("validAfter", "not before", validAfter),
          ...bound("validUntil", "not after", validUntil),
        ],
      },
    ];
  },

  rule: () => undefined,

  encode({ validAfter, validUntil }) {
    const { policy, initData } = getTimeFramePolicy({
      validAfter: Number(validAfter),
      validUntil: Number(validUntil),
    });
    return { policy, initData };
  },

  decode: (initData) => ({
    validUntil: hexToBigInt(slice(initData, 0, 6)),
    validAfter: hexToBigInt(slice(initData, 6, 12)),
  }),

  async readState({ client, configId, multiplexer, account }) {
    const config = await client.readContract({
      address,
      abi: contractArtifact("policies/TimeFramePolicy").abi,
      functionName: "getTimeFrameConfig",
      args: [configId, multiplexer, account],
    });
    return { validUntil: config >> 48n, validAfter: config & (2n ** 48n - 1n) };
  },

  predictEnable(initData, key) {
    if (size(initData) < 12) return noData;
    const frame = timeFrame.decode(initData);
    const isEmpty = frame.validUntil !== 0n && frame.validAfter > frame.validUntil;
    return isEmpty ? notInitialized(key) : pass(frame);
  },

  // A frame of zeroes may be enabled, and is then no configuration.
  predict(frame, question) {
    if (frame.validAfter === 0n && frame.validUntil === 0n) return notInitialized(question);
    return { passes: true, state: frame, frame };
  },
};

function bound(field: "validAfter" | "validUntil", side: string, value: bigint): Enforcement[] {
  if (value === 0n) return [];
  const statement = `${side} ${isoTime(value)}, that second included`;
  return [{ field, value, enforcedBy: "TimeFramePolicy (userOp policy)", statement }];
}

function isoTime(seconds: bigint): string {
  return new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
}
