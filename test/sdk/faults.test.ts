import * as sdk from "@rhinestone/module-sdk";
import { expect } from "chai";
import {
  type Abi,
  type Address,
  decodeErrorResult,
  encodeAbiParameters,
  getAddress,
  parseAbiParameters,
} from "viem";
import {
  compilePermission,
  createAccount,
  createWorld,
  erc20SpendingLimit,
  type Session,
  type World,
} from "../../src/index.ts";
import { fixture } from "../helpers/fixture.ts";
import { needsV1 } from "../helpers/releases.ts";
import { ask, stubAccount } from "./stubAccount.ts";

const token: Address = "0x70ce000000000000000000000000000000000001";
const sessionKey: Address = "0x5e55100000000000000000000000000000000001";

/** What SmartSession answers an account that enables a session. */
function enable({ provider, release }: World, session: Session) {
  const { to, data } = release.encodeEnable([session]);
  return ask(provider, { from: stubAccount, to, data });
}

/** What it answers where the session is enabled: its id. */
const enabled = ({ release }: World, session: Session) =>
  encodeAbiParameters(parseAbiParameters("bytes32[]"), [[release.permissionId(session)]]);

// Faults of module-sdk 0.4.0, stated: when one of these goes red, the way around it may go too.
describe("module-sdk 0.4.0", () => {
  const world = fixture(createWorld);

  it("has a constant for OwnableValidator that is not the one that its getter names", async () => {
    const { address } = sdk.getOwnableValidator({ threshold: 1, owners: [] });
    expect(sdk.OWNABLE_VALIDATOR_ADDRESS).not.to.equal(address);
    expect(address, "the way around: the getters").to.equal(
      (await world()).contracts.OwnableValidator.address,
    );
  });

  it("names the spending limits' policy without its checksum", async () => {
    const { policy } = sdk.getSpendingLimitsPolicy([]);
    expect(policy).not.to.equal(getAddress(policy));
    expect(erc20SpendingLimit.address, "the way around").to.equal(getAddress(policy));
    expect(erc20SpendingLimit.address).to.equal((await world()).contracts.ERC20SpendingLimitPolicy.address);
  });

  it("does not export the conditions of UniActionPolicy's rules (ParamCondition)", () => {
    expect(sdk).not.to.have.property("ParamCondition");
  });

  for (const [kind, type] of [
    ["nexus", "nexus"],
    ["kernel", "kernel"],
  ] as const) {
    it(`puts the validator where a ${kind} does not look for it in the nonce`, async () => {
      const built = await world();
      const account = await createAccount(built, { kind });
      const validator = built.contracts.SmartSession.address;
      const sdkAccount = { address: account.address, type, deployedOnChains: [] };
      expect(sdk.encodeValidatorNonce({ account: sdkAccount, validator })).not.to.equal(
        account.nonceKey(validator), // by which the account finds it: test/account
      );
    });
  }

  describe("ERC-7715 helper (issue 145)", () => {
    const granted = () =>
      sdk.getPermissions({
        permissions: [{ type: "erc20-token-transfer", data: { address: token, allowance: 10n } }],
      });

    it("puts an ERC-20 limit among the userOp policies", () => {
      const { userOpPolicies, actions } = granted();
      expect(userOpPolicies.map(({ policy }) => getAddress(policy))).to.deep.equal([
        erc20SpendingLimit.address,
      ]);
      expect(actions).to.deep.equal([]);
    });

    it("is gone round by compilePermission, which puts it among the policies of the action", async () => {
      const built = await world();
      const { session } = compilePermission(built, {
        sessionKey,
        target: token,
        function: "transfer(address to,uint256 value)",
        spendingLimit: 10n,
      });
      expect(session.userOpPolicies).to.deep.equal([]);
      expect(session.actions[0]?.actionPolicies).to.deep.equal([
        erc20SpendingLimit.encode([{ token, limit: 10n }]),
      ]);
      expect(await enable(built, session)).to.equal(enabled(built, session));
    });

    describe("against v1", () => {
      needsV1("where module-sdk's ERC-7715 helper puts an ERC-20 limit, held against SmartSession");
      const genuine = fixture((provider) => createWorld(provider, { release: "v1" }));

      it("makes a session that SmartSession refuses with UnsupportedPolicy, and ours is enabled", async () => {
        const built = await genuine();
        const { session } = compilePermission(built, {
          sessionKey,
          target: token,
          function: "transfer(address to,uint256 value)",
          spendingLimit: 10n,
        });
        const { userOpPolicies } = granted();
        const { errorName, args } = decodeErrorResult({
          abi: built.release.errorsAbi as Abi,
          data: await enable(built, { ...session, userOpPolicies }),
        });
        expect({ errorName, args }).to.deep.equal({
          errorName: "UnsupportedPolicy",
          args: [erc20SpendingLimit.address],
        });
        expect(await enable(built, session)).to.equal(enabled(built, session));
      });
    });
  });
});
