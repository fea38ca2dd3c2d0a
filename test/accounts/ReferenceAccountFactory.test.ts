import { expect } from "chai";
import {
  BaseError,
  ContractFunctionRevertedError,
  createWalletClient,
  custom,
  getContractAddress,
  type Hex,
  numberToHex,
  zeroHash,
} from "viem";
import { contractArtifact, createWorld } from "../../src/index.ts";
import { mined } from "../../src/world/mined.ts";
import { fixture } from "../helpers/fixture.ts";

const { abi } = contractArtifact("accounts/ReferenceAccountFactory");
const code = contractArtifact("targets/Counter").bytecode;

describe("ReferenceAccountFactory", () => {
  const scene = fixture(async (provider) => {
    const { client, contracts } = await createWorld(provider);
    const { address } = contracts.ReferenceAccountFactory;
    const [sender] = (await provider.request({ method: "eth_accounts" })) as [Hex];
    const wallet = createWalletClient({ transport: custom(provider), chain: client.chain, account: sender });
    const createAccount = { address, abi, functionName: "createAccount" } as const;
    return {
      client,
      addressOf: (salt: Hex) =>
        getContractAddress({ opcode: "CREATE2", from: address, salt, bytecode: code }),
      ask: async (bytes: Hex, salt: Hex) =>
        (await client.simulateContract({ ...createAccount, args: [bytes, salt], account: sender })).result,
      send: async (salt: Hex) =>
        mined(provider, await wallet.writeContract({ ...createAccount, args: [code, salt] })),
    };
  });

  it("deploys at the address of the creation code and the salt, and says where", async () => {
    const { client, addressOf, ask, send } = await scene();
    const address = addressOf(zeroHash);
    expect(await ask(code, zeroHash)).to.equal(address);
    await send(zeroHash);
    expect(await client.getCode({ address })).to.equal(contractArtifact("targets/Counter").deployedBytecode);
  });

  it("says where an account stands already, and deploys no second", async () => {
    const { addressOf, ask, send } = await scene();
    await send(zeroHash);
    expect(await ask(code, zeroHash)).to.equal(addressOf(zeroHash));
    expect((await send(zeroHash)).status).to.equal("success");
  });

  it("tells accounts of the same creation code apart by their salt", async () => {
    const { addressOf, ask } = await scene();
    const salt = numberToHex(1, { size: 32 });
    expect(await ask(code, salt))
      .to.equal(addressOf(salt))
      .and.not.to.equal(addressOf(zeroHash));
  });

  it("refuses creation code that fails, naming the salt", async () => {
    const { ask } = await scene();
    const salt = numberToHex(7, { size: 32 });
    for (const bytes of ["0xfe", "0x60006000fd"] as const) {
      const error = await ask(bytes, salt).catch((thrown) => thrown);
      if (!(error instanceof BaseError)) throw error;
      const reverted = error.walk((one) => one instanceof ContractFunctionRevertedError);
      const { data } = reverted as ContractFunctionRevertedError;
      expect({ error: data?.errorName, args: data?.args }).to.deep.equal({
        error: "DeploymentFailed",
        args: [salt],
      });
    }
  });
});
