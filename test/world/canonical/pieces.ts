import {
  type Address,
  concat,
  getContractAddress,
  type Hex,
  keccak256,
  numberToHex,
  pad,
  size,
  toHex,
} from "viem";
import type { CanonicalContract } from "../../../src/index.ts";
import { creatorOf } from "../../../src/world/canonical/creatorOf.ts";
import { missingOfV1 } from "../../../src/world/canonical/manifest.ts";

/** A made-up canonical contract, and its code. */
export interface Piece {
  readonly contract: CanonicalContract;
  readonly creation: Hex;
  readonly runtime: Hex;
}

const deployer: Address = "0x00000000000000000000000000000000DeaDBeef";

/** Creation code that leaves `runtime`: it copies what follows it. */
const leaving = (runtime: Hex) => concat(["0x60", toHex(size(runtime)), "0x80600a5f395ff300", runtime]);

function place(
  name: string,
  creation: Hex,
  runtimeAt: (address: Address) => Hex,
  more: Partial<CanonicalContract> = {},
): Piece {
  const salt = keccak256(toHex(`salt of ${name}`));
  const address = getContractAddress({ opcode: "CREATE2", from: deployer, salt, bytecode: creation });
  const runtime = runtimeAt(address);
  const contract = {
    name,
    address,
    deployer,
    salt,
    initCodeHash: keccak256(creation),
    runtimeCodeHash: keccak256(runtime),
    runtimeImmutables: false,
    ...more,
  };
  return { contract, creation, runtime };
}

/**
 * Makes a contract up: its runtime code is all its own.
 *
 * @param name What the manifest calls it.
 * @param more What its entry says besides.
 * @returns The contract, pinned, and its code.
 */
export function madeUp(name: string, more: Partial<CanonicalContract> = {}): Piece {
  const runtime = concat(["0x00", keccak256(toHex(name))]);
  return place(name, leaving(runtime), () => runtime, more);
}

/**
 * A contract whose runtime code is what its constructor learnt from where it ran: its address, the chain's id, who
 * created it, and where the first contract comes to stand that it creates itself.
 */
export const placeBound = place(
  "PlaceBound",
  // ADDRESS 0 MSTORE, CHAINID 32 MSTORE, CALLER 64 MSTORE, CREATE(0, 0, 0) 96 MSTORE, RETURN(0, 128)
  "0x305f5246602052336040525f5f5ff060605260805ff3",
  (address) =>
    concat([
      pad(address),
      numberToHex(1946, { size: 32 }),
      pad(deployer),
      pad(getContractAddress({ from: address, nonce: 1n })),
    ]).toLowerCase() as Hex,
  { runtimeImmutables: true },
);

/** What is never run: it makes code as long as a literal has to be to be looked at. */
const padding: Hex = `0x${"00".repeat(48)}`;

/** A contract whose creation code is published without what its constructor is given: it leaves just that. */
export const given = ((): Piece => {
  const args = keccak256("0x61726773");
  // CODECOPY(0, 60, 32), RETURN(0, 32)
  const creation = concat(["0x6020603c60003960206000f3", padding]);
  return { ...place("Given", concat([creation, args]), () => args, { constructorArgs: args }), creation };
})();

/** A contract that answers any call, and one whose constructor calls it, and leaves its answer. */
export const callee = ((): Piece => {
  const runtime = concat(["0x60aa5f5260205ff3", padding]);
  return place("Callee", leaving(runtime), () => runtime);
})();
export const caller = place(
  "Caller",
  // STATICCALL(gas, callee, 0, 0, 0, 32), RETURN(0, 32)
  concat(["0x60205f5f5f73", callee.contract.address.toLowerCase() as Hex, "0x5afa5060205ff3", padding]),
  () => numberToHex(0xaa, { size: 32 }),
  { constructorNeeds: ["Callee"] },
);

/** A contract that CREATE3 made, whose constructor leaves who called it. */
export const proxied = ((): Piece => {
  const made = { creation: "create3", deployer, salt: keccak256(toHex("salt of Proxied")) } as const;
  const creator = pad(creatorOf(made)).toLowerCase() as Hex;
  return place("Proxied", concat(["0x335f5260205ff3", padding]), () => creator, made);
})();

/** All that v1 needs, two contracts of one artifact's name, and one whose code is bound to its place. */
export const pieces: readonly Piece[] = [
  ...missingOfV1(new Map()).map((name) => madeUp(name)),
  madeUp("Account-v2", { artifact: "Account" }),
  madeUp("Account-v1", { artifact: "Account" }),
  placeBound,
];

/** The manifest of {@link pieces}. */
export const manifest: readonly CanonicalContract[] = pieces.map(({ contract }) => contract);

/**
 * Finds one of {@link pieces}.
 *
 * @param name Its name.
 * @returns The piece.
 */
export function pieceOf(name: string): Piece {
  const piece = pieces.find(({ contract }) => contract.name === name);
  if (!piece) throw new Error(`there is no piece ${name}`);
  return piece;
}

/**
 * Changes a byte of code.
 *
 * @param code The code.
 * @returns The code with its last byte changed.
 */
export const flipped = (code: Hex): Hex => `${code.slice(0, -2)}${code.endsWith("00") ? "01" : "00"}` as Hex;
