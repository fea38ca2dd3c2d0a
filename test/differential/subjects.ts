import type { Subject } from "./Subject.ts";
import { erc20SpendingLimit } from "./subjects/erc20SpendingLimit.ts";
import { ownableValidator } from "./subjects/ownableValidator.ts";
import { sudo } from "./subjects/sudo.ts";
import { timeFrame } from "./subjects/timeFrame.ts";
import { uniAction } from "./subjects/uniAction.ts";
import { usageLimit } from "./subjects/usageLimit.ts";
import { valueLimit } from "./subjects/valueLimit.ts";

/** The policies of v1 that have a reference contract. */
export const policies: readonly Subject[] = [
  sudo,
  timeFrame,
  usageLimit,
  valueLimit,
  uniAction,
  erc20SpendingLimit,
];

/** The contracts of v1 that have a reference contract. */
export const subjects: readonly Subject[] = [...policies, ownableValidator];
