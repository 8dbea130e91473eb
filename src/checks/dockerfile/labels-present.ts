import { along, own, type Section, sectionsOf } from './instructions.ts';
import { labelParams, labelsOf } from './labels.ts';
import { defineRule, type Instruction, type ParsedDockerfile, sighting } from './rule.ts';
import { sourcesOutside } from '../../formats/index.ts';

export default defineRule({
  id: 'dockerfile/labels-present',
  title: 'Every image has the labels of the schema',
  why: 'Who owns an image, and what it was made from, cannot be told later from an image that does not say it.',
  remedy: 'Add the label to the last stage, or to the stage that all others begin with.',
  references: ['https://github.com/opencontainers/image-spec/blob/main/annotations.md'],
  aliases: ['DL3049'],
  severity: 'info',
  profile: 'strict',
  params: labelParams,
  exampleParams: { schema: { 'org.opencontainers.image.title': 'text' } },
  reason: 'label-missing',
  good: 'FROM node:22\nLABEL org.opencontainers.image.title="shop"\n',
  bad: 'FROM scratch',
  looksAt: (source, { schema }) => (Object.keys(schema).length === 0 ? [] : own(source, 'FROM')),
  find: (source, { schema }) => {
    const sections = sectionsOf(source);
    const taken = new Set(
      sections.flatMap(({ body }) => body.flatMap(sourcesOutside)).map(({ from }) => from.toLowerCase()),
    );
    const missing = along<readonly string[]>(sections, Object.keys(schema), (before, { body }) =>
      without(source, before, body),
    );
    const silent = new Set(sections.filter(({ name }, index) => taken.has(name ?? '') || taken.has(String(index))));
    const later = setLater(sections, Object.keys(schema), missing);
    return sections.flatMap((section) => {
      const { from } = section;
      if (!from || silent.has(section)) return [];
      const names = (missing.get(section) ?? []).filter((name) => !later.get(section)?.has(name));
      return names.map((name) => sighting(from, `The stage has no label \`${name}\``));
    });
  },
});

/** The names that a stage is given by one of those that go on from it. */
function setLater(
  sections: readonly Section[],
  names: readonly string[],
  missing: ReadonlyMap<Section | null, readonly string[]>,
): ReadonlyMap<Section, ReadonlySet<string>> {
  const later = new Map<Section, Set<string>>();
  for (const section of sections.toReversed()) {
    if (!section.parent) continue;
    const lacks = new Set(missing.get(section));
    const known = later.get(section.parent) ?? new Set();
    for (const name of names) if (!lacks.has(name) || later.get(section)?.has(name)) known.add(name);
    later.set(section.parent, known);
  }
  return later;
}

/** The names that these instructions do not set either. */
function without(source: ParsedDockerfile, names: readonly string[], body: readonly Instruction[]): readonly string[] {
  const set = new Set(
    body.flatMap((by) => (by.keyword === 'LABEL' ? labelsOf(source, by) : [])).map(({ name }) => name),
  );
  return names.filter((name) => !set.has(name));
}
