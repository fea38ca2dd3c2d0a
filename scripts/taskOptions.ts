import { ArgumentType } from "hardhat/types/arguments";

/** Options are taken as text: the library reads them, and says what is wrong with them. */
export const text = { type: ArgumentType.STRING_WITHOUT_DEFAULT, defaultValue: undefined } as const;

/** The flag of every task that has a result. */
export const json = { name: "json", description: "Print the result as JSON" } as const;
