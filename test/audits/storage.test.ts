import { expect } from "chai";
import {
  type Address,
  concat,
  getAddress,
  type Hex,
  hexToBigInt,
  keccak256,
  numberToHex,
  pad,
  size,
} from "viem";
import { type PolicyData, sudo, timeFrame } from "../../src/index.ts";
import { expectAccepted, expectReverted } from "../helpers/expectOutcome.ts";
import { deployMock } from "../helpers/mock.ts";
import { auditRoom, type FindingScene } from "./auditRoom.ts";

/** A call as the `erc7562Tracer` gives it (ERC-7562). */
interface Frame {
  readonly type: string;
  readonly to?: Address;
  readonly gasUsed: Hex;
  readonly accessedSlots: { readonly reads: object; readonly writes: object };
  /** The preimages of all that was hashed. */
  readonly keccak: readonly Hex[];
  readonly calls?: readonly Frame[];
}

/** Traces a call. */
const trace = ({ world }: FindingScene, call: object): Promise<Frame> =>
  world.provider.request({
    method: "debug_traceCall",
    params: [call, "latest", { tracer: "erc7562Tracer" }],
  });

/** The frames of a contract, however deep they are called. */
const framesOf = (address: Address, frame: Frame): readonly Frame[] => [
  ...(frame.to && getAddress(frame.to) === getAddress(address) ? [frame] : []),
  ...(frame.calls ?? []).flatMap((call) => framesOf(address, call)),
];

/** Opcodes that call, one of which has to follow GAS at once (ERC-7562, OP-012). */
const calls = ["CALL", "STATICCALL", "DELEGATECALL", "CALLCODE"];
/** How far from its hash a slot may lie and still be associated with the account (ERC-7562). */
const reach = 128n;

/** Slots that SmartSession touches while it validates, and that are not associated with the account. */
const strangeSlots = async (scene: FindingScene, call: object) => {
  const { account, smartSession } = scene;
  const frames = framesOf(smartSession, await trace(scene, call));
  const ours = pad(account.address.toLowerCase() as Hex, { size: 32 });
  const hashes = frames
    .flatMap(({ keccak }) => keccak)
    .filter((preimage) => size(preimage) === 64 && preimage.startsWith(ours))
    .map((preimage) => hexToBigInt(keccak256(preimage)));
  const slots = frames.flatMap(({ accessedSlots: { reads, writes } }) =>
    [...Object.keys(reads), ...Object.keys(writes)].map((slot) => hexToBigInt(slot as Hex)),
  );
  expect(slots, "it touches storage").not.to.deep.equal([]);
  return slots.filter((slot) => !hashes.some((hash) => slot >= hash && slot - hash <= reach));
};

/** Policies that allow everything, each at an address of its own. */
const manyPolicies = async ({ world }: FindingScene, count: number): Promise<PolicyData[]> => {
  const { address } = await deployMock(world, "AnsweringPolicy");
  const code = await world.client.getCode({ address });
  const policies = Array.from({ length: count }, (_, index) =>
    pad(`0x${(0x9000 + index).toString(16)}`, { size: 20 }),
  );
  for (const policy of policies) {
    await world.provider.request({ method: "hardhat_setCode", params: [policy, code] });
  }
  return policies.map((policy) => ({ policy, initData: pad("0x00", { size: 32 }) }));
};

