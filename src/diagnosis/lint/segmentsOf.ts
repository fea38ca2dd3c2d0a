/**
 * A field's path in parts.
 *
 * @param path `sessions[0].argumentRules[1].value`.
 * @returns Names and indexes, from outside in.
 */
export const segmentsOf = (path: string): readonly (string | number)[] =>
  [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name = ""]) =>
    index === undefined ? name : Number(index),
  );
