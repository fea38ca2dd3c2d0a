/** Who speaks when several have something to say. */
export interface InTurn {
  /** Says something: at once where it is this one's turn, else when it is. */
  say(one: number, text: string): void;
  /** This one has said everything. */
  end(one: number): void;
}

/**
 * Lets several who speak at the same time be heard one after another: the first at once, each other when those before
 * have said everything.
 *
 * @param write What hears them.
 * @returns How they speak; they are numbered from 0.
 */
export function inTurn(write: (text: string) => void): InTurn {
  const waiting = new Map<number, string>();
  const ended = new Set<number>();
  let turn = 0;
  return {
    say: (one, text) => {
      if (one === turn) write(text);
      else waiting.set(one, (waiting.get(one) ?? "") + text);
    },
    end: (one) => {
      ended.add(one);
      for (; ended.has(turn); write(waiting.get(turn) ?? "")) turn += 1;
    },
  };
}
