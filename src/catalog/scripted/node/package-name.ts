/** Longer than the registry has ever taken. */
const MOST_LENGTH = 250;

/** A name that a package can have: with a scope or without, no blanks, no way out of its folder. */
export const isPackageName = (name: string): boolean =>
  name.length <= MOST_LENGTH && /^(?:@[^@/\s\\]+\/)?[^@/\s\\]+$/.test(name) && !/(?:^|\/)\.{1,2}$/.test(name);

/** `name@rest` cut at the `@` that ends the name. */
export function cutName(text: string): [name: string, rest: string] {
  const at = text.indexOf('@', 1);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
