// The way of a user operation is the layout: a room imports the rooms before it and the leaves.
const rooms = [
  "config",
  "world",
  "account",
  "session",
  "submission",
  "outcome",
  "keys",
  "lifecycle",
  "usage",
  "harness",
  "diagnosis",
  "scenarios",
  "report",
];
const leaves = ["errors", "abis", "refusal", "deployments"];

/** The path of a room: a folder, or the one file of that name (harness.ts). */
const pathOf = (names) => `^src/(${names.join("|")})(/|\\.ts$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...rooms.slice(0, -1).map((room, index) => ({
      name: `${room}-imports-no-later-room`,
      comment: `${room} may import only ${[...rooms.slice(0, index), ...leaves].join(", ")}`,
      severity: "error",
      from: { path: pathOf([room]) },
      to: { path: pathOf(rooms.slice(index + 1)) },
    })),
    ...rooms.map((room) => ({
      name: `internals-of-${room}`,
      comment: `a folder inside ${room}/ is its own business: import from the files at its top`,
      severity: "error",
      from: { path: "^(src|scripts)/", pathNot: `^src/${room}/|^src/index\\.ts$` },
      to: { path: `^src/${room}/[^/]+/` },
    })),
    {
      name: "leaves-import-only-leaves",
      severity: "error",
      from: { path: pathOf(leaves) },
      to: { path: "^src/", pathNot: pathOf(leaves) },
    },
    {
      name: "every-module-has-a-room",
      comment: "what is in no room escapes the rules above",
      severity: "error",
      from: {},
      to: { path: "^src/", pathNot: [pathOf([...rooms, ...leaves]), "^src/index\\.ts$"] },
    },
    {
      name: "the-config-has-no-logic",
      comment: "it imports only leaves and config/; tasks are imported when they run",
      severity: "error",
      from: { path: "^hardhat\\.config\\.ts$" },
      to: { path: "^(src|test)/", pathNot: pathOf(["config", ...leaves]), dependencyTypesNot: ["type-only"] },
    },
    {
      name: "scripts-import-no-test",
      severity: "error",
      from: { path: "^scripts/" },
      to: { path: "^test/" },
    },
    {
      name: "src-is-a-library",
      comment: "src works against any RPC: it imports neither hardhat nor the scripts or tests around it",
      severity: "error",
      from: { path: "^src/" },
      to: {
        path: "^(scripts|test)/|^node_modules/(hardhat|@nomicfoundation)/",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "one-barrel",
      comment: "inside src, import from the file that defines",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^src/index\\.ts$" },
    },
    {
      name: "scripts-use-the-public-api",
      comment: "a task is a user of the library like any other",
      severity: "error",
      from: { path: "^scripts/" },
      to: { path: "^src/", pathNot: "^src/index\\.ts$" },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "no-unresolved", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
