import { expect } from "chai";
import { type AbiFunction, type Address, parseAbiItem } from "viem";
import { toArguments } from "../../src/session/toArguments.ts";

const account: Address = "0x1111111111111111111111111111111111111111";
const other: Address = "0x2222222222222222222222222222222222222222";
const known = { account, targets: { token: other } };
const inputsOf = (signature: string) => (parseAbiItem(`function f(${signature})`) as AbiFunction).inputs;

describe("arguments as JSON has them", () => {
  const taken: [string, unknown[], unknown[]][] = [
    ["uint256 a, int8 b", ["5", -3], [5n, -3n]],
    ["address a, address b", ["account", other], [account, other]],
    ["address[] a", [["account", other]], [[account, other]]],
    ["address a, (address b) c", ["token", { b: "token" }], [other, { b: other }]],
    ["uint256[2] a", [[1, "2"]], [[1n, 2n]]],
    ["(address to, uint256[] ids) a", [{ to: "account", ids: ["7"] }], [{ to: account, ids: [7n] }]],
    ["(address to, uint256 id) a", [["account", 7]], [[account, 7n]]],
    ["(uint256 id)[] a", [[{ id: 1 }, { id: "2" }]], [[{ id: 1n }, { id: 2n }]]],
    [
      "bool a, bytes b, bytes4 c, string d",
      [true, "0x01", "0x01020304", "account"],
      [true, "0x01", "0x01020304", "account"],
    ],
    ["", [], []],
  ];
  for (const [signature, written, read] of taken) {
    it(`are taken for f(${signature}): ${JSON.stringify(written)}`, () => {
      expect(toArguments(inputsOf(signature), written, known)).to.deep.equal(read);
    });
  }

  const refused: [string, unknown[], string][] = [
    ["uint256 a", [], ""],
    ["uint256 a", [1, 2], ""],
    ["uint256 a, uint256 b", [1, "0x"], "[1]"],
    ["uint256 a", [1.5], "[0]"],
    ["uint256 a", [2 ** 60], "[0]"],
    ["uint8 a", [256], "[0]"],
    ["uint256 a", [-1], "[0]"],
    ["address a", ["0x22"], "[0]"],
    ["uint256 a, address[] b", [1, [other, "exchange"]], "[1]"],
    ["address a", ["0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96046"], "[0]"],
    ["bool a", ["true"], "[0]"],
    ["bytes4 a", ["0x01"], "[0]"],
    ["uint256[2] a", [[1]], "[0]"],
    ["(address to, uint256 id) a", [{ to: "account" }], "[0]"],
    ["(address to, uint256 id) a", [5], "[0]"],
  ];
  for (const [signature, written, at] of refused) {
    it(`are refused for f(${signature}): ${JSON.stringify(written)}`, () => {
      expect(toArguments(inputsOf(signature), written, known)).to.include({ at });
    });
  }
});
