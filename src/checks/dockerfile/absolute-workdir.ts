import { isAbsolute, sectionsOf, unquoted } from './instructions.ts';
import { editOf, fixOf } from './layout.ts';
import { defineRule, type Instruction, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';

const LONGEST = 4096; // no system has a longer path
const PLAIN = /^[\w.@+-]+(?:\/[\w.@+-]+)*\/?$/;

// Every relative one, as DL3000; `dockerfile/first-workdir-absolute` minds only the first of a chain.
export default defineRule({
  id: 'dockerfile/absolute-workdir',
  title: 'WORKDIR is given an absolute path',
  why: 'A relative path goes on from whatever folder was set before, in this file or in the base image: a change there moves it.',
  remedy: 'Write the whole path: `WORKDIR /app/src`.',
  references: ['https://docs.docker.com/build/building/best-practices/#workdir'],
  aliases: ['DL3000'],
  severity: 'error',
  supersedes: ['dockerfile/first-workdir-absolute'],
  reason: 'relative-workdir',
  good: 'FROM node:22\nWORKDIR /app\n',
  bad: 'WORKDIR planted',
  looksAt: (source) => source.instructions.filter(({ keyword }) => keyword === 'WORKDIR'),
  find: (source) => sectionsOf(source).flatMap(({ body }) => relative(source, body)),
});

function relative(source: ParsedDockerfile, body: readonly Instruction[]): readonly Sighting[] {
  let folder = ''; // where that is known
  return body.flatMap((it) => {
    if (it.keyword !== 'WORKDIR') return [];
    const path = unquoted(it.args[0] ?? '');
    if (isAbsolute(path)) {
      folder = path.length <= LONGEST && /^\/[\w./@+-]*$/.test(path) ? path : '';
      return [];
    }
    const isKnown =
      folder !== '' && folder.length + path.length < LONGEST && PLAIN.test(path) && !path.split('/').includes('..');
    folder = isKnown ? `${folder.replace(/\/+$/, '')}/${path.replace(/^(?:\.\/)+/, '')}` : '';
    const fix = isKnown ? fixOf('Write the whole path', editOf(source, it.argsAt[0], it.rest, folder)) : {};
    return [{ ...sighting(it, `\`${path}\` goes on from the folder before`), ...fix }];
  });
}
