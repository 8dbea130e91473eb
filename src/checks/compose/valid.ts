import type { ComposeFacts } from '../../domain/index.ts';
import { defineCheck, fail, finding, inapplicable, pass, seen, type Sources } from '../kit.ts';
import { isSecretVariable, project } from './shared.ts';

const SET_IT =
  'Let tickproof.yaml set a secret (`stacks.<name>.env: { NAME: { generate: hex32 } }`); set another variable there or in `.env`, or give it a default: `${NAME:-value}`.';

/** Behind the first file's own lines, at the margin, where it ends whatever stands above. */
function appended(sources: Sources, lines: string): Sources | null {
  const [file] = Object.keys(sources.compose);
  if (file === undefined) return null;
  return { ...sources, compose: { ...sources.compose, [file]: `${sources.compose[file]}\n${lines}\n` } };
}

export default defineCheck({
  id: 'compose/valid',
  version: 1,
  title: 'The compose files load as Compose v2 loads them, with every variable set',
  why: 'A project that does not load stops the deployment on the day it is needed, and a variable that nothing sets becomes an empty text with no more than a warning.',
  remedy: `Mend the place named here. ${SET_IT}`,
  references: [
    'https://docs.docker.com/reference/compose-file/',
    'https://docs.docker.com/reference/compose-file/interpolation/',
  ],
  aliases: ['invalid-yaml', 'invalid-schema'],
  reads: ['compose.files', 'compose.problems', 'compose.unset', 'compose.model'],
  reasons: ['invalid', 'unset-variable'],
  lint: { severity: 'error', profile: 'default' },
  example: project('services:\n  web:\n    image: web:1.0\n', {
    name: 'example',
    services: { web: { image: 'web:1.0' } },
  }),
  mutants: [
    {
      level: 'S',
      title: 'an unknown key',
      reason: 'invalid',
      edit: (sources) => appended(sources, 'tickproof_unknown: 1'),
    },
    {
      level: 'S',
      title: 'a bad indent',
      reason: 'invalid',
      edit: (sources) => appended(sources, 'x-tickproof:\n    a: 1\n  b: 2'),
    },
    {
      level: 'S',
      title: 'a variable that nothing sets',
      reason: 'unset-variable',
      edit: (sources) => appended(sources, 'x-tickproof: "${TICKPROOF_UNSET_VARIABLE}"'),
    },
  ],

  judge: ({ compose }) => {
    const { files, model } = compose;
    const [first, ...more] = faultsIn(compose).map(({ reason, message, text, at }) =>
      finding(reason, message, seen.place(text, at)),
    );
    if (first) return fail(first, ...more);
    if (files.length === 0 || model === null) return inapplicable('there is no compose file');
    return pass(
      seen.value('files', files.join(', ')),
      seen.value('services', model.services.map(({ name }) => name).join(', ')),
    );
  },

  sightings: ({ compose }) => faultsIn(compose).map(({ reason: _reason, ...sighting }) => sighting),
});

/** Everything that is wrong, each with what is known of its kind. */
function faultsIn({ problems, unset }: Pick<ComposeFacts, 'problems' | 'unset'>) {
  const refused = problems.map(({ kind, message, at, text = message, advice, cause }) => {
    const next = advice === undefined ? adviceFor(kind, requiredIn(message)) : `: ${advice}`;
    const { why, remedy } = kind === 'unset-variable' ? UNSET : (OF_CAUSE[cause ?? ''] ?? REFUSED);
    return { reason: kind, message: `${message}${next}`, text, at, why, remedy };
  });
  const unfilled = unset.map(({ name, at, text = `$${name}` }) => ({
    reason: 'unset-variable' as const,
    message: `nothing sets ${name}${adviceFor('unset-variable', name)}`,
    text,
    at,
    ...UNSET,
  }));
  return [...refused, ...unfilled];
}

const UNSET = {
  why: 'A variable that nothing sets becomes an empty text with no more than a warning.',
  remedy: SET_IT,
};
const REFUSED = {
  why: 'Compose refuses the whole project for it: no service starts.',
  remedy: 'Mend the place named here; `docker compose config` says whether the project loads then.',
};
const OF_CAUSE: Readonly<Record<string, typeof REFUSED>> = {
  yaml: {
    why: 'Compose reads nothing of a file that is no YAML: no service starts.',
    remedy: 'Mend this place first: what stands behind it has not been read yet.',
  },
  schema: {
    why: 'Compose refuses a project with a key or a form that it does not know: no service starts.',
    remedy: 'Write it as the Compose file reference has it; a key of your own begins with `x-`.',
  },
};

/** The variable that the client says is missing. */
function requiredIn(message: string): string | null {
  return /required variable (\w+) is missing/.exec(message)?.[1] ?? null;
}

/** A secret is made for each run and never written down; anything else may have a default. */
function adviceFor(kind: string, name: string | null): string {
  if (kind !== 'unset-variable' || name === null) return '';
  return isSecretVariable(name, 'Zq81-vT40-pKx7')
    ? `: in tickproof.yaml, \`stacks.<name>.env: { ${name}: { generate: hex32 } }\` makes one for each run`
    : `: set it in \`stacks.<name>.env\` or \`.env\`, or write a default: \`\${${name}:-value}\``;
}
