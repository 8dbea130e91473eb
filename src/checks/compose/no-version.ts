import { defineRule, entriesOf, entryAt, linesOf, sighting } from './rule.ts';

export default defineRule({
  id: 'compose/no-version',
  title: 'The compose file has no `version`',
  why: 'Compose v2 ignores it with a warning at every call; whoever reads it believes that it chooses a format.',
  remedy: 'Delete the line.',
  references: ['https://docs.docker.com/reference/compose-file/version-and-name/'],
  aliases: ['no-version-field'],
  severity: 'warning',
  reason: 'obsolete-version',
  good: 'services:\n  web:\n    image: web:1.0\n',
  bad: { top: ['version', '"3.8"'] },
  looksAt: ({ root }) => entriesOf(root).map(({ keySpan }) => keySpan),
  find: (written) => {
    const entry = entryAt(written.root, 'version');
    if (!entry) return [];
    const lines = linesOf(written, entry);
    const fix = lines && { title: 'Delete the line', edits: [{ ...lines, text: '' }] };
    return [sighting(written, entry.keySpan, '`version` is obsolete and ignored', fix ?? undefined)];
  },
});
