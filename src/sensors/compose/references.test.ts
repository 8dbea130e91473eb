import { expect, it } from 'vitest';
import type { Ports, ProcessOutcome, StackSettings } from '../../domain/index.ts';
import { emptyPorts, exampleTarget, memoryFiles } from '../../../test/kit/index.ts';
import { composeSensor } from './index.ts';

const ROOT = '/example';

/** Ports over files, with a git that ignores some paths, or none at all. */
function portsWith(files: Readonly<Record<string, string>>, ignored?: readonly string[]): Ports {
  const done = (stdout: string, exitCode = 0): ProcessOutcome => ({
    stdout,
    stderr: '',
    exitCode,
    signal: null,
    elapsedMs: 1,
    timedOut: false,
  });
  const ports = emptyPorts(memoryFiles(ROOT, files));
  return {
    ...ports,
    processes: {
      ...ports.processes,
      find: (program) => (program === 'git' && ignored ? '/bin/git' : null),
      run: async (argv) => {
        if (argv.includes('rev-parse')) return done(`${ROOT}\n`);
        return done((ignored ?? []).map((path) => `${ROOT}/${path}\0`).join(''), ignored?.length ? 0 : 1);
      },
    },
  };
}

const targetOf = (over: Partial<StackSettings> = {}) => {
  const target = exampleTarget({ compose: '' });
  return { ...target, stack: target.stack && { ...target.stack, ...over } };
};
const ATOMS = ['compose.references', 'compose.model'] as const;
const gather = (ports: Ports, over = {}) => composeSensor.gather(targetOf(over), ATOMS, [], ports);
const statesOf = async (ports: Ports, over = {}) =>
  (await gather(ports, over)).references?.map(({ kind, path, state, needed }) => [kind, path, state, needed]);

it('looks for env files with their variables, also where the project does not load without them', async () => {
  const text =
    'services:\n  web:\n    env_file:\n      - ${DIR:-env}/a.env\n      - { path: b.env, required: false }\n    image: a\n';
  const ports = portsWith({ 'compose.yaml': text });
  expect(await statesOf(ports)).toEqual([
    ['env-file', 'env/a.env', 'missing', true],
    ['env-file', 'b.env', 'missing', false],
  ]);
  const [first] = (await gather(ports)).references ?? [];
  const { problems } = await composeSensor.gather(targetOf(), ['compose.problems'], [], ports);
  expect(problems).toMatchObject([{ at: { startLine: 4 } }]);
  expect(first).toMatchObject({ at: { file: 'compose.yaml', startLine: 4 }, text: '      - ${DIR:-env}/a.env' });
});

it('leaves services of a profile that is off alone', async () => {
  const text = 'services:\n  web: { image: a, env_file: a.env, profiles: [debug] }\n';
  const ports = portsWith({ 'compose.yaml': text });
  expect(await statesOf(ports)).toEqual([]);
  expect(await statesOf(ports, { profiles: ['debug'] })).toHaveLength(1);
});

it('asks git what a clone does not have', async () => {
  const text = 'services:\n  web:\n    env_file: a.env\n    image: a\n';
  const files = { 'compose.yaml': text, 'a.env': 'A=1\n' };
  expect(await statesOf(portsWith(files, []))).toEqual([['env-file', 'a.env', 'there', true]]);
  const ignoring = portsWith(files, ['a.env']);
  expect(await statesOf(ignoring)).toEqual([['env-file', 'a.env', 'ignored', true]]);
  expect((await gather(ignoring)).model?.services[0]?.fromFiles).toBeUndefined();
});

it('tells mounted files and folders apart, and what is beside the project', async () => {
  const long = '{ type: bind, source: ./certs, target: /certs, bind: { create_host_path: false } }';
  const mounts = [
    './data:/data',
    './app.conf:/etc/app.conf',
    long,
    '/srv/data:/srv',
    '/var/run/docker.sock:/var/run/docker.sock',
  ];
  const text = `services:\n  web:\n    volumes:\n${mounts.map((it) => `      - ${it}\n`).join('')}    image: a\n`;
  const ports = portsWith({ 'compose.yaml': text });
  expect(await statesOf(ports)).toEqual([
    ['bind', 'data', 'missing', false],
    ['bind', 'app.conf', 'missing', true],
    ['bind', 'certs', 'missing', true],
    ['bind', '/srv/data', 'outside', false],
    ['bind', '/var/run/docker.sock', 'there', true],
  ]);
  expect((await gather(ports)).references?.map(({ at }) => at?.startLine).slice(0, 2)).toEqual([4, 5]);
});

