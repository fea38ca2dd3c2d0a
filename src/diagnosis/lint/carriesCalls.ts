import type { ResolvedFunction } from "../../session/resolveFunction.ts";
import { bySelector } from "./bySelector.ts";

const known = bySelector<true>({
  "multicall(bytes[])": true,
  "multicall(uint256,bytes[])": true,
  "multicall(bytes32,bytes[])": true,
  "aggregate((address,bytes)[])": true, // Multicall3
  "tryAggregate(bool,(address,bytes)[])": true,
  "blockAndAggregate((address,bytes)[])": true,
  "tryBlockAndAggregate(bool,(address,bytes)[])": true,
  "aggregate3((address,bool,bytes)[])": true,
  "aggregate3Value((address,bool,uint256,bytes)[])": true,
  "execute(bytes32,bytes)": true, // ERC-7579
  "executeFromExecutor(bytes32,bytes)": true,
  "execute(address,bytes)": true,
  "execute(address,uint256,bytes)": true,
  "executeBatch((address,uint256,bytes)[])": true,
  "executeBatch(address[],uint256[],bytes[])": true,
  "execute((address,address,uint256,uint256,uint48,bytes,bytes))": true, // ERC-2771
  "execute(bytes,bytes[])": true, // Uniswap's Universal Router
  "execute(bytes,bytes[],uint256)": true,
  "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)": true, // Safe
  "execTransactionFromModule(address,uint256,bytes,uint8)": true,
  "multiSend(bytes)": true,
});

/** What functions that carry calls are called; what they carry is in bytes. */
const name =
  /^(try|delegate|proxy|function|batch)?(aggregate|batch|call(?!back)|dispatch|exec|forward|invoke|multi|relay)/i;

/**
 * Whether a function carries further calls, which no argument rule sees.
 *
 * @param called The function.
 * @returns Whether it is known to, or has the name and the arguments for it.
 */
export const carriesCalls = ({ selector, signature = "" }: ResolvedFunction): boolean =>
  known.has(selector) || (name.test(signature) && /\bbytes(?!\d)/.test(signature));
