import {
  type ComposeEntry,
  type ComposeNode,
  type ComposeWritten,
  defineRule,
  entriesOf,
  entryAt,
  sighting,
} from './rule.ts';

const KINDS = ['networks', 'volumes', 'secrets', 'configs'] as const;

export default defineRule({
  id: 'compose/external-by-name',
  title: 'What is external says its name beside `external: true`',
  why: '`external: { name: … }` is deprecated: Compose warns of it at every call, and other programs no longer read it.',
  remedy: 'Write `external: true` and `name: …` side by side.',
  references: ['https://docs.docker.com/reference/compose-file/volumes/#external'],
  severity: 'warning',
  reason: 'deprecated-external',
  good: 'services:\n  web:\n    image: web:1.0\n    volumes: ["data:/data"]\nvolumes:\n  data:\n    external: true\n    name: shared\n',
  bad: { section: 'volumes', keys: 'external: {name: shared}' },
  looksAt: (written) => externalsIn(written).map(({ entry }) => entry.keySpan),
  find: (written) =>
    externalsIn(written).flatMap(({ holder, entry }) => {
      const name = entryAt(entry.value, 'name')?.value;
      if (entry.value?.kind !== 'map' || !name) return [];
      const fix = mended(written, holder, entry, name);
      return [sighting(written, entry.keySpan, '`external: { name }` is deprecated', fix)];
    }),
});

function externalsIn({ root }: ComposeWritten): readonly { holder: ComposeNode; entry: ComposeEntry }[] {
  return KINDS.flatMap((kind) => entriesOf(entryAt(root, kind)?.value)).flatMap(({ value }) => {
    const entry = entryAt(value, 'external');
    return entry && value ? [{ holder: value, entry }] : [];
  });
}

/** Comments between the lines, and a name that is there already, are for people to sort out. */
function mended({ text }: ComposeWritten, holder: ComposeNode, { keySpan, value }: ComposeEntry, name: ComposeNode) {
  if (holder.kind !== 'map' || !value || entryAt(holder, 'name') || entriesOf(value).length !== 1) return undefined;
  const span = { start: keySpan.start, end: value.kind === 'map' && value.isFlow ? value.span.end : name.span.end };
  if (text.slice(span.start, span.end).includes('#')) return undefined;
  const indent = ' '.repeat(keySpan.start - (text.lastIndexOf('\n', keySpan.start - 1) + 1));
  const written = text.slice(name.span.start, name.span.end);
  const parts = ['external: true', `name: ${written}`];
  const edit = { ...span, text: parts.join(holder.isFlow ? ', ' : `\n${indent}`) };
  return { title: 'Write the name beside `external: true`', edits: [edit] };
}
