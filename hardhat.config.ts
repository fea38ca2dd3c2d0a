import { createRequire } from "node:module";
import hardhatMocha from "@nomicfoundation/hardhat-mocha";
import hardhatViem from "@nomicfoundation/hardhat-viem";
import { defineConfig } from "hardhat/config";

const require = createRequire(import.meta.url);

export default defineConfig({
  plugins: [hardhatMocha, hardhatViem],
  solidity: {
    compilers: [
      {
        version: "0.8.28",
        // The compiler comes as a package: nothing is downloaded, and CI compiles what you compile.
        path: require.resolve("solc/soljson.js"),
        settings: { optimizer: { enabled: true, runs: 200 }, evmVersion: "cancun" },
      },
    ],
  },
  networks: {
    default: {
      type: "edr-simulated",
      chainType: "op",
      chainId: 1946,
      // SmartSession's beta is larger than EIP-170 allows.
      allowUnlimitedContractSize: true,
      // Without this every block is at least a second after the last, and the chain's clock runs ahead.
      allowBlocksWithSameTimestamp: true,
    },
  },
});
