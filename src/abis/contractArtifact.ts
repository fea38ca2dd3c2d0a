import { readFileSync } from "node:fs";
import type { ReferenceAccountFactory$Type } from "../../artifacts/contracts/accounts/ReferenceAccountFactory.sol/artifacts.d.ts";
import type { ERC20SpendingLimitPolicy$Type } from "../../artifacts/contracts/policies/ERC20SpendingLimitPolicy.sol/artifacts.d.ts";
import type { SudoPolicy$Type } from "../../artifacts/contracts/policies/SudoPolicy.sol/artifacts.d.ts";
import type { TimeFramePolicy$Type } from "../../artifacts/contracts/policies/TimeFramePolicy.sol/artifacts.d.ts";
import type { UniActionPolicy$Type } from "../../artifacts/contracts/policies/UniActionPolicy.sol/artifacts.d.ts";
import type { UsageLimitPolicy$Type } from "../../artifacts/contracts/policies/UsageLimitPolicy.sol/artifacts.d.ts";
import type { ValueLimitPolicy$Type } from "../../artifacts/contracts/policies/ValueLimitPolicy.sol/artifacts.d.ts";
import type { Counter$Type } from "../../artifacts/contracts/targets/Counter.sol/artifacts.d.ts";
import type { Exchange$Type } from "../../artifacts/contracts/targets/Exchange.sol/artifacts.d.ts";
import type { Game$Type } from "../../artifacts/contracts/targets/Game.sol/artifacts.d.ts";
import type { Marketplace$Type } from "../../artifacts/contracts/targets/Marketplace.sol/artifacts.d.ts";
import type { Nft$Type } from "../../artifacts/contracts/targets/Nft.sol/artifacts.d.ts";
import type { Token$Type } from "../../artifacts/contracts/targets/Token.sol/artifacts.d.ts";
import type { OpenModuleRegistry$Type } from "../../artifacts/contracts/validators/OpenModuleRegistry.sol/artifacts.d.ts";
import type { OwnableValidator$Type } from "../../artifacts/contracts/validators/OwnableValidator.sol/artifacts.d.ts";
import { CodeNotFoundError } from "../errors/world.ts";

/** The contracts of this repository, by the path of their source in `contracts/`. */
export interface ContractArtifacts {
  "accounts/ReferenceAccountFactory": ReferenceAccountFactory$Type;
  "policies/ERC20SpendingLimitPolicy": ERC20SpendingLimitPolicy$Type;
  "policies/SudoPolicy": SudoPolicy$Type;
  "policies/TimeFramePolicy": TimeFramePolicy$Type;
  "policies/UniActionPolicy": UniActionPolicy$Type;
  "policies/UsageLimitPolicy": UsageLimitPolicy$Type;
  "policies/ValueLimitPolicy": ValueLimitPolicy$Type;
  "targets/Counter": Counter$Type;
  "targets/Exchange": Exchange$Type;
  "targets/Game": Game$Type;
  "targets/Marketplace": Marketplace$Type;
  "targets/Nft": Nft$Type;
  "targets/Token": Token$Type;
  "validators/OpenModuleRegistry": OpenModuleRegistry$Type;
  "validators/OwnableValidator": OwnableValidator$Type;
}

const read = new Map<string, unknown>();

/**
 * The compiled artifact of one of this repository's contracts: ABI (typed), creation and runtime code.
 *
 * @param path The path of its source in `contracts/`, without the ending.
 * @returns The artifact as Hardhat wrote it.
 * @throws CodeNotFoundError where the contracts have not been compiled.
 * @example
 * ```ts
 * const { abi, bytecode } = contractArtifact("targets/Counter");
 * ```
 */
export function contractArtifact<Path extends keyof ContractArtifacts>(path: Path): ContractArtifacts[Path] {
  const name = path.slice(path.indexOf("/") + 1);
  const file = new URL(`../../artifacts/contracts/${path}.sol/${name}.json`, import.meta.url);
  if (!read.has(path)) {
    try {
      read.set(path, JSON.parse(readFileSync(file, "utf8")));
    } catch (cause) {
      throw new CodeNotFoundError({
        piece: name,
        source: "artifacts/",
        remedy:
          "Compile the contracts: ./harness build, or where their files are broken: ./harness build --force",
        cause,
      });
    }
  }
  return read.get(path) as ContractArtifacts[Path];
}
