import type { Accounts } from '../../domain/index.ts';

/** What the engine makes of the image's USER: numbers, or the name that it will not find. */
export type ResolvedUser =
  | {
      readonly status: 'known';
      readonly uid: number;
      readonly gid: number;
      /** The primary group and those that list the user as a member. */
      readonly gids: readonly number[];
      /** The name in the image's passwd, if it has one. */
      readonly name: string | null;
    }
  | { readonly status: 'unknown'; readonly what: 'user' | 'group'; readonly name: string };

const NUMBER = /^[+-]?\d+$/; // `00` and `+0` are numbers to the engine too
const LARGEST_ID = 2 ** 31 - 1;

/**
 * Resolves `user[:group]` as the runtime does (libcontainer's GetExecUser): digits are always a number, even where an
 * account has that name; an empty text is root; a name must be in the image's own passwd.
 */
export function resolveUser(text: string, { users, groups }: Accounts): ResolvedUser {
  const colon = text.indexOf(':');
  const userText = colon === -1 ? text : text.slice(0, colon);
  const groupText = colon === -1 ? '' : text.slice(colon + 1);
  const asked = userText === '' ? 0 : idOf(userText);
  const account = users.find((it) => (asked === null ? it.name === userText : it.uid === asked));
  const uid = asked ?? account?.uid;
  if (uid === undefined || uid < 0 || uid > LARGEST_ID) return { status: 'unknown', what: 'user', name: userText };
  const name = account?.name ?? null;
  if (groupText === '') {
    const gid = account?.gid ?? 0;
    const more = groups.filter(({ members }) => name !== null && members.includes(name)).map((it) => it.gid);
    return { status: 'known', uid, gid, gids: [...new Set([gid, ...more])], name };
  }
  const gid = idOf(groupText) ?? groups.find((it) => it.name === groupText)?.gid;
  if (gid === undefined || gid < 0 || gid > LARGEST_ID) return { status: 'unknown', what: 'group', name: groupText };
  return { status: 'known', uid, gid, gids: [gid], name };
}

function idOf(text: string): number | null {
  return NUMBER.test(text) ? Number(text) : null;
}
