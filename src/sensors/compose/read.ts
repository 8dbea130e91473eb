import type { ComposeFacts, Files } from '../../domain/index.ts';
import { readTexts, textsAlone } from './load.ts';
import type { ComposeSource } from './source.ts';

const REQUIRED = /required variable (\S+) is missing a value/;
const MOST_REQUIRED = 200;

/**
 * The facts of a project's texts, of all its profiles. The file itself says of a required variable that it is set elsewhere: a
 * value stands in for it, so that the rest can be seen.
 */
export function readCompose(files: Files, source: ComposeSource): ComposeFacts {
  const profiles = source.profiles.length > 0 ? source.profiles : ['*'];
  let variables = source.variables;
  for (let round = 0; ; round += 1) {
    const asked = { ...source, profiles, variables };
    const read = readTexts({ files }, asked);
    const names = read.facts.problems.flatMap(({ message }) => REQUIRED.exec(message)?.[1] ?? []);
    const unset = names.filter((name) => !Object.hasOwn(variables, name));
    if (unset.length === 0 || round >= MOST_REQUIRED) return textsAlone(files, asked, read);
    variables = { ...variables, ...Object.fromEntries(unset.map((name) => [name, { generate: 'hex32' as const }])) };
  }
}
