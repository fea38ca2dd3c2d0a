import type { Hex } from "viem";
import { stubSignature } from "../../src/account/stubSignature.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectIlls } from "./examined.ts";

/** What no reading tells: the operation is played, its owner's as well. */
onEveryAccount("diagnose plays an operation", ({ scene }) => {
  it("of the owner's, and finds nothing where it is sound", async () => {
    const { world, account, counter, signedByOwner } = await scene();
    const operation = await signedByOwner(counter.call(increment));
    await expectIlls(world, { account, operation }, {});
  });

  it("of the owner's, whose target reverts", async () => {
    const { world, account, counter, signedByOwner } = await scene();
    const operation = await signedByOwner(counter.call(decrement));
    await expectIlls(world, { account, operation }, { played: "failure execution" });
  });

  it("of the owner's, that was changed since it was signed", async () => {
    const { world, account, counter, signedByOwner } = await scene();
    const operation = await signedByOwner(counter.call(increment));
    const changed = { ...operation, maxFeePerGas: operation.maxFeePerGas + 1n };
    await expectIlls(world, { account, operation: changed }, { played: "failure signature" });
  });

  it("not of the owner's that is not signed yet, or carries a stub", async () => {
    const { world, account, counter, signedByOwner } = await scene();
    const signed = await signedByOwner(counter.call(decrement));
    const stub = await account.smartAccount.getStubSignature();
    for (const signature of ["0x", stub, stubSignature] satisfies Hex[]) {
      await expectIlls(world, { account, operation: { ...signed, signature } }, {});
    }
  });
});
