import { Secp256k1, Signature } from "ox";
import { encodeAbiParameters, type Hex, isAddressEqual, keccak256, parseAbiParameters } from "viem";
import type { SessionFile } from "./SessionFile.ts";

/** What a session's file says of what is granted, and to whom. */
export type Granted = Pick<
  SessionFile,
  "name" | "chainId" | "account" | "permissionId" | "sessionHash" | "written"
>;

const signed = parseAbiParameters(
  "string purpose, string name, uint256 chainId, address account, bytes32 permissionId, bytes32 sessionHash, bytes32 written",
);

/** No hash that a session key signs on chain begins so. */
const purpose = "Smart Sessions key file";

/**
 * Signs what a session's file says of it by the session's own key, which is sealed beside it.
 *
 * @param granted What it says.
 * @param privateKey The session key.
 * @returns 65 bytes.
 */
export function signFile(granted: Granted, privateKey: Hex): Hex {
  return Signature.toHex(Secp256k1.sign({ payload: digest(granted), privateKey }));
}

/**
 * Tells whether a file says what its session's key has signed.
 *
 * @param file The file.
 * @returns Whether it does; whose the key is, the passphrase tells.
 */
export function isSigned({ proof, key, ...granted }: Granted & Pick<SessionFile, "proof" | "key">): boolean {
  try {
    const signature = Signature.fromHex(proof);
    return isAddressEqual(Secp256k1.recoverAddress({ payload: digest(granted), signature }), key);
  } catch {
    return false; // it is no signature
  }
}

const digest = ({ name, chainId, account, permissionId, sessionHash, written }: Granted): Hex =>
  keccak256(
    encodeAbiParameters(signed, [
      purpose,
      name,
      BigInt(chainId),
      account.address,
      permissionId,
      sessionHash,
      written,
    ]),
  );
