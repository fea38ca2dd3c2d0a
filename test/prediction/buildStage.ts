import { type Abi, type Address, type Hex, numberToHex } from "viem";
import { type AccountKind, chainTime, contractArtifact, type Eip1193Provider } from "../../src/index.ts";
import { buildSceneByHand } from "../helpers/byHand.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { deployMock } from "../helpers/mock.ts";
import { deployPaymaster } from "../helpers/paymaster.ts";
import { freshKey } from "../helpers/scene.ts";
import { deployNft, deployToken } from "../helpers/tokens.ts";

/** A function that sessions of a walk may be granted. */
export interface TargetFunction {
  readonly target: Address;
  /** As a permission names it. */
  readonly signature: string;
  readonly selector: Hex;
  readonly abi: Abi;
  /** What each word of its call data stands for. */
  readonly words: readonly ("address" | "amount")[];
  /** Whether it is one that ERC20SpendingLimitPolicy counts. */
  readonly spends: boolean;
}

/** More than a walk spends, in wei. */
const balance = 10n ** 21n;
const deposit = 10n ** 20n;
const tokens = 10n ** 6n;

/**
 * A chain that walks begin on: an account that has tokens and value, functions to call, a paymaster that pays.
 *
 * @param kind The account's kind.
 * @returns Builds it.
 */
export const buildStage = (kind: AccountKind) => async (provider: Eip1193Provider) => {
  const scene = await buildSceneByHand(kind)(provider);
  const { world, harness, account, counter } = scene;
  const [token, nft] = [await deployToken(world), await deployNft(world)];
  const hostile = await deployMock(world, "Hostile");
  const paymaster = await deployPaymaster(world, deposit);
  await provider.request({ method: "hardhat_setBalance", params: [account.address, numberToHex(balance)] });
  await expectAccepted(
    world,
    await harness.execute(account, [
      token.call("mint", [account.address, tokens]),
      token.call("approve", [account.address, tokens]), // so that it may transfer from itself
    ]),
  );

  const counts = { target: counter.address, abi: contractArtifact("targets/Counter").abi as Abi };
  const spending = { target: token.address, abi: token.abi, spends: true };
  const functions: readonly TargetFunction[] = [
    { ...counts, signature: "increment()", selector: "0xd09de08a", words: [], spends: false },
    { ...counts, signature: "decrement()", selector: "0x2baeceb7", words: [], spends: false },
    {
      ...spending,
      signature: "transfer(address,uint256)",
      selector: "0xa9059cbb",
      words: ["address", "amount"],
    },
    {
      ...spending,
      signature: "approve(address,uint256)",
      selector: "0x095ea7b3",
      words: ["address", "amount"],
    },
    {
      ...spending,
      signature: "transferFrom(address,address,uint256)",
      selector: "0x23b872dd",
      words: ["address", "address", "amount"],
    },
    {
      ...spending,
      signature: "increaseAllowance(address,uint256)",
      selector: "0x39509351",
      words: ["address", "amount"],
    },
    {
      target: nft.address,
      abi: nft.abi,
      signature: "mint(address,uint256)",
      selector: "0x40c10f19",
      words: ["address", "amount"],
      spends: false,
    },
    {
      target: hostile.address,
      abi: [{ type: "function", name: "succeed", inputs: [], outputs: [], stateMutability: "payable" }],
      signature: "succeed()",
      selector: hostile.call("succeed").data as Hex,
      words: [],
      spends: false,
    },
  ];
  return {
    ...scene,
    /** When walks begin: the time of the next block after all of these, in Unix seconds. */
    now: await chainTime(world),
    functions,
    paymaster,
    /** Two sessions' keys, and one that is nobody's. */
    keys: [freshKey(), freshKey(), freshKey()] as const,
    friend: freshKey().address,
  };
};

/** See {@link buildStage}. */
export type Stage = Awaited<ReturnType<ReturnType<typeof buildStage>>>;
