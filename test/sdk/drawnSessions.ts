import { getOwnableValidator } from "@rhinestone/module-sdk";
import fc, { type Arbitrary } from "fast-check";
import { getAddress, numberToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import {
  type ActionData,
  type PolicyData,
  type Session,
  sudo,
  timeFrame,
  usageLimit,
  valueLimit,
} from "../../src/index.ts";
import { fallbackSelectors, fallbackTarget } from "../../src/world/fallbackAction.ts";
import { bytes } from "../differential/draws.ts";

/** The session key of every drawn session. */
export const sessionKey = privateKeyToAccount(generatePrivateKey());

const word = bytes(32, 32);
const limit = fc.bigInt(1n, 2n ** 128n - 1n);
const policyList = fc.subarray(["sudo", "timeFrame", "usageLimit", "valueLimit"] as const).chain((names) =>
  fc.tuple(
    ...names.map((name): Arbitrary<PolicyData> => {
      if (name === "sudo") return fc.constant(sudo.encode());
      if (name === "timeFrame") {
        return fc
          .tuple(fc.bigInt(0n, 2n ** 40n), fc.bigInt(1n, 2n ** 40n))
          .map(([validAfter, duration]) =>
            timeFrame.encode({ validAfter, validUntil: validAfter + duration }),
          );
      }
      const policy = name === "usageLimit" ? usageLimit : valueLimit;
      return limit.map((one) => policy.encode({ limit: one }));
    }),
  ),
);
const address = fc
  .bigInt(2n ** 32n, 2n ** 160n - 1n)
  .map((one) => getAddress(numberToHex(one, { size: 20 })));
const action: Arbitrary<ActionData> = fc
  .record({
    actionTarget: fc.oneof(
      { weight: 2, arbitrary: address },
      { weight: 1, arbitrary: fc.constant(getAddress(fallbackTarget)) },
    ),
    selector: bytes(4, 4),
    flag: fc.constantFrom(...Object.values(fallbackSelectors)),
    actionPolicies: policyList,
  })
  .map(({ actionTarget, selector, flag, actionPolicies }) => ({
    actionTarget,
    actionTargetSelector: actionTarget === getAddress(fallbackTarget) ? flag : selector,
    actionPolicies,
  }));

/** Draws sessions in all that a session may hold, with actions that stand for all others, too. */
export const drawnSession: Arbitrary<Session> = fc
  .record({
    salt: word,
    userOpPolicies: policyList,
    actions: fc.array(action, { maxLength: 3 }),
    contents: fc.array(
      fc.record({
        appDomainSeparator: word,
        contentNames: fc.array(fc.string({ unit: "grapheme", maxLength: 40 }), { maxLength: 2 }),
      }),
      { maxLength: 2 },
    ),
    signs: fc.boolean(),
    permitERC4337Paymaster: fc.boolean(),
  })
  .map(({ contents, signs, ...session }) => {
    const { address: sessionValidator, initData } = getOwnableValidator({
      threshold: 1,
      owners: [sessionKey.address],
    });
    return {
      ...session,
      sessionValidator: getAddress(sessionValidator),
      sessionValidatorInitData: initData,
      erc7739Policies: {
        allowedERC7739Content: contents,
        erc1271Policies: signs ? [sudo.encode()] : [],
      },
    };
  });
