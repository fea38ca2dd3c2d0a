// Apart from the networks, whose types are Hardhat's: who uses the library need not have it.

/** The variables that name the RPC of each network. */
export const rpcVariables: Readonly<Record<string, string>> = {
  soneiumMinato: "SONEIUM_MINATO_RPC_URL",
  soneium: "SONEIUM_RPC_URL",
  anvil: "ANVIL_RPC_URL",
  soneiumMinatoFork: "SONEIUM_MINATO_RPC_URL",
  soneiumFork: "SONEIUM_RPC_URL",
  localhost: "WORLD_RPC_URL",
};

/** The variables that name the bundler of each network that is reached over HTTP. */
export const bundlerVariables: Readonly<Record<string, string>> = {
  soneiumMinato: "SONEIUM_MINATO_BUNDLER_URL",
  soneium: "SONEIUM_BUNDLER_URL",
  localhost: "WORLD_BUNDLER_URL",
};

/** The variables that name the paymaster service (ERC-7677) of each network that is reached over HTTP. */
export const paymasterVariables: Readonly<Record<string, string>> = {
  soneiumMinato: "SONEIUM_MINATO_PAYMASTER_URL",
  soneium: "SONEIUM_PAYMASTER_URL",
  localhost: "WORLD_PAYMASTER_URL",
};

/** The variables that say at which block each fork is made. */
export const forkBlockVariables: Readonly<Record<string, string>> = {
  soneiumMinatoFork: "SONEIUM_MINATO_FORK_BLOCK",
  soneiumFork: "SONEIUM_FORK_BLOCK",
};
