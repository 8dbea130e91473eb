import { expect, it } from 'vitest';
import type { ComposeFacts, Files, ProcessOptions, Processes } from '../../domain/index.ts';
import { loadCompose } from './index.ts';

interface Answer {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exitCode?: number;
}

/** Ports with a client that gives one answer, and files in memory; `calls` says how it was asked. */
function portsWith(texts: Record<string, string>, answer: Answer, programs = ['docker']) {
  const calls: { argv: readonly string[]; env: ProcessOptions['env'] }[] = [];
  const written: Record<string, string> = {};
  const path = '/tmp/room';
  const files: Partial<Files> = {
    resolve: (...parts) => parts.join('/'),
    readText: (name) => texts[name.replace('/p/', '')] ?? null,
    temporary: () => ({
      path,
      write: (name, bytes) => {
        written[`${path}/${name}`] = String(bytes);
        return `${path}/${name}`;
      },
      copy: () => {
        throw new Error('compose copies no file');
      },
      [Symbol.asyncDispose]: async () => {},
    }),
  };
  const processes: Partial<Processes> = {
    find: (program) => (programs.includes(program) ? `/bin/${program}` : null),
    run: async (argv, options) => {
      calls.push({ argv, env: options?.env });
      const noPlugin = argv[0] === 'docker' && !programs.includes('plugin') && programs.length > 1;
      const {
        stdout = '{}',
        stderr = '',
        exitCode = 0,
      } = noPlugin ? { exitCode: 1, stderr: "docker: 'compose' is not a docker command." } : answer;
      return { stdout, stderr, exitCode, signal: null, elapsedMs: 1, timedOut: false };
    },
  };
  const ports = { files: files as Files, processes: processes as Processes, signal: new AbortController().signal };
  return { ports, calls, written };
}

async function load(text: string, answer: Answer, more = {}): Promise<ComposeFacts> {
  const { ports } = portsWith({ 'compose.yaml': text }, answer);
  return loadCompose(ports, { folder: '/p', files: ['compose.yaml'], variables: {}, profiles: [], ...more });
}

const TEXT = 'services:\n  # Option B: in Docker\n  app: # the app\n    image: "a:${TAG}" # ${NOT}\n    foo: "#no"\n';

it('places services, comments and unset variables', async () => {
  const stdout = JSON.stringify({ name: 'p', services: { app: { image: 'a:', environment: { P: 'a$$b' } } } });
  const stderr = 'time="x" level=warning msg="The \\"TAG\\" variable is not set. Defaulting to a blank string."\n';
  const facts = await load(TEXT, { stdout, stderr });
  expect(facts.comments.map(({ text, at }) => [text, at.startLine])).toEqual([
    ['Option B: in Docker', 2],
    ['the app', 3],
    ['${NOT}', 4],
  ]);
  expect(facts.unset).toMatchObject([{ name: 'TAG', at: { file: 'compose.yaml', startLine: 4, startColumn: 15 } }]);
  expect(facts.model?.services).toMatchObject([{ name: 'app', environment: { P: 'a$b' }, at: { startLine: 3 } }]);
});

it.each([
  ['validating /p/compose.yaml: services.app Additional property foo is not allowed', 'invalid', 5],
  ["validating /p/compose.yaml: services.app additional properties 'foo' not allowed", 'invalid', 5],
  ['service "app" refers to undefined volume x: invalid compose project', 'invalid', 3],
  ['error while interpolating services.app.image: required variable TAG is missing a value: x', 'unset-variable', 4],
  ['yaml: line 4: did not find expected key', 'invalid', 4],
  ['something else', 'invalid', 1],
])('places the refusal %s', async (stderr, kind, startLine) => {
  const { problems, model } = await load(TEXT, { stderr, exitCode: 15 });
  expect(problems).toMatchObject([{ kind, at: { startLine } }]);
  expect(model).toBeNull();
});

it('lays texts over the files without touching them', async () => {
  const { ports, calls, written } = portsWith({ 'compose.yaml': TEXT, '.env': 'TAG=1\nA=2\n' }, {});
  const texts = { 'compose.yaml': 'services: {}\n' };
  await loadCompose(ports, { folder: '/p', files: ['compose.yaml'], texts, variables: { TAG: null }, profiles: ['x'] });
  expect(written).toEqual({ '/tmp/room/0-compose.yaml': 'services: {}\n', '/tmp/room/environment': 'A=2\n' });
  expect(calls[0]?.argv.slice(2)).toEqual(
    '-f /tmp/room/0-compose.yaml --project-directory /p --env-file /tmp/room/environment --profile x config --format json'.split(
      ' ',
    ),
  );
});

it("does not take variables from the operator's shell", async () => {
  const { ports, calls } = portsWith({ 'compose.yaml': TEXT }, {});
  await loadCompose(ports, { folder: '/p', files: ['compose.yaml'], variables: { B: '1' }, profiles: [] });
  expect(calls[0]?.env).toMatchObject({ TAG: null, B: '1', COMPOSE_FILE: null });
});

it('takes the next client where the plugin is missing, and says when there is none', async () => {
  const source = { folder: '/p', files: ['compose.yaml'], variables: {}, profiles: [] };
  const second = portsWith({ 'compose.yaml': TEXT }, {}, ['docker', 'docker-compose']);
  await loadCompose(second.ports, source);
  expect(second.calls.map(({ argv }) => argv[0])).toEqual(['docker', 'docker-compose']);
  const none = portsWith({ 'compose.yaml': TEXT }, {}, []);
  await expect(loadCompose(none.ports, source)).rejects.toMatchObject({ code: 'tool-missing' });
});

it('reads what the files write, in both forms', async () => {
  const text = 'services:\n  app:\n    environment:\n      - A=${B:-c}\n      - D\n';
  const { model } = await load(text, { stdout: JSON.stringify({ services: { app: {} } }) });
  expect(model?.services[0]?.written).toEqual({ A: '${B:-c}', D: null });
});

it('knows the line that writes a variable: the last file decides', async () => {
  const text = 'services:\n  app:\n    environment:\n      A: x\n      B: y\n';
  const { model } = await load(text, { stdout: JSON.stringify({ services: { app: {} } }) });
  expect(model?.services[0]?.writtenAt).toMatchObject({ A: { startLine: 4 }, B: { startLine: 5 } });
});
