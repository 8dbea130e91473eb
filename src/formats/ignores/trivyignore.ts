import { entryOf, type IgnoreEntry, type IgnoreFile, untilOf } from './entry.ts';

/** `.trivyignore`: an id a line, `#` before a comment, `exp:YYYY-MM-DD` behind the id. Other words behind it say nothing. */
export function readTrivyIgnore(text: string): IgnoreFile {
  const entries: IgnoreEntry[] = [];
  const problems: { entry: string; detail: string }[] = [];
  const comments: string[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '') comments.length = 0;
    else if (line.startsWith('#')) comments.push(line.replace(/^#+\s?/, ''));
    else {
      const [id = '', ...words] = line.split(/\s+/);
      const written = words.find((word) => word.startsWith('exp:'))?.slice(4) ?? null;
      const until = written === null ? null : untilOf(written);
      if (written !== null && until === null)
        problems.push({ entry: id, detail: `line ${index + 1}: \`${written.slice(0, 40)}\` is no date` });
      else entries.push(entryOf(id, { until, because: comments.join(' ').slice(0, 300), line: index + 1 }));
    }
  }
  return { entries, problems };
}
