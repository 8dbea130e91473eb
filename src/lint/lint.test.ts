import { expect, it } from 'vitest';
import { checksOfProjects } from '../checks/static-compose.ts';
import { checksOfFolders } from '../checks/static.ts';
import { type HadolintConfig, readHadolintConfig } from '../formats/lint-config/index.ts';
import { readCompose } from '../sensors/static-compose.ts';
import { contextFactsOf, dockerfileFactsOf } from '../sensors/static.ts';
import { memoryFiles } from '../../test/kit/index.ts';
import { lintCompose, lintDockerfile, planLint, type PlanSettings, targetsIn } from './index.ts';

const untold = (fault: Error): never => {
  throw fault;
};

const checks = [...checksOfFolders, ...checksOfProjects];

function lint(text: string, settings: Partial<PlanSettings> = {}, files?: Readonly<Record<string, string>>) {
  const plan = planLint(checks, { profile: 'default', only: [], skip: [], config: null, ...settings });
  const dockerfile = dockerfileFactsOf({ path: 'Dockerfile', text, target: null, args: {} });
  const context = files
    ? (atoms: Parameters<typeof contextFactsOf>[1]['atoms']) =>
        contextFactsOf(memoryFiles('/work', { Dockerfile: text, ...files }), {
          root: '/work',
          dockerfilePath: '/work/Dockerfile',
          dockerfile,
          atoms,
        })
    : null;
  return lintDockerfile(plan, { dockerfile, context });
}

function config(text: string): HadolintConfig {
  const read = readHadolintConfig(text);
  if ('fault' in read) throw new Error(read.fault);
  return read;
}

const ids = (findings: readonly { readonly id: string; readonly superseded?: boolean }[]) =>
  findings.filter(({ superseded }) => !superseded).map(({ id }) => id);

const SUDO = 'FROM debian:bookworm-slim\nRUN sudo true\n';

it('finds by place, with severity and names', () => {
  expect(lint(SUDO)).toMatchObject([
    { id: 'dockerfile/no-sudo', aliases: ['DL3004'], severity: 'error', at: { startLine: 2 }, instructionLine: 2 },
  ]);
});

it('has nothing to say of a file that is as it should be', () => {
  expect(lint('FROM debian:bookworm-slim\nUSER 10001\nCMD ["sleep", "1"]\n')).toEqual([]);
});

it('says what to do about this very finding, where its check knows that', () => {
  const remedyFor = (command: string) =>
    lint(`FROM scratch\nCMD ["${command}"]\n`, { profile: 'strict', only: ['dockerfile/healthcheck'] })[0]?.remedy;
  expect(remedyFor('python')).toContain('python');
  expect(remedyFor('python')).not.toBe(remedyFor('unknown'));
});

it('asks for pinned packages in the strict profile only', () => {
  const text =
    'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n';
  expect(ids(lint(text))).toEqual([]);
  expect(ids(lint(text, { profile: 'strict', only: ['DL3008'] }))).toHaveLength(1);
  expect(ids(lint(text, { config: config('override: { error: [DL3008] }') }))).toHaveLength(1);
});

it('asks only what is named, and not what is left out', () => {
  const text = 'FROM debian\nRUN sudo true\n';
  expect(ids(lint(text, { only: ['DL3004'] }))).toEqual(['dockerfile/no-sudo']);
  expect(ids(lint(text, { skip: ['dockerfile/no-sudo'] }))).not.toContain('dockerfile/no-sudo');
  expect(ids(lint(text, { config: config('ignored: [DL3004]') }))).not.toContain('dockerfile/no-sudo');
});

it('refuses an id that nobody knows, and knows those of other tools', () => {
  expect(() => lint(SUDO, { only: ['dockerfile/no-sudoo'] })).toThrow(/no static check/);
  expect(ids(lint(SUDO, { skip: ['DL3005', 'SC2086', 'DL3004'] }))).toEqual([]);
});

