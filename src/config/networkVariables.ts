// Apart from the networks, whose types are Hardhat's: who uses the library need not have it.

/** The variables that name the RPC of each network. */
export const rpcVariables: Readonly<Record<string, string>> = {
  soneiumMinato: "SONEIUM_MINATO_RPC_URL",
  soneium: "SONEIUM_RPC_URL",
  anvil: "ANVIL_RPC_URL",
  soneiumMinatoFork: "SONEIUM_MINATO_RPC_URL",
  soneiumFork: "SONEIUM_RPC_URL",
};

/** The variables that say at which block each fork is made. */
export const forkBlockVariables: Readonly<Record<string, string>> = {
  soneiumMinatoFork: "SONEIUM_MINATO_FORK_BLOCK",
  soneiumFork: "SONEIUM_FORK_BLOCK",
};
