import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { type AbiEvent, type AbiFunction, toEventSelector, toFunctionSelector } from "viem";
import { smartSessionAbi } from "../../src/index.ts";
import { safe7579ErrorsAbi } from "../../src/abis/safe7579Abi.ts";
import { betaManifest } from "../../src/world/canonical/manifest.ts";
import { readCode } from "../../src/world/canonical/readCode.ts";
