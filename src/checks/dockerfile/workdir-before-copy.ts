import { along, isAbsolute, own, sectionsOf, unquoted } from './instructions.ts';
import { defineRule, type Instruction, sighting } from './rule.ts';

export default defineRule({
  id: 'dockerfile/workdir-before-copy',
  title: 'COPY to a relative path stands below a WORKDIR',
  why: 'Where the file lands is then decided by the base image, and changes with it.',
  remedy: 'Write `WORKDIR /app` above, or the whole path as the target.',
  references: ['https://docs.docker.com/reference/dockerfile/#workdir'],
  aliases: ['DL3045'],
  severity: 'warning',
  reason: 'copy-without-workdir',
  good: 'FROM node:22\nWORKDIR /app\nCOPY package.json .\n',
  bad: 'FROM scratch\nCOPY planted planted',
  looksAt: (source) => own(source, 'COPY'),
  find: (source) => {
    const sections = sectionsOf(source);
    const hasFolder = along(sections, false, (before, { body }) => before || body.some(isWorkdir));
    return sections
      .flatMap(({ parent, body }) => (hasFolder.get(parent) ? [] : relativeCopies(body)))
      .map((copy) => sighting(copy, 'The target is relative, and no WORKDIR is set'));
  },
});

/** Those above the first WORKDIR. */
function relativeCopies(body: readonly Instruction[]): readonly Instruction[] {
  const first = body.findIndex(isWorkdir);
  return body
    .slice(0, first < 0 ? undefined : first)
    .filter((it) => it.keyword === 'COPY' && !isAbsolute(unquoted(it.args.at(-1) ?? '')));
}

function isWorkdir({ keyword }: Instruction): boolean {
  return keyword === 'WORKDIR';
}
