import type { Deployments, Target, TargetName } from "./deploymentsSchema.ts";

/**
 * Looks up one of the presets' contracts.
 *
 * @param deployments What is known to stand on a chain.
 * @param name Which: `counter`, `token` or `nft`.
 * @returns Where it stands, and how that is known; undefined where it is not known to stand there.
 */
export function findTarget({ targets }: Deployments, name: TargetName): Target | undefined {
  return targets.find((target) => target.name === name);
}
