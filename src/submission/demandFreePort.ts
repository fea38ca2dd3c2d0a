import { once } from "node:events";
import { createServer } from "node:net";
import { InvalidInputError } from "../errors/InvalidInputError.ts";

/**
 * Holds that a port of 127.0.0.1 is to be had. What listens there later may not say why it cannot, or bring the process
 * down: asked beforehand, the system does.
 *
 * @param port The port; 0: any that is free, which is always to be had.
 * @param field What the port was given as.
 * @throws InvalidInputError where it is taken, or not for this user.
 */
export async function demandFreePort(port: number, field: string): Promise<void> {
  const probe = createServer();
  try {
    await once(probe.listen(port, "127.0.0.1"), "listening");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const problem = code === "EADDRINUSE" ? "is taken" : `is not to be had (${code})`;
    const remedy = "Give another, or 0 for any that is free.";
    throw new InvalidInputError([{ field, value: port, problem, remedy }], { cause });
  }
  probe.close();
  await once(probe, "close");
}