it.each([
  ['apt-pined', 'dockerfile/apt-pinned'],
  ['no-sudo', 'dockerfile/no-sudo'],
  ['dockerfile/no-sudoo', 'dockerfile/no-sudo'],
  ['DL3O15', 'DL3015'],
])('names what may be meant by %s', (name, meant) => {
  expect(() => lint(SUDO, { skip: [name] })).toThrow(
    expect.objectContaining({ code: 'usage', remedy: `Did you mean \`${meant}\`?` }),
  );
});

it('refuses a number that no rule of hadolint has', () => {
  expect(() => lint(SUDO, { skip: ['DL9999'] })).toThrow(/no static check/);
});

it('weighs as the settings say, the heaviest first', () => {
  expect(lint(SUDO, { config: config('override: { style: [DL3004], info: [DL3004] }') })).toMatchObject([
    { severity: 'info' },
  ]);
});

it('takes the registries that are trusted from the settings', () => {
  const trusted = config('trustedRegistries: [registry.example.org]');
  expect(lint('FROM debian:bookworm\nUSER 1\n', { config: trusted })).toMatchObject([{ aliases: ['DL3026'] }]);
  expect(lint('FROM registry.example.org/debian:bookworm\nUSER 1\n', { config: trusted })).toEqual([]);
});

it('says once what two rules say of one line', () => {
  const text = 'FROM debian:bookworm-slim\nWORKDIR app\n';
  const all = lint(text);
  expect(all.length).toBeGreaterThan(ids(all).length);
  expect(ids(all)).toHaveLength(1);
});

it.each([
  ["CMD ['node', 'x']", ['dockerfile/exec-form-is-json']],
  ['ONBUILD FROM x', ['dockerfile/onbuild-trigger-allowed']],
])('names one cause of %s', (line, best) => {
  expect(ids(lint(`FROM node:22\nUSER 1\n${line}\n`))).toEqual(best);
});

it('asks about the context only where it is known', () => {
  const text = 'FROM debian:bookworm-slim\nCOPY app.js /app.js\nUSER 1\n';
  expect(ids(lint(text))).toEqual([]);
  expect(ids(lint(text, {}, { '.dockerignore': 'app.js\n', 'app.js': '' }))).toEqual(['dockerfile/copy-sources-exist']);
});

it('names a file that cannot be read, whatever its comments say', () => {
  expect(lint('# hadolint global ignore=DL1000\nFROM a\nFOO b\n')).toContainEqual(
    expect.objectContaining({ id: 'dockerfile/valid', severity: 'error' }),
  );
});

it('makes warnings of BuildKit errors where the file says that they fail the build', () => {
  expect(lint('# check=error=true\nFROM debian:bookworm as Base\nUSER 1\n')).toContainEqual(
    expect.objectContaining({ aliases: expect.arrayContaining(['FromAsCasing']), severity: 'error' }),
  );
});

const COMPOSE =
  'services:\n  web:\n    image: nginx:1.27\n    environment:\n      API_PASSWORD: hunter2-and-more-of-it\n';

function lintProject(text: string, name = 'compose.yaml') {
  const plan = planLint(checks, { profile: 'default', only: [], skip: [], config: null });
  const files = memoryFiles('/work', { [name]: text });
  return lintCompose(plan, readCompose(files, { folder: '/work', files: [name], variables: {}, profiles: [] }), name);
}

it('looks at compose files by itself', () => {
  expect(lintProject(COMPOSE)).toMatchObject([{ id: 'compose/secrets', at: { file: 'compose.yaml', startLine: 5 } }]);
  expect(lintProject('services:\n  web:\n    imag: nginx\n')).toMatchObject([
    { id: 'compose/valid', at: { startLine: 3 } },
  ]);
});

it('does not ask for what a compose file says is set elsewhere', () => {
  expect(lintProject('services:\n  web:\n    image: nginx:1.27\n    environment:\n      A: ${A:?set A}\n')).toEqual([]);
});

