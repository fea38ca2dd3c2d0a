import { expect } from "chai";

/**
 * Holds that a promise rejects with an error of a class.
 *
 * @param promise What must reject.
 * @param errorClass The class of the error.
 * @returns The error.
 */
export async function expectToReject<ErrorType extends Error>(
  promise: Promise<unknown>,
  // biome-ignore lint/suspicious/noExplicitAny: every error class has its own parameters.
  errorClass: new (...args: any[]) => ErrorType,
): Promise<ErrorType> {
  const error = await promise.then(
    () => expect.fail(`expected ${errorClass.name}; nothing was thrown`),
    (thrown) => thrown,
  );
  expect(error).to.be.instanceOf(errorClass);
  return error;
}
