import { custom, type Transport } from "viem";

/** Where a process is killed: at the n-th request of a method, before it arrives or before its answer does. */
export interface HaltPoint {
  readonly method: string;
  /** Default: the first. */
  readonly nth?: number;
  /** `asked`: it does not arrive. `answered`: it does, and its answer does not. */
  readonly when: "asked" | "answered";
}

/**
 * A bundler that is reached no more from one request on. What waits for the answer waits for ever: as a process that is
 * killed there, it does nothing any more.
 *
 * @param transport The bundler.
 * @param point Where it halts.
 * @returns The transport, and a promise of having got there.
 */
export function haltAt(
  transport: Transport,
  { method, nth = 1, when }: HaltPoint,
): { readonly transport: Transport; readonly halted: Promise<void> } {
  const { request } = transport({});
  let count = 0;
  let halt = () => {};
  const halted = new Promise<void>((resolve) => {
    halt = resolve;
  });
  const forEver = () => {
    halt();
    return new Promise<never>(() => {});
  };
  const halting = custom(
    {
      async request(args: { method: string }) {
        const isHere = args.method === method && ++count === nth;
        if (isHere && when === "asked") return forEver();
        const answer = await request(args as never);
        return isHere ? forEver() : answer;
      },
    },
    { retryCount: 0 },
  );
  return { transport: halting, halted };
}
