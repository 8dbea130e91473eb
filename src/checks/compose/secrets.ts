import { defineCheck, finding, passUnless, type Place, seen } from '../kit.ts';
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
  version: 2,
  title: 'No secret is written into the environment of a service',
  why: 'A compose file is committed; a default such as `${DB_PASSWORD:-secret}` is what production runs with when nobody sets the variable.',
  remedy:
    'Write `${NAME:?set it}` and set it outside (in tickproof.yaml: `stacks.<name>.env: { NAME: { generate: hex32 } }`), or use `secrets:` and a `…_FILE` variable. Revoke what was committed.',
  references: ['https://docs.docker.com/compose/how-tos/use-secrets/'],
  reads: ['compose.files', 'compose.problems', 'compose.model'],
  reasons: ['literal-secret'],
  lint: { severity: 'error', profile: 'default' },
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
        secretsOf(service).map(({ name, how, at }) =>
          finding(
            'literal-secret',
            `${service.name}: ${name || 'a variable'} has a secret as its ${how}`,
            at ? seen.place(`${name}: ***`, at) : placeOf(service),
          ),
        ),
      ),
      model.services.map((service) => seen.measure(`variables of ${service.name}`, variablesOf(service), 'count')),
      'there is no service',
    );
  },
});

interface Literal {
  readonly name: string;
  readonly value: string;
  readonly how: 'value' | 'default' | 'value in an env file';
  readonly at?: Place | undefined;
}

function variablesOf({ environment, written, fromFiles = [] }: ComposeService): number {
  return new Set([...Object.keys({ ...environment, ...written }), ...fromFiles.map(({ name }) => name)]).size;
}

function secretsOf(service: ComposeService): Literal[] {
  return literalsOf(service).filter(
    ({ name, value }) =>
      isSecretVariable(name, value) ||
      isKeyedSecret(name, value) ||
      findSecrets(value, { names: 'none' }).some(({ confidence }) => confidence === 'high'),
  );
}

/** `APP_KEY`, `SESSION_SALT`: such names are often harmless, so the value must look or call itself secret. */
function isKeyedSecret(name: string, value: string): boolean {
  if (value.length < 8 || !/(?:^|_)(?:KEY|PASS|SALT|PEPPER|CREDS?)$/i.test(name)) return false;
  const random = value.length >= 16 && /^(?=.*\d)(?=.*[a-z])\S+$/i.test(value);
  const telling = random || /secret|passw|private|token/i.test(value);
  return telling && isSecretVariable(name.replace(/[A-Z]+$/i, 'API_KEY'), value);
}

/** What the files write, and the defaults in it; values that come from outside are not the files' fault. */
function literalsOf({ written = {}, writtenAt = {}, fromFiles = [] }: ComposeService): Literal[] {
  const own = Object.entries(written).flatMap(([name, value]) =>
    literalsIn(name, value).map((it): Literal => ({ ...it, at: writtenAt[name] })),
  );
  const filed = fromFiles.flatMap(({ name, value, at }) =>
    literalsIn(name, value).map((it): Literal => ({ ...it, how: 'value in an env file', at })),
  );
  return [...own, ...filed];
}

function literalsIn(name: string, value: string | null): Literal[] {
  if (value === null || value === '') return [];
  if (!/(?<!\$)\$[{\w]/.test(value)) return [{ name, value, how: 'value' }];
  const defaults = [...value.matchAll(/\$\{\w+:?-([^${}]+)\}/g)].map(([, text]) => text ?? '');
  const rest = value.replaceAll(/\$\{[^}]*\}|\$\w+/g, '');
  // `postgresql://app:${PW:-secret}@db/app` is an address with a password in it only once its defaults are
  const filled = value.replaceAll(/\$\{\w+:?-([^${}]+)\}/g, '$1').replaceAll(/\$\{[^}]*\}|\$\w+/g, '');
  return [
    ...defaults.map((text) => ({ name, value: text, how: 'default' as const })),
    ...(filled !== rest && rest.includes('://') ? [{ name, value: filled, how: 'default' as const }] : []),
    ...(rest === '' ? [] : [{ name: '', value: rest, how: 'value' as const }]),
  ];
}
