import type { Instruction } from '../../domain/index.ts';
import { assignmentsOf } from '../../formats/index.ts';
import { own, removal } from './instructions.ts';
import { defineRule, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';

/** What the builder itself goes by, used or not. */
const BUILTIN = /^(?:(?:HTTP|HTTPS|FTP|NO|ALL)_PROXY|BUILDKIT_\w+|SOURCE_DATE_EPOCH|(?:TARGET|BUILD)\w+)$/i;

function mentions({ text, heredocs, keyword, args, flags }: Instruction, name: string): boolean {
  const said = keyword === 'ARG' ? args.map((it) => it.slice(it.indexOf('=') + 1 || it.length)).join(' ') : text;
  const all = [said, ...flags.map(({ value }) => value ?? ''), ...heredocs.map(({ content }) => content)];
  return all.some((it) => holdsWord(it, name));
}

function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!/\w/.test(text[at - 1] ?? ' ') && !/\w/.test(text[at + word.length] ?? ' ')) return true;
  return false;
}

/** ARGs of a stage that nothing behind them can see: no RUN, which hands them to its programs, and no other line that names them. */
function unusedIn(source: ParsedDockerfile, body: readonly Instruction[]): readonly Sighting[] {
  const lastRun = body.findLastIndex(({ keyword, inner }) => keyword === 'RUN' || inner?.keyword === 'RUN');
  return body.slice(lastRun + 1).flatMap((it, at, rest) => {
    if (it.keyword !== 'ARG') return [];
    const later = rest.slice(at);
    return unused(source, it, (name) => later.some((other) => mentions(other, name)));
  });
}

function unused(source: ParsedDockerfile, it: Instruction, isUsed: (name: string) => boolean): readonly Sighting[] {
  const names = assignmentsOf(it).flatMap(({ name }) => name || []); // a blank one is refused, and would be found everywhere
  const idle = names.filter((name) => !BUILTIN.test(name) && !isUsed(name));
  const fix = idle.length === names.length ? removal('Take it out', source, it) : undefined;
  return idle
    .slice(0, 1)
    .map((name) => sighting(it, `Nothing can see \`${name}\``, it.comments.length > 0 ? undefined : fix));
}

const MOST_NAMES = 100; // each is looked for in all that follows

function find(source: ParsedDockerfile): readonly Sighting[] {
  if (source.stages.length === 0 || own(source, 'ARG').flatMap(namesDeclared).length > MOST_NAMES) return [];
  const froms = source.stages.map(({ from }) => from);
  const again = new Set(source.stages.flatMap(({ body }) => body.flatMap(namesDeclared)));
  const globals = source.globals.flatMap((it, at) =>
    unused(
      source,
      it,
      (name) => again.has(name) || [...froms, ...source.globals.slice(at)].some((other) => mentions(other, name)),
    ),
  );
  const parents = new Set(source.stages.map(({ base }) => (base.kind === 'stage' ? base.index : -1)));
  const ends = source.stages.filter(({ index }) => !parents.has(index));
  return [...globals, ...ends.flatMap(({ body }) => unusedIn(source, body))];
}

function namesDeclared({ keyword, inner, ...it }: Instruction): readonly string[] {
  const arg = keyword === 'ARG' ? { keyword, ...it } : inner?.keyword === 'ARG' ? inner : null;
  return arg ? assignmentsOf(arg).map(({ name }) => name) : [];
}

export default defineRule({
  id: 'dockerfile/args-used',
  title: 'Every ARG is seen by something',
  why: 'A value that nothing takes has no effect, whatever is given: often the name is misspelt, or its use was deleted.',
  remedy: 'Take it out, or move it above what is to use it.',
  references: ['https://docs.docker.com/reference/dockerfile/#arg'],
  aliases: [],
  severity: 'info',
  reason: 'arg-unused',
  good: 'ARG VERSION=22\nFROM node:${VERSION}\nARG REVISION\nLABEL org.opencontainers.image.revision=$REVISION\n',
  bad: 'ARG TICKPROOF_PLANTED=1',
  looksAt: (source) => own(source, 'ARG'),
  find,
});
