import { emptyTask } from "hardhat/config";

/** `targets …`, as Hardhat's tasks. */
export const targetsTasks = [emptyTask("targets", "The contracts that the presets are made for").build()];
