import { assignmentsOf } from '../../formats/index.ts';
import { inStages } from './layout.ts';
import { defineRule, type Instruction, sighting } from './rule.ts';

const KINDS = ['WORKDIR', 'COPY', 'ADD', 'ENV', 'ARG', 'USER'];

/** What the builder would have to be a shell for. */
function literal(it: Instruction): string | null {
  const { keyword, args, rest } = it;
  const values = keyword === 'ENV' || keyword === 'ARG' ? assignmentsOf(it).map(({ value }) => value ?? '') : [];
  const command = [...values, ...(values.length > 0 ? [] : args)].find((text) => /^[^']*\$\(/.test(text));
  if (command !== undefined) return `\`${command}\` is not run: the builder is no shell`;
  const paths = keyword === 'WORKDIR' ? [rest] : keyword === 'COPY' || keyword === 'ADD' ? args.slice(-1) : values;
  const home = paths.find((text) => /^["']?(?:[^"':]*:)?~(?:\/|["':]|$)/.test(text));
  return home === undefined
    ? null
    : `The \`~\` in \`${home}\` is a folder of that name: only a shell makes a home of it`;
}

export default defineRule({
  id: 'dockerfile/no-shell-syntax-in-values',
  title: 'No path or variable counts on `~` or `$(…)`',
  why: 'Only RUN has a shell: elsewhere `~` is a folder of that name, and `$(date)` is an error or plain text.',
  remedy: 'Write the path out, as in `/root/.ssh`, and compute values in a RUN or before the build.',
  references: ['https://docs.docker.com/reference/dockerfile/#environment-replacement'],
  aliases: [],
  severity: 'warning',
  reason: 'shell-syntax-in-value',
  good: 'FROM node:22\nENV DATA=/root/data\nWORKDIR /root\n',
  bad: 'ENV PLANTED=~/planted',
  looksAt: (source) => inStages(source, ...KINDS),
  find: (source) =>
    inStages(source, ...KINDS).flatMap((it) => {
      const message = literal(it);
      return message === null ? [] : [sighting(it, message)];
    }),
});
