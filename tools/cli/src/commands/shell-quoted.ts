/** A text as one word of a POSIX shell, for commands to copy; plain words stay as they are. */
export const shellQuoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
