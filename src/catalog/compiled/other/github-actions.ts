import { once, reading } from '../../shared/reading.ts';
import { linesOf, textOf } from '../../shared/text.ts';
import type { Found, Reader } from '../../types.ts';

/** Workflows and composite actions: what they run of others. */
export const githubActions: Reader = {
  cataloguer: 'github-actions',
  says: 'declared',
  extensions: ['.yml', '.yaml'],
  where: (path) => /\/\.github\/(?:workflows\/[^/]{1,200}|actions\/.{1,400}\/action)\.ya?ml$/.test(path),
  mostBytes: 1 << 20,
  read: (file) => reading('github-actions', file, readUses(textOf(file.bytes))),
};

export function readUses(source: string): Found[] {
  const found = linesOf(source).flatMap((line, index): Found[] => {
    const [, action, ref] =
      /^\s*(?:-\s+)?uses:\s*["']?([\w.-]{1,100}\/[\w.-]{1,100})[^@\s"']{0,300}@([^\s"'#]{1,200})/.exec(line) ?? [];
    if (action === undefined || ref === undefined) return [];
    return [{ type: 'github', name: action, version: ref, lines: [index + 1, index + 1] }];
  });
  return once(found);
}
