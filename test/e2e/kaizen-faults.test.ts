import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasEngine, verified } from './cli.ts';
import { type Copy, copyOfExample, idsOf, type Red, redOf } from './copies.ts';

const SECRETS = { KAIZEN_API_KEY: 'k'.repeat(32), KAIZEN_DB_PASSWORD: 'p'.repeat(32) };

/** One fault in a copy of the stack: what is changed, what is judged, and what must be said about it. */
interface Fault {
  readonly title: string;
  readonly spoil: (copy: Copy) => void;
  readonly only: readonly string[];
  readonly engine?: 'auto';
  readonly red: (copy: Copy) => Readonly<Record<string, Partial<Red>>>;
}

const at = (copy: Copy, path: string, text: string) => [`${path}:${copy.line(path, text)}`];
const COMPOSE = 'docker-compose.yml';

const faults: readonly Fault[] = [
  {
    title: 'an external volume that a fresh machine does not have',
    spoil: (copy) =>
      copy.edit(COMPOSE, 'volumes:\n  postgres-data:\n', 'volumes:\n  postgres-data:\n    external: true\n'),
    only: ['compose/*'],
    red: (copy) => ({
      'PROD-001-C.9': { reasons: ['external-missing'], lines: at(copy, COMPOSE, 'external: true') },
    }),
  },
  {
    title: 'a password that stands in the compose file',
    spoil: (copy) =>
      copy.edit(COMPOSE, /POSTGRES_PASSWORD: .*/, `POSTGRES_PASSWORD: ${['Hj7', 'qT2', 'wZ9x'].join('')}`),
    only: ['compose/*'],
    red: (copy) => ({
      'PROD-001-C.8': { reasons: ['literal-secret'], lines: at(copy, COMPOSE, 'POSTGRES_PASSWORD:') },
    }),
  },
  {
    title: 'depends_on without a condition',
    spoil: (copy) =>
      copy.edit(
        COMPOSE,
        'depends_on:\n      postgres:\n        condition: service_healthy\n',
        'depends_on: [postgres]\n',
      ),
    only: ['compose/*'],
    red: (copy) => ({
      'PROD-001-C.3': { reasons: ['condition-missing'], lines: at(copy, COMPOSE, 'depends_on: [postgres]') },
    }),
  },
  {
    title: 'the sources copied above the install',
    spoil: (copy) => {
      copy.edit('Dockerfile', 'COPY src ./src\n', '');
      copy.edit(
        'Dockerfile',
        /COPY package.json package-lock.json .\/\n(?=[^]*npm run build)(?![^]*npm ci --omit)/,
        (it) => `${it}COPY src ./src\n`,
      );
    },
    only: ['build/cache-order', 'dockerfile/*'],
    engine: 'auto',
    red: (copy) => ({
      'PROD-001-AC.6': {
        reasons: ['cache-order'],
        lines: expect.arrayContaining(at(copy, 'Dockerfile', 'COPY src ./src')),
      },
    }),
  },
];

const copies: Copy[] = [];
afterAll(() => {
  for (const copy of copies) copy.remove();
});

const judge = (copy: Copy, only: readonly string[], engine: 'auto' | 'none') =>
  verified([copy.folder, '--engine', engine, '--proof', 'none', ...only.flatMap((glob) => ['--only', glob])], SECRETS)
    .record;

describe('the stack as it is', () => {
  let copy: Copy;
  beforeAll(() => {
    copy = copyOfExample('kaizen');
    copies.push(copy);
  });

  it('has no fault in its compose file', () => {
    expect(redOf(judge(copy, ['compose/*'], 'none'))).toEqual({});
  });
});

describe.each(faults)('$title', ({ spoil, only, engine, red }) => {
  it.skipIf(engine !== undefined && !hasEngine)('is caught, and nothing else is red', () => {
    const copy = copyOfExample('kaizen');
    copies.push(copy);
    spoil(copy);
    const record = judge(copy, only, engine ?? 'none');
    const found = redOf(record);
    const wanted = red(copy);
    expect(found).toMatchObject(wanted);
    expect(Object.keys(found)).toEqual(Object.keys(wanted));
    expect(idsOf(record, 'pass').length).toBeGreaterThan(3);
  });
});
