import { expect } from "chai";
import { InvalidInputError } from "../../src/index.ts";

/**
 * Holds that an input is refused with a typed error that names the field, the value and a remedy.
 *
 * @param act What must refuse; it may be asynchronous.
 * @param field The field that is named first.
 * @param value The value that is named with it.
 * @param problem What is said to be wrong.
 */
export async function expectInputError(
  act: () => unknown,
  field: string,
  value: unknown,
  problem: RegExp,
): Promise<void> {
  let thrown: unknown;
  try {
    await act();
  } catch (error) {
    thrown = error;
  }
  if (!(thrown instanceof InvalidInputError)) expect.fail(`expected an InvalidInputError, got ${thrown}`);
  const [first] = thrown.problems;
  expect(first?.field).to.equal(field);
  expect(first?.value).to.deep.equal(value);
  expect(first?.problem).to.match(problem);
  expect(first?.remedy, "a remedy is given").to.match(/\w+ .+\./);
  expect(thrown.message).to.include(field).and.include(first?.remedy);
}
