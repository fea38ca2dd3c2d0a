import { type Abi, type Address, concat, type Hex, hexToBigInt, numberToHex, slice, zeroAddress } from "viem";
import { kernelErrorsAbi } from "../abis/kernelAbi.ts";
import { nexusErrorsAbi } from "../abis/nexusAbi.ts";
import { referenceAccountErrorsAbi } from "../abis/referenceAccountAbi.ts";
import { safe7579ErrorsAbi } from "../abis/safe7579Abi.ts";
import { startaleErrorsAbi } from "../abis/startaleAbi.ts";
import type { Account, AccountKind } from "./Account.ts";

/** What accounts of a kind have in common, whoever owns them. */
export interface AccountTraits extends Pick<Account, "hidesErrors" | "nonceKey" | "validatorOf"> {
  readonly errorsAbi: Abi;
}

/** The 24 bytes of a nonce key. */
const bytesOf = (key: bigint): Hex => numberToHex(key, { size: 24 });

const validatorFirst: Pick<AccountTraits, "nonceKey" | "validatorOf"> = {
  nonceKey: (validator) => hexToBigInt(concat([validator, "0x00000000"])),
  validatorOf: (key) => slice(bytesOf(key), 0, 20),
};

/** Three bytes that the sender may choose, a mode, the validator. */
const validatorLast: Pick<AccountTraits, "nonceKey" | "validatorOf"> = {
  nonceKey: (validator) => hexToBigInt(concat(["0x00000000", validator])),
  validatorOf: (key) => slice(bytesOf(key), 4, 24),
};

/** Kernel's types of validation (Kernel, `Types.sol`): a validator that is named; its root validator is of type 0. */
export const kernelValidatorType = "0x01";

/** What accounts of each kind have in common. */
export const accountTraits: Readonly<Record<AccountKind, AccountTraits>> = {
  safe7579: {
    ...validatorFirst,
    hidesErrors: true,
    errorsAbi: safe7579ErrorsAbi,
  },
  nexus: { ...validatorLast, hidesErrors: false, errorsAbi: nexusErrorsAbi },
  kernel: {
    // Mode (0: the validator is installed) ‖ type ‖ validator ‖ a key of its own.
    nonceKey: (validator: Address) => hexToBigInt(concat(["0x00", kernelValidatorType, validator, "0x0000"])),
    validatorOf(key) {
      const bytes = bytesOf(key);
      return slice(bytes, 1, 2) === kernelValidatorType ? slice(bytes, 2, 22) : zeroAddress;
    },
    hidesErrors: false,
    errorsAbi: kernelErrorsAbi,
  },
  reference: {
    ...validatorFirst,
    hidesErrors: false,
    errorsAbi: referenceAccountErrorsAbi,
  },
  startale: {
    ...validatorLast,
    hidesErrors: false,
    errorsAbi: startaleErrorsAbi,
  },
};