it('holds a compose file against the Dockerfiles that it is built from', () => {
  const plan = planLint(checks, { profile: 'default', only: [], skip: [], config: null });
  const text = 'services:\n  web:\n    build:\n      context: .\n      target: final\n';
  const files = memoryFiles('/work', { 'compose.yaml': text });
  const compose = readCompose(files, { folder: '/work', files: ['compose.yaml'], variables: {}, profiles: [] });
  const built = dockerfileFactsOf({ path: '/work/Dockerfile', text: 'FROM scratch AS last\n', target: null, args: {} });
  expect(lintCompose(plan, compose, 'compose.yaml', [built])).toMatchObject([
    { id: 'compose/build-target', at: { startLine: 5 } },
  ]);
  expect(lintCompose(plan, compose, 'compose.yaml')).toEqual([]);
});

it('asks nothing about compose files of a Dockerfile', () => {
  expect(lint(SUDO, { profile: 'strict' }).filter(({ id }) => id.startsWith('compose/'))).toEqual([]);
  expect(lint(SUDO, { only: ['compose/healthchecks', 'compose/build-target'] })).toEqual([]);
});

it('goes by comments in compose files', () => {
  const text = COMPOSE.replace(
    '      API',
    '      # tickproof ignore=compose/secrets: because it is a demo\n      API',
  );
  expect(lintProject(text)).toEqual([]);
});

it('finds what can be linted in a folder, and passes over what is not its own', () => {
  const names = [
    'Dockerfile',
    'a/web.Dockerfile',
    'b/Dockerfile.dev',
    'b/Containerfile',
    'c/docker-compose.yml',
    'c/compose.override.yaml',
  ];
  const others = [
    'node_modules/x/Dockerfile',
    '.git/Dockerfile',
    'Dockerfile.dockerignore',
    'src/dockerfile.ts',
    'a/Dockerfile.j2',
    'readme.md',
    'd/config.yaml',
  ];
  const files = memoryFiles('/work', Object.fromEntries([...names, ...others].map((name) => [name, ''])));
  const found = targetsIn(files, '/work', ['.'], untold);
  expect(found.map(({ path }) => path).sort()).toEqual([...names].sort());
  expect(found.find(({ path }) => path === 'Dockerfile')?.context).toBe('/work');
  expect(found.find(({ path }) => path === 'b/Containerfile')?.context).toBe(null);
});

it('leaves out what an ignore file on the way names, unless it is named itself', () => {
  const texts = {
    '.tickproofignore': '# broken on purpose\nfaults\n**/*.dev\n',
    Dockerfile: '',
    'faults/Dockerfile': '',
    'a/Dockerfile.dev': '',
    'a/.tickproofignore': '*\n!Dockerfile\n',
    'a/Dockerfile': '',
    'a/compose.yaml': '',
  };
  const files = memoryFiles('/work', texts);
  const below = (path: string) => targetsIn(files, '/work', [path], untold).map((it) => it.path);
  expect(below('.').sort()).toEqual(['Dockerfile', 'a/Dockerfile']);
  expect(below('faults/Dockerfile')).toEqual(['faults/Dockerfile']);
  expect(below('a/compose.yaml')).toEqual(['a/compose.yaml']);
});

it('refuses an ignore file whose patterns are none', () => {
  for (const text of ['!\n', 'a[\n'])
    expect(() =>
      targetsIn(memoryFiles('/work', { '.tickproofignore': text, Dockerfile: '' }), '/work', ['.'], untold),
    ).toThrow(/tickproofignore/);
});

it('takes a file that is named as it is', () => {
  const files = memoryFiles('/work', { 'build/image.txt': '', 'stack.yml': '' });
  expect(targetsIn(files, '/work', ['build/image.txt', 'stack.yml'], untold).map(({ kind }) => kind)).toEqual([
    'dockerfile',
    'compose',
  ]);
  expect(() => targetsIn(files, '/work', ['nowhere'], untold)).toThrow(/no nowhere/);
});
