import { type Address, encodeFunctionData, erc20Abi, type Hex, slice } from "viem";
import { contractArtifact } from "../../abis/contractArtifact.ts";
import type { LedgerHoldings, LedgerPlaces } from "./Ledger.ts";

/** What targets hold of an account, as it moves. */
export type Holdings = { -readonly [Name in keyof LedgerHoldings]: LedgerHoldings[Name] };

/** A call, and what is known of it before it is made. */
export interface PlannedCall {
  readonly to: Address;
  /** In wei. */
  readonly value: bigint;
  readonly data: Hex;
  /** Undefined for a plain transfer. */
  readonly selector: Hex | undefined;
  /** What it moves of the token, or lets others move. */
  readonly moves?: { readonly kind: "transferred" | "approved"; readonly amount: bigint };
  /** Moves what targets hold of the account; false where the target reverts. */
  apply(holdings: Holdings): boolean;
}

/**
 * The calls that accounts make.
 *
 * @param places Where the targets stand.
 * @returns A function for each.
 */
export function plannedCalls({ counter, token, nft, recipient }: LedgerPlaces) {
  const [counterAbi, tokenAbi, nftAbi] = [
    contractArtifact("targets/Counter").abi,
    contractArtifact("targets/Token").abi,
    contractArtifact("targets/Nft").abi,
  ];
  const call = (
    to: Address,
    data: Hex,
    apply: PlannedCall["apply"],
    more: Partial<Pick<PlannedCall, "value" | "moves">> = {},
  ): PlannedCall => ({ to, data, value: 0n, selector: slice(data, 0, 4), apply, ...more });
  const count = (functionName: "increment" | "decrement", by: bigint) => () =>
    call(counter, encodeFunctionData({ abi: counterAbi, functionName }), (held) => {
      if (held.count + by < 0n) return false;
      held.count += by;
      return true;
    });
  const give = (held: Holdings, amount: bigint) => {
    if (held.tokens < amount) return false;
    held.tokens -= amount;
    held.given += amount;
    return true;
  };
  return {
    increment: count("increment", 1n),
    decrement: count("decrement", -1n),

    transfer: (amount: bigint) =>
      call(
        token,
        encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [recipient, amount] }),
        (held) => give(held, amount),
        { moves: { kind: "transferred", amount } },
      ),

    /** The account has to have let itself take as much. */
    transferFrom: (account: Address, to: Address, amount: bigint) => {
      const data = encodeFunctionData({
        abi: erc20Abi,
        functionName: "transferFrom",
        args: [account, to, amount],
      });
      return to === account
        ? call(token, data, () => true)
        : call(token, data, (held) => give(held, amount), { moves: { kind: "transferred", amount } });
    },

    approve: (amount: bigint, spender = recipient) =>
      call(
        token,
        encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [spender, amount] }),
        (held) => {
          if (spender === recipient) held.allowance = amount;
          return true;
        },
        { moves: { kind: "approved", amount } },
      ),

    increaseAllowance: (amount: bigint) =>
      call(
        token,
        encodeFunctionData({ abi: tokenAbi, functionName: "increaseAllowance", args: [recipient, amount] }),
        (held) => {
          held.allowance += amount;
          return true;
        },
        { moves: { kind: "approved", amount } },
      ),

    /** Anybody may take as many as are asked for. */
    faucet: (account: Address, amount: bigint) =>
      call(
        token,
        encodeFunctionData({ abi: tokenAbi, functionName: "mint", args: [account, amount] }),
        (held) => {
          held.tokens += amount;
          return true;
        },
      ),

    mint: (account: Address, tokenId: bigint, value: bigint) => {
      const data = encodeFunctionData({ abi: nftAbi, functionName: "mint", args: [account, tokenId] });
      const apply = (held: Holdings) => {
        if (isOwnNft(account, tokenId) && held.nfts > 0n) return false; // it is the first that it mints
        held.nfts += 1n;
        held.paid += value;
        return true;
      };
      return call(nft, data, apply, { value });
    },

    /** Looks like an ERC-20's `approve`, and is none. */
    approveNft: (tokenId: bigint) =>
      call(
        nft,
        encodeFunctionData({ abi: nftAbi, functionName: "approve", args: [recipient, tokenId] }),
        () => true,
      ),

    /** Native value alone. */
    send: (value: bigint): PlannedCall => ({
      to: recipient,
      value,
      data: "0x",
      selector: undefined,
      apply(held) {
        held.sent += value;
        return true;
      },
    }),
  };
}

/**
 * The first NFT of an account.
 *
 * @param account The account.
 * @returns Its number; those after it are free.
 */
export const ownNftOf = (account: Address): bigint => BigInt(account) << 64n;

const isOwnNft = (account: Address, tokenId: bigint) => tokenId === ownNftOf(account);
