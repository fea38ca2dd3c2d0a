/** What the owner signs of a policy and of an action (EIP-712), on each release (`HashLib`). */
export const digestTypes = {
  PolicyData: [
    { name: "policy", type: "address" },
    { name: "initData", type: "bytes" },
  ],
  ActionData: [
    { name: "actionTargetSelector", type: "bytes4" },
    { name: "actionTarget", type: "address" },
    { name: "actionPolicies", type: "PolicyData[]" },
  ],
} as const;
