/** An identifier is copied letter by letter and always carries a digit; a name may be any words. */
export const isIdentifier = (argument: string): boolean => argument === 'id' || argument.endsWith('_id');
