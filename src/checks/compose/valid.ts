import { defineCheck, fail, finding, inapplicable, pass, seen, type Sources } from '../kit.ts';
import { isSecretVariable, project } from './shared.ts';

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
  why: 'A variable that nothing sets becomes an empty text with no more than a warning, and a misspelt key stops the deployment on the day it is needed.',
  remedy:
    'Mend the place named here; let tickproof.yaml set a secret (`stacks.<name>.env: { NAME: { generate: hex32 } }`); set another variable there or in `.env`, or give it a default: `${NAME:-value}`.',
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

  judge: ({ compose: { files, problems, unset, model } }) => {
    const refused = problems.map(({ kind, message, at, text, advice }) => {
      const next = advice === undefined ? adviceFor(kind, requiredIn(message)) : `: ${advice}`;
      return finding(kind, `${message}${next}`, seen.place(text ?? message, at));
    });
    const unfilled = unset.map(({ name, at, text }) =>
      finding(
        'unset-variable',
        `nothing sets ${name}${adviceFor('unset-variable', name)}`,
        seen.place(text ?? `$${name}`, at),
      ),
    );
    const [first, ...more] = [...refused, ...unfilled];
    if (first) return fail(first, ...more);
    if (files.length === 0 || model === null) return inapplicable('there is no compose file');
    return pass(
      seen.value('files', files.join(', ')),
      seen.value('services', model.services.map(({ name }) => name).join(', ')),
    );
  },
});

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