it('names the files of secrets and configs, and builds', async () => {
  const text = 'secrets:\n  key:\n    file: ./key.txt\nservices:\n  web:\n    build: ./web\n    secrets: [key]\n';
  const { references } = await gather(portsWith({ 'compose.yaml': text, 'web/Dockerfile': '' }));
  expect(references).toMatchObject([
    { kind: 'secret', owner: 'secrets.key', state: 'missing', at: { startLine: 3 } },
    { kind: 'build', owner: 'services.web', state: 'there', at: { startLine: 6 } },
  ]);
});

const MAIN = 'include: [more/compose.yaml]\nservices:\n  web:\n    extends: { file: base/base.yaml, service: base }\n';
const SPREAD = {
  'compose.yaml': MAIN,
  'more/compose.yaml':
    'services:\n  side:\n    env_file: side.env\n    environment: &e { A: x }\n    image: a\n  two: { environment: *e, image: a }\n',
  'more/side.env': 'S=1\n',
  'base/base.yaml': 'services:\n  base:\n    environment: [B=y, C=z]\n    env_file: base.env\n    image: a\n',
  'base/base.env': 'T=1\n',
};

it('reads what included and extended files write, and where', async () => {
  const { model } = await gather(portsWith(SPREAD));
  const [web, side, two] = ['web', 'side', 'two'].map((name) => model?.services.find((it) => it.name === name));
  expect(web).toMatchObject({ written: { B: 'y', C: 'z' }, at: { file: 'compose.yaml', startLine: 3 } });
  expect(web?.writtenAt?.C).toMatchObject({ file: 'base/base.yaml', startLine: 3 });
  expect(web?.fromFiles).toMatchObject([{ name: 'T', at: { file: 'base/base.env', startLine: 1 } }]);
  expect(side).toMatchObject({ written: { A: 'x' }, at: { file: 'more/compose.yaml' } });
  expect(two?.written).toEqual({ A: 'x' });
});

it.each(Object.keys(SPREAD))('has other inputs when %s changes', async (file) => {
  const inputsOf = (files: typeof SPREAD) => composeSensor.inputs(targetOf(), ['compose.model'], [], portsWith(files));
  const before = await inputsOf(SPREAD);
  expect(await inputsOf(SPREAD)).toEqual(before);
  expect(await inputsOf({ ...SPREAD, [file]: `${SPREAD[file as keyof typeof SPREAD]}# changed\n` })).not.toEqual(
    before,
  );
});

it('has other inputs when a file appears, where that is asked for', async () => {
  const text = 'services:\n  web:\n    volumes: [./app.conf:/app.conf]\n';
  const inputsOf = (files: Readonly<Record<string, string>>) =>
    composeSensor.inputs(targetOf(), ['compose.references'], [], portsWith(files));
  expect(await inputsOf({ 'compose.yaml': text })).not.toEqual(
    await inputsOf({ 'compose.yaml': text, 'app.conf': '' }),
  );
});

it('ends where files include or extend each other', async () => {
  const circle = {
    'compose.yaml':
      'include: [b.yaml, compose.yaml]\nservices:\n  a: { extends: { service: b } }\n  b: { extends: a }\n',
    'b.yaml': 'include: compose.yaml\nservices:\n  c: { extends: { file: b.yaml, service: c } }\n',
  };
  expect((await gather(portsWith(circle))).references?.length).toBeLessThan(20);
});

it('points at the lines of keys: in maps, in lists, through anchors', async () => {
  const text =
    'x-base: &base\n  container_name: one\nservices:\n  db: {image: a}\n  web: {<<: *base, image: a, volumes: ["data:/data"],\n    depends_on: [db]}\nvolumes:\n  data:\n    external: true\n';
  const { model } = await gather(portsWith({ 'compose.yaml': text }));
  const line = (...path: (string | number)[]) => model?.placeOf?.(path)?.at.startLine;
  expect(line('services', 'web', 'container_name')).toBe(2);
  expect(line('services', 'web', 'depends_on', 'db')).toBe(6);
  expect(line('volumes', 'data', 'external')).toBe(9);
  expect(line('services', 'web', 'user')).toBeUndefined();
});
