import { expect, it } from 'vitest';
import { readCompose } from '../../sensors/static-compose.ts';
import { EXAMPLE_ROOT, judged, memoryFiles } from '../../../test/kit/index.ts';
import check from './clean-machine.ts';
import { project } from './shared.ts';

const judgedOn = (services: object, more = {}) =>
  judged(check, { compose: { ...project('services:\n  web:\n', { name: 'p', services, ...more }).facts?.compose } });

it('names everything external', () => {
  const more = { volumes: { data: { external: true } }, secrets: { key: { external: true } } };
  const verdict = judgedOn({ web: {} }, more);
  expect(verdict.status === 'fail' && verdict.findings.map(({ message }) => message.split(' ')[0])).toEqual([
    'volumes.data',
    'secrets.key',
  ]);
  expect(verdict).toMatchObject({ findings: [{ reason: 'external-missing' }, {}] });
});

it('passes where the project makes its own', () => {
  expect(judgedOn({ web: {} }, { volumes: { data: {} } }).status).toBe('pass');
});

const reference = { kind: 'env-file', owner: 'services.web', path: 'app.env', state: 'missing', needed: true } as const;
const judgedWith = (references: object[], params = {}, keys = {}) =>
  judged(
    check,
    { compose: { ...project('services:\n', { name: 'p', services: { web: keys } }).facts?.compose, references } },
    params,
  );

it.each([
  ['missing', 'not there'],
  ['ignored', 'ignored by git'],
  ['outside', 'beside the project'],
])('names a file that is %s, with its line', (state, words) => {
  const at = { file: 'compose.yaml', startLine: 4, endLine: 4 };
  expect(judgedWith([{ ...reference, state, at, text: '    env_file: app.env' }])).toMatchObject({
    findings: [{ reason: 'file-missing', message: expect.stringContaining(words), evidence: [{ at }] }],
  });
});

it('takes what is there, what is provided, and what may be absent', () => {
  expect(judgedWith([{ ...reference, state: 'there' }]).status).toBe('pass');
  expect(judgedWith([reference], { provided: ['app.env'] }).status).toBe('pass');
  expect(judgedWith([{ ...reference, needed: false }]).status).toBe('pass');
  expect(judgedWith([{ ...reference, needed: false }], { folders: 'refused' }).status).toBe('fail');
});

it('names a missing file even where the project does not load for it', () => {
  const compose = { files: ['compose.yaml'], problems: [], model: null, references: [reference] };
  expect(judged(check, { compose })).toMatchObject({ findings: [{ reason: 'file-missing' }] });
});

it('shows fixed names and ports, or refuses them where that is asked', () => {
  const keys = { container_name: 'web', ports: [{ target: 80, published: '8080', protocol: 'tcp' }] };
  expect(judgedWith([], {}, keys).status).toBe('pass');
  expect(judgedWith([], { names: 'refused', ports: 'refused' }, keys)).toMatchObject({
    findings: [{ reason: 'fixed-name' }, { reason: 'fixed-port' }],
  });
});

it('does not trust a mount that nobody looked for', () => {
  const keys = { volumes: [{ type: 'bind', source: '/p/a.conf', target: '/a.conf' }] };
  expect(judgedWith([], {}, keys)).toMatchObject({ findings: [{ reason: 'file-missing' }] });
  expect(judgedWith([{ ...reference, kind: 'bind', path: 'a.conf', state: 'there' }], {}, keys).status).toBe('pass');
  expect(judgedWith([{ ...reference, kind: 'build', path: '.', state: 'there' }], {}, keys).status).toBe('fail');
});

it('finds a mount by the whole of its path, or below the folder that was looked at', () => {
  const keys = (source: string) => ({
    volumes: [
      { type: 'bind', source, target: '/a' },
      { type: 'volume', target: '/b' },
    ],
  });
  const looked = (path: string) => [{ ...reference, kind: 'bind', path, state: 'there' }];
  expect(judgedWith(looked('/srv/a'), {}, keys('/srv/a')).status).toBe('pass');
  expect(judgedWith(looked('a'), {}, keys('/srv/ba')).status).toBe('fail');
  expect(judgedWith(looked('.'), {}, keys('/srv/p')).status).toBe('pass');
});

it.each([
  [[{ target: 80, published: '0', protocol: 'tcp' }], 'pass'],
  [[{ target: 80, published: '', protocol: 'tcp' }], 'pass'],
  [[{ target: 80, protocol: 'tcp' }], 'pass'],
  [[{ target: 80, published: '81', protocol: 'tcp' }], 'fail'],
])('takes ports %j for free or fixed', (ports, status) => {
  expect(judgedWith([], { ports: 'refused' }, { ports }).status).toBe(status);
});

it('shows how many of each kind there are, and what is fixed', () => {
  const more = { networks: { a: {}, b: {} }, volumes: { c: {} }, configs: { d: {}, e: {}, f: {} } };
  const verdict = judgedOn({ web: { container_name: 'w' } }, more);
  expect(verdict).toMatchObject({
    status: 'pass',
    evidence: [{ value: 2 }, { value: 1 }, { value: 0 }, { value: 3 }, {}],
  });
  expect(judgedOn({}).status).toBe('inapplicable');
});

it('does not judge, nor fail, a project that does not load though its files are there', () => {
  const compose = { files: ['compose.yaml'], problems: [], model: null };
  expect(judged(check, { compose: { ...compose, references: [{ ...reference, state: 'there' }] } }).status).toBe(
    'inconclusive',
  );
});

it('points at the line that says that it is external', () => {
  const text =
    'services:\n  web:\n    image: web\n    volumes: ["data:/d"]\nvolumes:\n  data:\n    name: shared\n    external: true\n';
  const files = memoryFiles(EXAMPLE_ROOT, { 'compose.yaml': text });
  const compose = readCompose(files, { folder: EXAMPLE_ROOT, files: ['compose.yaml'], variables: {}, profiles: [] });
  expect(judged(check, { compose: { references: [], ...compose } })).toMatchObject({
    findings: [{ reason: 'external-missing', evidence: [{ at: { startLine: 8 } }] }],
  });
});
