import { defineCheck, finding, passUnless, seen } from '../kit.ts';
import {
  type ComposeService,
  eachServiceMutant,
  findSecrets,
  isSecretVariable,
  isVerdict,
  loaded,
  placeOf,
  serviceExample,
} from './shared.ts';

const CANARY = ['tickproof', 'canary', '7Qx9'].join('-');

export default defineCheck({
  id: 'compose/secrets',
  version: 1,
  title: 'No secret is written into the environment of a service',
  why: 'A compose file is committed; a default such as `${DB_PASSWORD:-secret}` is what production runs with when nobody sets the variable.',
  remedy:
    'Write `${NAME:?set it}` and set it outside, or use `secrets:` and a `…_FILE` variable. Revoke what was committed.',
  references: ['https://docs.docker.com/compose/how-tos/use-secrets/'],
  reads: ['compose.files', 'compose.problems', 'compose.model'],
  reasons: ['literal-secret'],
  example: serviceExample('web', { image: 'web:1.0', environment: { PORT: '8000' } }),
  mutants: [],
  mutantsFor: ({ compose }) =>
    eachServiceMutant(compose, 'literal-secret', 'a token in its environment', (service) => ({
      ...service,
      environment: { ...service.environment, TICKPROOF_API_TOKEN: CANARY },
      written: { ...service.written, TICKPROOF_API_TOKEN: CANARY },
    })),

  judge: ({ compose }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    return passUnless(
      model.services.flatMap((service) =>
        secretsOf(service).map(({ name, how }) =>
          finding('literal-secret', `${service.name}: ${name} has a secret as its ${how}`, placeOf(service)),
        ),
      ),
      model.services.map((service) =>
        seen.measure(`variables of ${service.name}`, literalsOf(service).length, 'count'),
      ),
      'there is no service',
    );
  },
});

interface Literal {
  readonly name: string;
  readonly value: string;
  readonly how: 'value' | 'default';
}

function secretsOf(service: ComposeService): Literal[] {
  return literalsOf(service).filter(
    ({ name, value }) =>
      isSecretVariable(name, value) ||
      findSecrets(value, { names: 'none' }).some(({ confidence }) => confidence === 'high'),
  );
}

/** What the files write, and the defaults in it; values that come from outside are not the files' fault. */
function literalsOf({ written = {} }: ComposeService): Literal[] {
  return Object.entries(written).flatMap(([name, value]): Literal[] => {
    if (value === null || value === '') return [];
    if (!/(?<!\$)\$[{\w]/.test(value)) return [{ name, value, how: 'value' }];
    const defaults = [...value.matchAll(/\$\{\w+:?-([^${}]+)\}/g)].map(([, text]) => text ?? '');
    const own = value.replaceAll(/\$\{[^}]*\}|\$\w+/g, '');
    return [
      ...defaults.map((text) => ({ name, value: text, how: 'default' as const })),
      ...(own === '' ? [] : [{ name: '', value, how: 'value' as const }]),
    ];
  });
}
