/** What a bundler's JSON-RPC codes mean: ERC-7769's, then JSON-RPC's own. */
export const bundlerCodes: Readonly<Record<string, string>> = {
  "-32500": "EntryPoint refused the operation when the bundler tried its validation.",
  "-32501": "The paymaster refused the operation when the bundler tried its validation.",
  "-32502": "Validation does what bundlers do not take: a banned opcode, or storage of others (ERC-7562).",
  "-32503": "The operation is outside the time range of its account or paymaster, or soon would be.",
  "-32504": "The bundler holds back this paymaster, factory or account for its reputation (ERC-7562).",
  "-32505": "The stake of the paymaster, factory or account is too low, or too soon withdrawn (ERC-7562).",
  "-32506": "The account names a signature aggregator that the bundler does not support.",
  "-32507": "The signature of the account, or of its paymaster, was found wrong.",
  "-32508": "The paymaster's deposit does not cover the operations of its that wait.",
  "-32521": "The bundler played the operation, and its calls reverted.",
  "-32600": "What was asked is no JSON-RPC request.",
  "-32601":
    "The bundler does not know the method that was asked, or not on this chain: of the operation this says nothing.",
  "-32602":
    "A parameter was not taken: a field of the operation that the bundler finds wrong, missing, too low or too high.",
  "-32603": "The bundler failed within itself: of the operation this says nothing by itself.",
  "-32700": "What was asked is no JSON.",
  "-32000": "The node or the bundler refused without a code that says why: its words are all there is.",
  "-32005": "A limit of the RPC's own was met, most often that of requests.",
  "3": "The chain played a call, and it reverted.",
};