auditRoom("opcodes, storage and gas", (finding) => {
  const traced: typeof finding = (id, test) => finding(id, test, "anvil has no erc7562Tracer");

  finding("Cantina 0826 L3.3.12", async (scene) => {
    const { world, make, enableMade, validation, now } = scene;
    const userOpPolicies = [sudo.encode(), timeFrame.encode({ validAfter: 0n, validUntil: now + 999n })];
    const made = make({ userOpPolicies });
    await enableMade(made);
    const call = await validation(made.permissionId);
    const { structLogs } = await world.provider.request({
      method: "debug_traceCall",
      params: [call, "latest", { disableStack: true, disableStorage: true, enableMemory: false }],
    });
    const logs = structLogs as readonly { readonly op: string; readonly depth: number }[];
    const [first] = logs;
    const own = logs.filter(({ depth }) => depth === first?.depth);
    const after = own.flatMap(({ op }, index) => (op === "GAS" ? [own[index + 1]?.op] : []));
    expect(after, "it uses GAS").not.to.deep.equal([]);
    expect(after.filter((op) => !calls.includes(op ?? ""))).to.deep.equal([]);
    return "fixed";
  });

  traced("Cantina 0826 L3.3.8", async (scene) => {
    const { world, make, enableMade, validation, smartSession } = scene;
    const [policy] = await manyPolicies(scene, 1);
    if (policy === undefined) expect.fail("there is one");
    const made = make({ userOpPolicies: [policy] });
    await enableMade(made);
    const call = await validation(made.permissionId);
    /** The gas that SmartSession itself uses, where the policy returns so many bytes. */
    const ownGas = async (length: number) => {
      const code = concat(["0x62", numberToHex(length, { size: 3 }), "0x5ff3"]); // return(0, length)
      await world.provider.request({ method: "hardhat_setCode", params: [policy.policy, code] });
      const [frame] = framesOf(smartSession, await trace(scene, call));
      if (!frame) expect.fail("SmartSession is called");
      const ofCalls = (frame.calls ?? []).reduce((sum, { gasUsed }) => sum + BigInt(gasUsed), 0n);
      return BigInt(frame.gasUsed) - ofCalls;
    };
    expect(await ownGas(0x20000)).to.equal(await ownGas(0x40));
    return "fixed";
  });

  traced("Renascence v1 M-3", async (scene) => {
    const { release, make, enableMade, validation } = scene;
    const few = make({ userOpPolicies: await manyPolicies(scene, 3) });
    const more = make({ userOpPolicies: await manyPolicies(scene, 6) });
    await enableMade(few, more);
    expect(await strangeSlots(scene, await validation(few.permissionId))).to.deep.equal([]);
    const strange = await strangeSlots(scene, await validation(more.permissionId));
    if (release === "beta") {
      // From the fourth entry on: 32 slots apart, past 128.
      expect(strange).to.have.lengthOf(2);
      return "still so";
    }
    expect(strange).to.deep.equal([]);
    return "fixed";
  });

  traced("Renascence v1 L-3", async (scene) => {
    const { world, harness, account, smartSession, make, read, enableMade } = scene;
    const configured = (length: number) =>
      make({ sessionValidatorInitData: `0x${"5e".repeat(length)}` as Hex });
    const written = async (length: number) => {
      const { to, data } = world.release.encodeEnable([configured(length).session]);
      const frames = framesOf(
        smartSession,
        await trace(scene, { from: account.address, to, data, gas: "0x1000000" }),
      );
      return frames.flatMap(({ accessedSlots }) => Object.keys(accessedSlots.writes)).length;
    };
    const [part, whole] = [await written(319), await written(320)];
    const made = configured(320);
    await enableMade(made);
    const [, config] = await read("getSessionValidatorAndConfig", [account.address, made.permissionId]);
    expect(config).to.equal(made.session.sessionValidatorInitData);
    // Nothing of SmartSession's stands in that slot. What needs more than ten is refused.
    expect(whole).to.equal(part + 1);
    const tooLong = configured(321);
    const outcome = await harness.execute(account, [world.release.encodeEnable([tooLong.session])]);
    await expectReverted(world, outcome, { layer: "SmartSession", code: "no data", args: {} });
    expect(await read("isPermissionEnabled", [tooLong.permissionId, account.address])).to.equal(false);
    return "still so";
  });

  traced("Renascence v1 I-1", async (scene) => {
    const { world, account, make, enableMade, use, read, validation } = scene;
    const made = make({ userOpPolicies: await manyPolicies(scene, 130) });
    const { permissionId } = made;
    await enableMade(made);
    expect(await read("getUserOpPolicies", [account.address, permissionId])).to.have.lengthOf(130);
    const one = make({ userOpPolicies: await manyPolicies(scene, 1) });
    await enableMade(one);
    const many = await expectAccepted(world, await use(permissionId));
    const few = await expectAccepted(world, await use(one.permissionId));
    // ERC-7562 lets no bundler take what is stored past the 128th.
    expect(await strangeSlots(scene, await validation(permissionId))).to.have.length.greaterThan(0);
    expect(Number(many.gasUsed)).to.be.greaterThan(5 * Number(few.gasUsed));
    return "still so";
  });
});
