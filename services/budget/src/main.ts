/** Keeps what the frontier may cost: reserves before a call, settles after it, and says when little is left. */
export {};
