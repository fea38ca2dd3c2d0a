import { expect } from "chai";
import {
  createHarness,
  fromPreset,
  InvalidInputError,
  type Permission,
  type PresetName,
  presets,
} from "../../src/index.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { fixture } from "../helpers/fixture.ts";

const bidding = "placeBid(uint256 auctionId,address bidder)";
const sessionKey = "0x2222222222222222222222222222222222222222";
const target = "0x1111111111111111111111111111111111111111";
const account = "0x3333333333333333333333333333333333333333";
const token = "0x4444444444444444444444444444444444444444";

describe("presets", () => {
  const harness = fixture((provider) => createHarness({ provider }));
  const granted: [PresetName, string, readonly string[]][] = [
    [
      "counter",
      "0xd09de08a",
      ["sessionKey", "target", "function", "maxValue", "maxTotalValue", "validUntil"],
    ],
    [
      "erc20",
      "0xa9059cbb",
      ["sessionKey", "target", "function", "maxValue", "maxTotalValue", "spendingLimit", "validUntil"],
    ],
    ["nft", "0x40c10f19", ["sessionKey", "target", "function", "maxValue", "maxTotalValue", "validUntil"]],
    ["game", "0x7fd6f7c4", ["sessionKey", "target", "function", "maxValue", "maxTotalValue", "validUntil"]],
    [
      "exchange",
      "0x6d069a67",
      [
        ...["sessionKey", "target", "function", "argumentRules[0]", "argumentRules[1]"],
        ...["maxValue", "maxTotalValue", "validUntil"],
      ],
    ],
    [
      "marketplace",
      "0x1ea52c73",
      [
        ...["sessionKey", "target", "function", "argumentRules[0]"],
        ...["maxValue", "maxTotalValue", "validUntil"],
      ],
    ],
  ];
  for (const [name, selector, limited] of granted) {
    it(`grants ${name} its function ${selector}, and limits ${limited.slice(3).join(", ")}`, async () => {
      const { compile, world } = await harness();
      const { permission, enforcement } = compile(
        fromPreset(name, { sessionKey, target, account, targets: { token } }),
      );
      expect(permission.function.selector).to.equal(selector);
      expect(
        enforcement.filter(({ enforcedBy }) => enforcedBy !== null).map(({ field }) => field),
      ).to.deep.equal([...limited, ...(world.release.limitsPaymasters ? ["permitERC4337Paymaster"] : [])]);
    });
  }

  it("are data, and no code", () => {
    // A function or a class could not be cloned so.
    expect(structuredClone(presets)).to.deep.equal(presets);
    expect(presets.nft.permission).to.deep.equal({
      function: "mint(address,uint256)",
      maxValue: 5n * 10n ** 16n,
      maxTotalValue: 5n * 10n ** 17n,
      duration: "1 day",
    });
  });

  it("take what is to be different", async () => {
    const { compile } = await harness();
    const { permission } = compile(
      fromPreset("nft", { sessionKey, target, maxValue: 7n, validUntil: 4_000_000_000, maxUses: 3 }),
    );
    expect(permission.value).to.deep.equal({ perCall: 7n, total: 5n * 10n ** 17n });
    expect(permission).to.include({ validUntil: 4_000_000_000n, maxUses: 3n });
  });

  it("hold an argument to the account that the session is for, and to a deployed target, by their words", async () => {
    const { compile } = await harness();
    const given = { sessionKey, target, account, targets: { token } } as const;
    const textsOf = (permission: Permission) =>
      compile(permission).permission.argumentRules.map(({ text }) => text);
    expect(textsOf(fromPreset("exchange", given))).to.deep.equal([
      `recipient == ${account}`,
      `tokenOut == ${token}`,
    ]);
    expect(textsOf(fromPreset("marketplace", given))).to.deep.equal([`bidder == ${account}`]);
    const argumentRules = [{ argument: "to", condition: "notEqual", value: "nft" }] as const;
    expect(textsOf(fromPreset("erc20", { ...given, targets: { nft: token }, argumentRules }))).to.deep.equal([
      `to != ${token}`,
    ]);
  });

  it("need to be told what the words stand for, and say for which", async () => {
    const given = { sessionKey, target } as const;
    const exchange = (known: object) => () => fromPreset("exchange", { ...given, ...known });
    const [first, second] = [/^stands for the account that/, /^stands for a deployed target/];
    await expectInputError(exchange({}), "argumentRules[0].value", "account", first);
    await expectInputError(exchange({ targets: { token } }), "argumentRules[0].value", "account", first);
    await expectInputError(exchange({ account }), "argumentRules[1].value", "token", second);
    await expectInputError(
      exchange({ account, targets: { nft: token } }),
      "argumentRules[1].value",
      "token",
      second,
    );
    // Rules of one's own, without words, ask for nothing.
    const argumentRules = [{ argument: "recipient", condition: "equal", value: account }] as const;
    expect(exchange({ argumentRules })().argumentRules).to.deep.equal(argumentRules);
  });

  it("say of what is no address that it is none, by its own name, whether a word asks for it or not", async () => {
    const zero = "0x0000000000000000000000000000000000000000";
    const refused: readonly (readonly [object, string, unknown, RegExp])[] = [
      [
        { account: { address: account, kind: "nexus" } },
        "account",
        "(an object)",
        /^is an account, and its address is asked/,
      ],
      [{ account: zero }, "account", zero, /^is the zero address/],
      [{ account: "0x1234" }, "account", "0x1234", /^is not an address$/],
      [{ targets: { token: zero } }, "targets.token", zero, /^is the zero address/],
      [{ targets: { token: "token" } }, "targets.token", "token", /^is not an address$/],
      [{ targets: { tokens: token } }, "targets.tokens", "(not shown)", /^is not a field/],
      [{ targets: null }, "targets", null, /^are not addresses of targets/],
    ];
    for (const name of ["exchange", "counter"] as const)
      for (const [known, field, value, problem] of refused)
        await expectInputError(
          () => fromPreset(name, { sessionKey, target, ...known } as Parameters<typeof fromPreset>[1]),
          field,
          value,
          problem,
        );
  });

  it("say what to do about a word that is not known, to who can do it", async () => {
    const { compile } = await harness();
    const argumentRules = [{ argument: "to", condition: "equal", value: "token" }] as const;
    const permission = { sessionKey, target, argumentRules } as const;
    const remedyOf = (act: () => unknown): string => {
      try {
        act();
      } catch (error) {
        if (error instanceof InvalidInputError) return error.problems[0].remedy;
      }
      throw new Error("nothing is refused");
    };
    const called = "transfer(address to,uint256 amount)";
    expect(remedyOf(() => compile({ ...permission, function: called }))).to.equal(
      "Give the address itself: words are for fromPreset and for sessions files.",
    );
    const preset = (network?: string) => () => fromPreset("erc20", { ...permission, account, network });
    expect(remedyOf(preset())).to.equal(
      "Give where it stands (targets: { token: 0x… }), or an address in place of the word.",
    );
    expect(remedyOf(preset("soneiumMinato"))).to.equal(
      "Deploy it: ./harness targets deploy token --network soneiumMinato; or an address in place of the word.",
    );
    expect(remedyOf(() => fromPreset("marketplace", { sessionKey, target }))).to.equal(
      "Give its address beside the permission (account: account.address), or an address in place of the word.",
    );
  });

  it("take no word for what is no address, nor one that is compiled without being told", async () => {
    const { compile } = await harness();
    const known = { sessionKey, target, account, targets: { token } } as const;
    const argumentRules = [{ argument: "amount", condition: "equal", value: "account" }] as const;
    const called = "transfer(address to,uint256 amount)";
    await expectInputError(
      () => compile(fromPreset("erc20", { ...known, function: called, abi: undefined, argumentRules })),
      "argumentRules[0].value",
      "account",
      /^is not a whole number$/,
    );
    await expectInputError(
      () => compile({ sessionKey, target, ...presets.marketplace.permission, function: bidding }),
      "argumentRules[0].value",
      "account",
      /^stands for the account/,
    );
  });

  it("take a limit away where it is undefined", async () => {
    const { compile } = await harness();
    const { permission } = compile(fromPreset("nft", { sessionKey, target, maxTotalValue: undefined }));
    expect(permission.value).to.deep.equal({ perCall: 5n * 10n ** 16n });
  });
});
