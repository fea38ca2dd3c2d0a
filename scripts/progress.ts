/**
 * Tells on standard error how far a command is: standard output is the result alone.
 *
 * @param command The command.
 * @returns Tells one thing that it does.
 */
export const progressOf = (command: string) => (text: string) => {
  process.stderr.write(`${command}: ${text.replace(/ …$/, "")} …\n`);
};
