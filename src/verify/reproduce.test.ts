import { expect, it } from 'vitest';
import type { Atom, Target } from '../domain/index.ts';
import { exampleTarget, someCriterion } from '../../test/kit/index.ts';
import { reproduceFor } from './reproduce.ts';

const target = { ...exampleTarget({}), built: 'tickproof-k3f9x2ab-build:latest' };
const BUILD = 'docker build -t IMAGE -f /example/Dockerfile /example';
const about = (atom: Atom) => someCriterion({ reads: [atom] });

it('lets the shell make the values that are made anew for each run, and quotes the rest', () => {
  const command = ['docker', 'run', '--rm', '-e', 'KEY=$(openssl rand -hex 32)', '-e', 'A=b c', target.built];
  expect(reproduceFor(about('run.starts'), target, { run: { command } })).toEqual([
    BUILD,
    `docker run --rm -e "KEY=$(openssl rand -hex 32)" -e 'A=b c' IMAGE`,
  ]);
});

it('names the folder as it was typed', () => {
  const typed = { ...target, subject: { kind: 'folder' as const, path: 'shop' } };
  expect(reproduceFor(about('dockerfile.stages'), typed)).toEqual(['tickproof inspect dockerfile shop']);
});

const built = ['docker', 'run', '--rm', '-p', '127.0.0.1:8000:8000', target.built];

it('tries a read-only root with what stays writable', () => {
  expect(reproduceFor(about('run.readOnly'), target, { run: { command: built } })).toEqual([
    BUILD,
    'docker run --rm --read-only --tmpfs /tmp --tmpfs /run -p 127.0.0.1:8000:8000 IMAGE',
  ]);
});

it('asks a container what the criterion asked', () => {
  const asking = someCriterion({ reads: ['run.http'], asks: () => [{ kind: 'http', path: '/health?a=1' }] });
  expect(reproduceFor(asking, target, { run: { command: built } })).toEqual([
    BUILD,
    'docker run --detach --name by-hand -p 127.0.0.1:8000:8000 IMAGE',
    `curl -i "http://127.0.0.1:8000"'/health?a=1'`,
    'docker rm --force by-hand',
  ]);
  const running = someCriterion({
    reads: ['run.commands'],
    asks: () => [{ kind: 'command', argv: ['id', '-u'], timeoutMs: 1 }],
  });
  expect(reproduceFor(running, target, { run: { command: built } })).toEqual([
    BUILD,
    'docker run --rm --entrypoint id -p 127.0.0.1:8000:8000 IMAGE -u',
  ]);
});

it.each([
  ['run.stop', ['time docker stop by-hand', `docker inspect --format 'exit code {{.State.ExitCode}}' by-hand`]],
  ['run.cpu', ['sleep 30', 'docker stats --no-stream by-hand']],
  ['run.logs', ['docker logs by-hand']],
  // no image of somebody else
  ['run.ports', [`nsenter --target "$(docker inspect --format '{{.State.Pid}}' by-hand)" --net ss -tulpn`]],
] as const)('starts a container, looks at it as %s was looked at, and removes it', (atom, looks) => {
  expect(reproduceFor(about(atom), target, { run: { command: built } })).toEqual([
    BUILD,
    'docker run --detach --name by-hand -p 127.0.0.1:8000:8000 IMAGE',
    ...looks,
    'docker rm --force by-hand',
  ]);
});

it('builds nothing where an image was named', () => {
  const named: Target = { ...target, folder: null, subject: { kind: 'engine-image', reference: 'shop:1' } };
  expect(reproduceFor(about('run.starts'), named)).toEqual(['docker run --rm shop:1']);
});

const stack = { files: ['compose.yaml'], profiles: [], host: {}, timeoutMs: 1 };
const bare: Target = { ...target, subject: { kind: 'folder', path: 'shop' }, stacks: { main: { ...stack, env: {} } } };
const generated: Target = {
  ...bare,
  stacks: { main: { ...stack, env: { DB_PASSWORD: { generate: 'hex32' }, TAG: 'a b' } } },
};
const CLIENT = 'docker compose --project-directory shop -f shop/compose.yaml';
const VARIABLES = `DB_PASSWORD="$(openssl rand -hex 32)" TAG='a b'`;

it('gives compose the variables that the stack is given, and lets it print', () => {
  expect(reproduceFor(about('compose.model'), generated)).toEqual([`${VARIABLES} ${CLIENT} config`]);
  expect(reproduceFor(about('stack.down'), generated).slice(0, 3)).toEqual([
    `export ${VARIABLES}`,
    `${CLIENT} up --detach --wait`,
    `${CLIENT} down`,
  ]);
});

it('writes, takes down, brings up and reads what must persist', () => {
  const write = { kind: 'http' as const, method: 'POST', path: '/notes', body: '{"a":"it\'s"}', port: 8000 };
  const read = { kind: 'command' as const, argv: ['cat', '/data/notes'], service: 'db' };
  const persists = someCriterion({
    reads: ['stack.persists'],
    asks: () => [{ kind: 'persist', service: 'web', write, read }],
  });
  const reading = `${CLIENT} exec -T db cat /data/notes`;
  expect(reproduceFor(persists, bare)).toEqual([
    `${CLIENT} up --detach --wait`,
    reading,
    `curl -i -X POST -H 'content-type: application/json' --data-raw '{"a":"it'\\''s"}' "http://$(${CLIENT} port web 8000)"/notes`,
    reading,
    `${CLIENT} down`,
    `${CLIENT} up --detach --wait`,
    reading,
  ]);
});

it('looks at a stack as the criterion did', () => {
  const asking = someCriterion({ reads: ['stack.http'], asks: () => [{ kind: 'http', path: '/' }] });
  const http = [
    { ask: { kind: 'http' as const, path: '/' }, service: 'web', outcome: { status: 'refused' as const, message: '' } },
  ];
  expect(reproduceFor(asking, bare, { stack: { http } })[1]).toBe(`curl -i "http://$(${CLIENT} port web PORT)"/`);
  const seen = (id: `stack/${string}`) =>
    reproduceFor(someCriterion({ id, reads: ['stack.services'] }), bare).join('\n');
  expect(seen('stack/logs')).toContain(`${CLIENT} logs`);
  expect(seen('stack/restarts')).toMatch(/docker inspect .*RestartCount/);
});

it('shows vulnerabilities by a run of that criterion, which reads the advisories', () => {
  const scan = someCriterion({ id: 'packages/vulnerabilities', reads: ['packages.scan'] });
  expect(reproduceFor(scan, bare)).toEqual(['tickproof verify shop --only packages/vulnerabilities']);
});

it('shows what a build did by building', () => {
  const touched = { elapsedMs: 1, pullMs: 0, steps: [], files: ['src/a.js'], rerunInstalls: [], installs: [] };
  const order = someCriterion({ id: 'build/cache-order', reads: ['dockerfile.stages', 'build.touched'] });
  expect(reproduceFor(order, bare, { build: { touched } })).toEqual([
    'docker build -t IMAGE -f shop/Dockerfile shop',
    'echo >> shop/src/a.js',
    'docker build --progress=plain -t IMAGE -f shop/Dockerfile shop',
  ]);
  const stages = someCriterion({
    id: 'build/multi-stage',
    reads: ['dockerfile.stages', 'build.stages', 'image.identity'],
  });
  expect(reproduceFor(stages, bare)[0]).toBe('docker build -t IMAGE -f shop/Dockerfile shop');
});
