import { declaredForFrom, expand, globalEnvironment, nearestOf } from '../../formats/index.ts';
import { defineRule, ofKind, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';

function find(source: ParsedDockerfile): readonly Sighting[] {
  const environment = globalEnvironment(source.globals, source.escape, {});
  const declared = declaredForFrom(source.globals, environment);
  return ofKind(source, 'FROM').flatMap((from) => {
    const platforms = from.flags.flatMap(({ name, value }) => (name === 'platform' && value ? [value] : []));
    return [...from.args.slice(0, 1), ...platforms].flatMap((word) => {
      const { unmatched } = expand(word, environment, { escape: source.escape });
      return [...unmatched]
        .filter((name) => !declared.has(name))
        .map((name) => {
          const near = nearestOf(name, [...declared].slice(0, 200));
          return sighting(from, `No ARG above declares \`${name}\`${near ? `; there is \`${near}\`` : ''}`);
        });
    });
  });
}

export default defineRule({
  id: 'dockerfile/from-args-declared',
  title: 'Every variable in a FROM is declared by an ARG above the first FROM',
  why: 'A variable that nothing declares is empty, so that the build takes another base or platform than was meant, or none.',
  remedy: 'Declare it above the first FROM: `ARG VERSION=22`.',
  references: ['https://docs.docker.com/reference/build-checks/undefined-arg-in-from/'],
  aliases: ['UndefinedArgInFrom'],
  severity: 'error',
  supersedes: ['dockerfile/from-valid-by-default'],
  reason: 'undeclared-arg-in-from',
  good: 'ARG VERSION=22\nFROM node:${VERSION}\n',
  bad: 'FROM debian:bookworm$TICKPROOF_PLANTED',
  looksAt: (source) => ofKind(source, 'FROM'),
  find,
});
