import { defineRule, entriesOf, entryAt, sighting } from './rule.ts';

export default defineRule({
  id: 'compose/project-name',
  title: 'The project says its name',
  why: 'Without `name` the folder decides: a clone elsewhere has other volumes and networks, and two clones fight over none.',
  remedy: 'Write a top-level `name:`.',
  references: ['https://docs.docker.com/reference/compose-file/version-and-name/'],
  aliases: ['require-project-name-field'],
  severity: 'info',
  profile: 'strict',
  reason: 'no-name',
  good: 'name: shop\nservices:\n  web:\n    image: web:1.0\n',
  bad: { top: ['name', ''] },
  looksAt: ({ root }) => entriesOf(root).map(({ keySpan }) => keySpan),
  find: (written, { texts = [] }) => {
    const [first] = entriesOf(written.root);
    const isNamed = texts.some(({ root }) => entryAt(root, 'name')?.value);
    if (!first || isNamed || texts[0]?.file !== written.file) return [];
    return [sighting(written, first.keySpan, 'the project has no name of its own')];
  },
});
