import { type Hex, keccak256 } from "viem";
import type { Session } from "../world/Release.ts";
import type { World } from "../world/World.ts";

/**
 * The hash of a session with all its policies, which its permissionId does not cover.
 *
 * @param world The world whose release it is for.
 * @param session The session.
 * @returns keccak256 of the call data that enables it.
 */
export function hashSession({ release }: Pick<World, "release">, session: Session): Hex {
  return keccak256(release.encodeEnable([session]).data ?? "0x");
}
