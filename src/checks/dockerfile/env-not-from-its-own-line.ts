import { own } from './instructions.ts';
import { defineRule, type Instruction, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';
import { assignmentsOf, expand } from '../../formats/index.ts';

export default defineRule({
  id: 'dockerfile/env-not-from-its-own-line',
  title: 'No ENV uses a variable that the same ENV sets',
  why: 'All values of one ENV are expanded before any is set: the variable is still empty, or still the old one.',
  remedy: 'Set the variable in an ENV of its own above.',
  references: ['https://docs.docker.com/reference/dockerfile/#environment-replacement'],
  aliases: ['DL3044'],
  severity: 'error',
  reason: 'env-from-itself',
  good: 'FROM node:22\nENV HOME_OF_APP=/app\nENV PATH=$HOME_OF_APP/bin:$PATH\n',
  bad: 'ENV PLANTED_A=1 PLANTED_B=$PLANTED_A',
  looksAt: (source) => own(source, 'ENV'),
  find: (source) => {
    const set = new Set<string>();
    return own(source, 'ENV', 'ARG').flatMap((it): readonly Sighting[] => {
      const name = it.keyword === 'ENV' ? usedTooEarly(source, it, set) : undefined;
      for (const assignment of assignmentsOf(it)) set.add(assignment.name);
      return name === undefined ? [] : [sighting(it, `\`$${name}\` is set by this ENV and not known yet`)];
    });
  },
});

/** A variable that one pair sets, another's value uses, and nothing has set before. */
function usedTooEarly({ escape }: ParsedDockerfile, env: Instruction, set: ReadonlySet<string>): string | undefined {
  const pairs = assignmentsOf(env);
  const last = new Map(pairs.map(({ name }, index) => [name, index]));
  const first = new Map(pairs.map(({ name }, index) => [name, index] as const).toReversed());
  for (const [index, { value }] of pairs.entries()) {
    for (const name of expand(value ?? '', new Map(), { escape }).unmatched) {
      const isElsewhere = last.has(name) && (last.get(name) !== index || first.get(name) !== index);
      if (isElsewhere && !set.has(name)) return name;
    }
  }
  return undefined;
}
