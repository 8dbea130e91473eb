import { readOtherwise } from './shared.ts';
import { type ComposeEntry, type ComposeWritten, defineRule, entriesOf, inServices, sighting } from './rule.ts';

const PATHS = [
  ['environment'],
  ['labels'],
  ['annotations'],
  ['build', 'args'],
  ['build', 'labels'],
  ['deploy', 'labels'],
];

export default defineRule({
  id: 'compose/scalars-as-written',
  title: 'Values arrive as they are written',
  why: 'YAML reads an unquoted value as a number first: `0755` arrives as 493, `1.10` as 1.1, `1_000` as 1000.',
  remedy: 'Quote the value.',
  references: [
    'https://yaml.org/type/int.html',
    'https://docs.docker.com/reference/compose-file/services/#environment',
  ],
  severity: 'warning',
  reason: 'read-as-number',
  good: 'services:\n  web:\n    image: web:1.0\n    environment:\n      VERSION: "1.10"\n',
  bad: { section: 'services', keys: 'image: "web:1.0", environment: {VERSION: 1.10}' },
  looksAt: (written) => valuesIn(written).map(({ keySpan }) => keySpan),
  find: (written) =>
    valuesIn(written).flatMap(({ key, value }) => {
      if (value?.kind !== 'scalar' || value.style !== 'plain' || value.isTagged) return [];
      const read = readOtherwise(value.value);
      if (read === null) return [];
      const { start, end } = value.span;
      return [
        sighting(written, value.span, `${key} arrives as \`${read}\`, not as \`${value.value}\``, {
          title: 'Quote the value',
          edits: [{ start, end, text: `"${value.value}"` }],
        }),
      ];
    }),
});

function valuesIn(written: ComposeWritten): readonly ComposeEntry[] {
  return PATHS.flatMap((path) => inServices(written, ...path).flatMap(({ entry }) => entriesOf(entry.value)));
}
