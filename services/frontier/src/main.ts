/** The only part with egress and keys: plans, or rescues one step, through a frontier API. It never runs a tool. */
export {};
