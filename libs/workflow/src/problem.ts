/** What is wrong with a pack, and where: the path of the field to mend. */
export type Problem = { readonly path: readonly (string | number)[]; readonly message: string };
