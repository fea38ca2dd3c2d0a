import { InvalidInputError } from "../../src/index.ts";

/** Where something is served. */
export interface ServedAt {
  /** The variable that says where its users look for it. */
  readonly variable: string;
  /** What that is set to. */
  readonly url: string;
  /** The paths that it may have. */
  readonly paths: readonly string[];
  /** A URL that can be meant. */
  readonly example: string;
}

/** The names of where things are served: IPv4's loopback. */
const hosts = ["127.0.0.1", "localhost"];

/**
 * The port that a variable says something is to be served on. Whoever reads the variable later looks there.
 *
 * @param served The variable, and what it is set to.
 * @returns The port.
 * @throws InvalidInputError where it is no URL, or names what is not served here.
 */
export function portOf({ variable, url, paths, example }: ServedAt): number {
  const remedy = `Set it to ${example}, or unset it and name the port by an option.`;
  const refuse = (value: string, problem: string) =>
    new InvalidInputError([{ field: variable, value, problem, remedy }]);
  if (!URL.canParse(url)) throw refuse("(not shown)", "is not a URL");
  const { protocol, host, hostname, port, pathname, search, username } = new URL(url);
  if (protocol !== "http:" || !hosts.includes(hostname) || username !== "") {
    throw refuse(`${protocol}//${host}`, "is not served by this machine over HTTP on 127.0.0.1");
  }
  if (!paths.includes(pathname) || search !== "") {
    throw refuse(`${protocol}//${host}/…`, `has a path that is not served: it is ${paths[0]}`);
  }
  return port === "" ? 80 : Number(port);
}
