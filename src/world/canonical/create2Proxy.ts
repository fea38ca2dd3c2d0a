/** Arachnid's deterministic deployment proxy: call data is `salt ‖ init code`. */
export const create2Proxy = {
  address: "0x4e59b44847b379578588920cA78FbF26c0B4956C",
  runtimeCode:
    "0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3",
} as const;
