import type { Place } from '../../domain/index.ts';

/** A comment that switches checks off: in which scope, which ones, and why. */
export interface IgnoreComment {
  readonly scope: 'next' | 'stage' | 'file';
  readonly ids: readonly string[];
  readonly because: string;
}

const SCOPES: Readonly<Record<string, IgnoreComment['scope']>> = { global: 'file', stage: 'stage', '': 'next' };
const HADOLINT = /^[ \t]*hadolint[ \t]+(?:(global|stage)[ \t]+)?ignore[ \t]*=[ \t]*(.*)$/;
/** An id is made of these letters only, and one that is not voids the whole comment. */
const HADOLINT_IDS = /^[DLSC0-9]+(?:[ \t]*,[ \t]*[DLSC0-9]+)*[ \t]*(?:#.*)?$/;

/** `hadolint [global|stage] ignore=DL3008,SC2086 # why`; null where hadolint itself would not take it. */
export function hadolintIgnore(comment: string): IgnoreComment | null {
  const [, scope = '', list = ''] = HADOLINT.exec(comment) ?? [];
  if (!HADOLINT_IDS.test(list)) return null;
  const hash = list.indexOf('#');
  const ids = hash < 0 ? list : list.slice(0, hash);
  return {
    scope: SCOPES[scope] ?? 'next',
    ids: ids.split(',').map((it) => it.trim()),
    because: hash < 0 ? '' : list.slice(hash + 1).trim(),
  };
}

/** What is written as if hadolint read it. */
const MEANT = /^[ \t]*hadolint[ \t:]+(?:(?:global|stage)[ \t]+)?(?:ignore|disable)[ \t]*(?:[=:]|(?:DL|SC)\d)/i;

/** Why hadolint takes nothing of a comment that was meant for it: ids that are none, or another spelling; null where that is not so. */
export function hadolintFault(
  comment: string,
): { readonly ids: readonly string[] } | { readonly fault: string } | null {
  const [, , list] = HADOLINT.exec(comment) ?? [];
  if (list === undefined)
    return MEANT.test(comment) ? { fault: 'hadolint reads `# hadolint ignore=DL3008,DL3009` only' } : null;
  if (HADOLINT_IDS.test(list)) return null;
  const ids = (list.split('#', 1)[0] ?? '').split(',').map((it) => it.trim());
  return ids.every((it) => it === '')
    ? { fault: 'there is no list of ids behind `ignore=`' }
    : { ids: ids.filter((it) => !/^[DLSC0-9]+$/.test(it)) };
}

const OWN = /^[ \t]*tickproof[ \t]+(?:(global|stage)[ \t]+)?ignore[ \t]*=(.*)$/;

/** `tickproof ignore=dockerfile/no-sudo: because …`: ids or aliases, and a reason, without which it does not count. */
export function ownIgnore(comment: string): IgnoreComment | { readonly fault: string } | null {
  const match = OWN.exec(comment);
  if (!match) return null;
  const [, scope = '', said = ''] = match;
  const colon = said.indexOf(':');
  const ids = (colon < 0 ? said : said.slice(0, colon)).split(',').map((it) => it.trim());
  const because = colon < 0 ? '' : said.slice(colon + 1).trim();
  if (ids.some((it) => !/^[\w/-]+$/.test(it))) return { fault: 'there is no list of ids behind `ignore=`' };
  if (because === '') return { fault: 'there is no reason: write `ignore=ID: because …`' };
  return { scope: SCOPES[scope] ?? 'next', ids, because };
}

/** Our comments in a YAML file: each holds for its own line and the next, or for the whole file. */
export function ownComments(
  comments: readonly { readonly text: string; readonly at: Place }[],
): readonly { readonly ids: readonly string[]; readonly holds: (line: number) => boolean }[] {
  return comments.flatMap(({ text, at }) => {
    const read = ownIgnore(text.replace(/^\s*#/, ''));
    if (!read || 'fault' in read) return [];
    const holds = (line: number) => read.scope === 'file' || line === at.startLine || line === at.startLine + 1;
    return [{ ids: read.ids, holds }];
  });
}
