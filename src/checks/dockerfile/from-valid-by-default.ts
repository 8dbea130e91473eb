import { assignmentsOf, expand, globalEnvironment, parseReference } from '../../formats/index.ts';
import { defineRule, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';

function find(source: ParsedDockerfile): readonly Sighting[] {
  const { globals, stages, escape } = source;
  const environment = globalEnvironment(globals, escape, {});
  const isBroken = globals
    .flatMap(assignmentsOf)
    .some(({ value }) => value && expand(value, environment, { escape }).fault);
  if (isBroken) return [];
  const found: Sighting[] = [];
  for (const { from } of stages) {
    const [written = ''] = from.args;
    const { value, fault } = expand(written, environment, { escape });
    if (fault !== null) return found;
    if (parseReference(value)) continue;
    const becomes = value === '' ? 'empty' : `\`${value}\`, which names no image`;
    found.push(sighting(from, `Without build arguments \`${written}\` is ${becomes}`));
  }
  return found;
}

export default defineRule({
  id: 'dockerfile/from-valid-by-default',
  title: 'Every FROM names an image without any build argument given',
  why: 'A file that can be built only with the right `--build-arg` fails for everyone who does not know of it, tools included.',
  remedy: 'Give the ARG a default: `ARG VERSION=22`, or write `${VERSION:-22}`.',
  references: ['https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/'],
  aliases: ['InvalidDefaultArgInFrom'],
  severity: 'warning',
  supersedes: ['dockerfile/base-tagged'],
  reason: 'no-image-by-default',
  good: 'ARG VERSION=22\nFROM node:${VERSION}\n',
  bad: 'FROM debian:$TICKPROOF_PLANTED',
  looksAt: (source) => source.stages.map(({ from }) => from),
  find,
});
