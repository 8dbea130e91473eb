import { type ComposeEntry, defineRule, entriesOf, entryAt, itemsOf, linesOf, servicesIn, sighting } from './rule.ts';

export default defineRule({
  id: 'compose/no-links',
  title: 'No service has `links`',
  why: 'Services of one network find each other by name; links are left over from the time before networks.',
  remedy: 'Delete `links`; write `depends_on` for the order, and `networks.<name>.aliases` for another name.',
  references: ['https://docs.docker.com/engine/network/links/'],
  severity: 'info',
  reason: 'legacy-links',
  good: 'services:\n  web:\n    image: web:1.0\n    depends_on: [db]\n  db:\n    image: db:1.0\n',
  bad: {
    section: 'services',
    keys: 'image: "web:1.0", links: [tickproof-linked]}\n  tickproof-linked: {image: "db:1.0"',
  },
  looksAt: (written) => servicesIn(written).map(({ keySpan }) => keySpan),
  find: (written) =>
    servicesIn(written).flatMap((service) => {
      const entry = entryAt(service.value, 'links');
      if (!entry) return [];
      const lines = isSaidElsewhere(service, entry) ? linesOf(written, entry) : null;
      const fix = lines && { title: 'Delete `links`', edits: [{ ...lines, text: '' }] };
      return [sighting(written, entry.keySpan, `${service.key} has links`, fix ?? undefined)];
    }),
});

/** A link gives an order too, and may give another name. */
function isSaidElsewhere({ value }: ComposeEntry, { value: links }: ComposeEntry): boolean {
  const needed = entryAt(value, 'depends_on')?.value;
  const known = new Set([
    ...entriesOf(needed).map(({ key }) => key),
    ...itemsOf(needed).flatMap((it) => (it.kind === 'scalar' ? [it.value] : [])),
  ]);
  return itemsOf(links).every((it) => it.kind === 'scalar' && known.has(it.value)) && !entryAt(value, '<<');
}
