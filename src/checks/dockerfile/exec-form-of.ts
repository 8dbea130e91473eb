import { editOf, fixOf } from './layout.ts';
import type { Instruction, ParsedDockerfile } from './rule.ts';

/** Words that mean to a shell what they mean without one: a program and plain arguments. */
const PLAIN = /^[\w./@%+:,-]+(?: [\w./@%+:,=-]+)*$/;
const BUILTIN = new Set(
  (
    '. : alias bg break case cd command continue eval exec exit export fg for function getopts hash if jobs let local ' +
    'read readonly return select set shift source test time times trap type ulimit umask unalias unset until wait while'
  ).split(' '),
);

/** A command line as a JSON array; null for one that needs a shell. */
export function execForm({ rest }: Instruction): string | null {
  const words = rest.split(' ');
  if (!PLAIN.test(rest) || BUILTIN.has(words[0] ?? '')) return null;
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}

/** The array, where nothing else changes: CMD and ENTRYPOINT of one stage are read together, and Windows has other words. */
export function asArray(source: ParsedDockerfile, beside: ReadonlySet<string>, it: Instruction) {
  const others = { CMD: 'ENTRYPOINT', ENTRYPOINT: 'CMD' };
  const other = it.keyword === 'CMD' || it.keyword === 'ENTRYPOINT' ? others[it.keyword] : 'SHELL';
  const command = it.inner ?? it;
  const by = beside.has(other) || beside.has('SHELL') ? null : execForm(command);
  if (by === null || source.escape !== '\\') return {};
  return fixOf('Use the exec form', editOf(source, command.argsAt[0], command.rest, by));
}
