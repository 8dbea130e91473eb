import { nearest } from '../../formats/index.ts';
import { own, sectionsOf } from './instructions.ts';
import { defineRule, sighting } from './rule.ts';
import { flagValue } from './shared.ts';

/** For how many it is told which stage may be meant: each is held against every name. */
const MOST_HINTS = 100;

function objection(wanted: string, above: ReadonlySet<string>, all: ReadonlySet<string>, isHinted: boolean): string {
  const near = isHinted ? nearest(wanted, above) : null;
  const hint = all.has(wanted.toLowerCase()) ? ': it stands below' : near === null ? '' : `, did you mean \`${near}\`?`;
  return `No stage above is called \`${wanted}\`${hint}`;
}

export default defineRule({
  id: 'dockerfile/copy-from-known-stage',
  title: 'COPY --from names an earlier stage, or an image with its tag',
  why: 'A name that no stage above has is taken for an image of that name and is pulled: a typing error becomes foreign code.',
  remedy: 'Name a stage that stands above (`FROM … AS build`), or an image with its tag.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy---from'],
  aliases: ['DL3022'],
  severity: 'warning',
  reason: 'unknown-stage',
  good: 'FROM node:22 AS build\nFROM scratch\nCOPY --from=build /app /app\n',
  bad: 'COPY --from=planted /a /a',
  looksAt: (source) => own(source, 'COPY').filter(({ flags }) => flags.some(({ name }) => name === 'from')),
  find: (source) => {
    const names = new Set<string>();
    let stages = 0;
    let found = 0;
    const sections = sectionsOf(source);
    const all = new Set(sections.flatMap(({ name }) => name ?? []));
    return sections.flatMap(({ from, name, body }) => {
      if (from) stages++;
      if (name !== null) names.add(name);
      return body.flatMap((copy) => {
        const wanted = copy.keyword === 'COPY' ? flagValue(copy, 'from') : null;
        if (wanted === null || wanted.includes(':') || names.has(wanted.toLowerCase())) return [];
        if (/^\d+$/.test(wanted) && Number(wanted) < stages) return [];
        found += 1;
        return [sighting(copy, objection(wanted, names, all, found <= MOST_HINTS))];
      });
    });
  },
});
