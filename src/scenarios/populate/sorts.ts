import { type Address, type Hex, parseEther } from "viem";
import { contractArtifact } from "../../abis/contractArtifact.ts";
import type { Permission } from "../../session/Permission.ts";
import { presets } from "../../session/presets.ts";
import type { Chance } from "./chance.ts";
import type { LedgerPlaces } from "./Ledger.ts";
import { type PlannedCall, plannedCalls } from "./plannedCalls.ts";

/** What is drawn for a call, and what it is made from. */
export interface Drawing {
  readonly chance: Chance;
  readonly account: Address;
  /** An NFT that nobody has. */
  freeNft(): bigint;
  /** An NFT that the account has. */
  readonly ownNft: bigint;
}

/** A sort of session: what it may do, and what it does. */
export interface Sort {
  readonly name: string;
  /** Everything but the key and the time. */
  readonly permission: Omit<Permission, "sessionKey">;
  /** Whether it may only send native value, which no permission says: the session is made to. */
  readonly plain?: boolean;
  /** The next call that it makes. */
  draw(drawing: Drawing): PlannedCall;
}

const oneToken = 10n ** 18n;
const few = ({ below }: Chance) => BigInt(below(3) + 1);

/**
 * The sorts of sessions: the presets, each limit that policies count, and those whose calls fail or look like others.
 *
 * @param places Where the targets stand.
 * @returns The sorts; the first is limited by nothing, and a paymaster may pay for it.
 */
export function sortsOn(places: LedgerPlaces): readonly [Sort, ...Sort[]] {
  const { counter, token, nft, recipient } = places;
  const abis = {
    counter: contractArtifact("targets/Counter").abi,
    token: contractArtifact("targets/Token").abi,
    nft: contractArtifact("targets/Nft").abi,
  };
  const preset = (name: keyof typeof presets) => {
    const { duration: _, ...permission } = presets[name].permission;
    return permission;
  };
  const { increment, decrement, transfer, transferFrom, approve, increaseAllowance, mint, approveNft, send } =
    plannedCalls(places);
  return [
    {
      name: "open",
      permission: { target: counter, function: "increment()", permitERC4337Paymaster: true },
      draw: () => increment(),
    },
    {
      name: "counter",
      permission: { ...preset("counter"), target: counter, abi: abis.counter },
      draw: () => increment(),
    },
    {
      name: "erc20",
      permission: { ...preset("erc20"), target: token, abi: abis.token },
      draw: ({ chance }) => transfer(few(chance) * oneToken),
    },
    {
      name: "nft",
      permission: { ...preset("nft"), target: nft, abi: abis.nft },
      // An NFT that is taken fails, and its price counts all the same.
      draw: ({ chance, account, freeNft, ownNft }) =>
        mint(account, chance.happens(0.2) ? ownNft : freeNft(), parseEther("0.01") * few(chance)),
    },
    {
      name: "decrement",
      permission: { target: counter, function: "decrement()", maxUses: 6 },
      draw: () => decrement(),
    },
    {
      name: "operations",
      permission: { target: counter, function: "increment()", maxOperations: 3 },
      draw: () => increment(),
    },
    {
      name: "plain",
      permission: { target: recipient, function: plainStandIn, maxTotalValue: parseEther("1") },
      plain: true,
      draw: ({ chance }) => send(parseEther("0.001") * few(chance)),
    },
    {
      name: "ruled",
      permission: {
        target: token,
        abi: abis.token,
        function: "transfer(address,uint256)",
        argumentRules: [
          { argument: 0, condition: "equal", value: recipient },
          { argument: 1, condition: "lessThanOrEqual", value: 5n * oneToken, maxTotal: 40n * oneToken },
        ],
      },
      draw: ({ chance }) => transfer(few(chance) * oneToken),
    },
    {
      name: "approving",
      permission: { target: token, function: "approve(address,uint256)", spendingLimit: 60n * oneToken },
      draw: ({ chance }) => approve(few(chance) * oneToken),
    },
    {
      name: "allowing",
      permission: {
        target: token,
        function: "increaseAllowance(address,uint256)",
        spendingLimit: 60n * oneToken,
      },
      draw: ({ chance }) => increaseAllowance(few(chance) * oneToken),
    },
    {
      name: "moving",
      permission: {
        target: token,
        function: "transferFrom(address,address,uint256)",
        spendingLimit: 50n * oneToken,
      },
      // What comes to the account itself is not spent.
      draw: ({ chance, account }) =>
        transferFrom(account, chance.happens(0.3) ? account : recipient, few(chance) * oneToken),
    },
    {
      name: "overspending",
      permission: { target: token, function: "transfer(address,uint256)" },
      // More than any account has, which fails.
      draw: ({ chance }) => transfer((chance.happens(0.5) ? 10n ** 9n : 1n) * oneToken),
    },
    {
      name: "approving an NFT",
      permission: { target: nft, function: "approve(address,uint256)", maxUses: 20 },
      draw: ({ ownNft }) => approveNft(ownNft),
    },
  ];
}

/** A function that is nobody's, in the place of the sign for plain transfers. */
const plainStandIn: Hex = "0xfffffffe";
