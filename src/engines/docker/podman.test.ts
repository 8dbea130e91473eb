import { expect, it } from 'vitest';
import type { BuildRequest, Engine, EngineInfo, Processes } from '../../domain/index.ts';
import type { Answer } from './api.ts';
import { dockerEngine } from './docker.ts';
import { standingBridges } from './podman-bridge.ts';
import type { DockerHost } from './host.ts';

type Answers = Readonly<Record<string, Omit<Answer, 'headers'>>>;

const id = (letter: string): string => letter.repeat(64);
const listed = (letter: string, tags: readonly string[] | null) => ({ Id: `sha256:${id(letter)}`, RepoTags: tags });

/** Podman, as 4.3 answered; `podman build` prints these lines and writes that id. */
function podman(answers: Answers, lines: readonly string[] = [], writes = '', hasSystemd = false) {
  const asked: string[] = [];
  const run: Processes['run'] = async (_argv, options) => {
    for (const line of lines) options?.onStdout?.(line);
    return { exitCode: 0, stdout: '', stderr: '', signal: null, elapsedMs: 1, timedOut: false };
  };
  const request = async (method: string, path: string, options?: { readonly query?: object }): Promise<Answer> => {
    asked.push(method === 'GET' ? path : `${method} ${path}`);
    const [key = ''] = Object.keys(options?.query ?? {});
    const found = answers[`${method} ${path}?${key}`] ?? (key === 'all' ? null : answers[`${method} ${path}`]);
    const answer = found ?? { status: 404, body: { message: 'no such image' } };
    return { headers: {}, ...answer };
  };
  const folder = { path: '/room', write: () => '/room/file', [Symbol.asyncDispose]: async () => undefined };
  const engine = dockerEngine({
    api: { name: 'Podman', request },
    info: { kind: 'podman', store: 'overlay', local: true },
    signal: new AbortController().signal,
    begin: () => undefined,
    clientEnv: {},
    clock: { now: () => 0 },
    files: { temporary: () => folder, readText: () => writes, stat: () => (hasSystemd ? {} : null) },
    processes: { run },
  } as unknown as DockerHost); // of a host only what is asked of it here
  return { ...engine, asked };
}

const request: BuildRequest = { context: '.', dockerfile: 'Dockerfile', tag: 'app', args: {}, secrets: [], labels: {} };
const TRACE = [
  '[1/2] STEP 1/2: FROM node:20-slim AS builder',
  '[1/2] STEP 2/2: RUN npm ci',
  `--> Using cache ${id('a')}`,
  `--> ${id('a').slice(0, 11)}`,
  '[2/2] STEP 1/1: COPY --from=builder /app /app',
  '[2/2] COMMIT app',
  `--> ${id('b').slice(0, 11)}`,
  'Successfully tagged localhost/app:latest',
  id('b'),
];

it('lists no image that the builder keeps as its cache, but each that a build left without a name', async () => {
  const images = [listed('a', null), listed('b', ['localhost/app:latest']), listed('c', null)];
  const answers = {
    'GET /images/json': { status: 200, body: images },
    'GET /images/app/json': { status: 200, body: listed('b', ['localhost/app:latest']) },
  };
  const engine = podman(answers, TRACE);
  const ids = async () => (await engine.listImages()).map(({ engineId }) => engineId.slice(7, 8));
  expect(await ids()).toEqual(['a', 'b', 'c']);
  expect(await engine.build(request, () => undefined)).toMatchObject({ engineId: `sha256:${id('b')}` });
  expect(await ids()).toEqual(['b', 'c']);
});

it('removes in the end what its builds made as cache, the last first, and nothing that was there or has a name', async () => {
  const lines = ['e', 'f', 'c', 'd'].flatMap((step) => [`STEP 1/9: RUN ${step}`, `--> ${id(step).slice(0, 11)}`]);
  const base = ['[2/2] STEP 1/1: FROM node:20-slim AS base', `--> ${id('0').slice(0, 11)}`];
  const trace = [...TRACE.slice(0, 4), ...base, ...lines];
  const images = [
    listed('a', null),
    listed('c', null),
    listed('d', null),
    listed('e', null),
    listed('f', ['theirs:1']),
    listed('0', null),
  ];
  const { asked, ...engine } = podman({ 'GET /images/json?all': { status: 200, body: images } }, trace);
  await engine.build(request, () => undefined);
  await engine[Symbol.asyncDispose]();
  const removed = asked.filter((it) => it.startsWith('DELETE'));
  expect(removed.map((it) => it.slice(-64, -63))).toEqual(['d', 'c', 'e']);
});

it('asks nothing of an engine in the end where it has built nothing', async () => {
  const { asked, ...engine } = podman({});
  await engine[Symbol.asyncDispose]();
  expect(asked).toEqual([]);
});

it('gives no id for an image that a look at the steps found: removing it would take what was there before', async () => {
  const look = async (before: readonly object[]) => {
    const answers = {
      'GET /images/json?all': { status: 200, body: before },
      [`GET /images/${id('b')}/json`]: { status: 200, body: listed('b', null) },
    };
    const engine = podman(answers, TRACE, `${id('b')}\n`);
    return (await engine.build({ ...request, tag: '', lookOnly: true }, () => undefined)).engineId;
  };
  expect(await look([listed('b', ['localhost/app:latest'])])).toBeNull();
  expect(await look([listed('c', null)])).toBe(`sha256:${id('b')}`);
});

it('names images as people write them', async () => {
  const tags = ['docker.io/library/node:20-slim', 'docker.io/some/one:1', 'localhost/app:latest', 'quay.io/a/b:1'];
  const engine = podman({ 'GET /images/json': { status: 200, body: [listed('a', tags)] } });
  expect((await engine.listImages())[0]?.tags).toEqual([
    'node:20-slim',
    'some/one:1',
    'localhost/app:latest',
    'quay.io/a/b:1',
  ]);
});

it("tells an image's health check, which the compatible API leaves out", async () => {
  const engineId = `sha256:${id('a')}`;
  const answers = {
    'GET /images/app/json': {
      status: 200,
      body: { ...listed('a', ['localhost/app:latest']), Config: { User: '1000' } },
    },
    [`GET /libpod/images/${encodeURIComponent(engineId)}/json`]: {
      status: 200,
      body: { Id: id('a'), Healthcheck: { Test: ['CMD-SHELL', 'true'], Interval: 2e9, Retries: 5 } },
    },
  };
  expect((await podman(answers).inspectImage('app'))?.config).toMatchObject({
    user: '1000',
    healthcheck: { test: ['CMD-SHELL', 'true'], intervalMs: 2000, retries: 5 },
  });
});

it('takes no signal for a container that has ended as no fault, and each other refusal as one', async () => {
  const refused = (message: string) => ({ 'POST /containers/c/kill': { status: 500, body: { message } } });
  const ended = 'can only kill running containers. c is in state exited: container state improper';
  await expect(podman(refused(ended)).kill('c', 'SIGTERM')).resolves.toBeUndefined();
  await expect(podman(refused('invalid signal')).kill('c', 'SIGX')).rejects.toMatchObject({ code: 'engine-failed' });
});

const running = (more: object) => ({
  status: 200,
  body: {
    Id: 'c',
    State: { Status: 'running' },
    Config: { Healthcheck: { Test: ['CMD', 'true'], Interval: 1e6 } },
    ...more,
  },
});

it.each([
  ['runs what nobody else runs', {}, false, true],
  ['leaves to systemd what it does', {}, true, false],
  ['runs none of what has ended', { State: { Status: 'exited' } }, false, false],
  ['runs none where there is none', { Config: { Healthcheck: { Test: ['NONE'] } } }, false, false],
])('of health checks %s', async (_, more, hasSystemd, runs) => {
  let left = 3; // probes until it has ended
  const answers = {
    'GET /containers/c/json': running(more),
    get 'GET /libpod/containers/c/healthcheck'() {
      return { status: left-- > 0 ? 200 : 409, body: {} };
    },
  };
  const { asked, ...engine } = podman(answers, [], '', hasSystemd);
  await engine.inspectContainer('c');
  await engine.inspectContainer('c');
  if (runs) await expect.poll(() => left).toBe(-1);
  expect(asked.filter((path) => path.endsWith('/healthcheck'))).toHaveLength(runs ? 4 : 0);
});

/** What is asked of an engine for networks and what stands in them; `fails` throws. */
function networkEngine(info: Partial<EngineInfo>, fails: string | null = null) {
  const asked: string[] = [];
  const note = (what: string, answer?: unknown) => async (subject: unknown) => {
    asked.push(`${what} ${typeof subject === 'string' ? subject : ''}`.trim());
    if (what === fails) throw new Error(what);
    return answer;
  };
  const engine = {
    createNetwork: note('network', { id: 'n', gateway: '10.89.0.1' }),
    removeNetwork: note('no network'),
    loadImage: note('load'),
    createContainer: async ({ name, network }: { name: string; network?: string }) => {
      asked.push(`container ${name} in ${network}`);
      return 'c';
    },
    startContainer: note('start'),
    removeContainer: note('remove'),
  } as unknown as Engine; // of an engine only what is asked of it here
  const host = { info: { architecture: 'amd64', local: true, ...info }, owner: { name: (it: string) => it } };
  return { asked, ...engine, ...standingBridges(host as never, engine) };
}

it('keeps a bridge up from the making of its network to its end: Podman has one only while a container runs in it', async () => {
  const { asked, createNetwork, removeNetwork } = networkEngine({});
  expect(await createNetwork('one', {})).toMatchObject({ gateway: '10.89.0.1' });
  expect(asked.splice(0)).toEqual(['network one', 'load', 'container one-sleeper in one', 'start c']);
  await createNetwork('two', {});
  expect(asked.splice(0)).toEqual(['network two', 'container two-sleeper in two', 'start c']);
  await removeNetwork('one');
  expect(asked).toEqual(['remove one-sleeper', 'no network one']);
});

it('leaves no network behind in which nothing could be started', async () => {
  const { asked, createNetwork } = networkEngine({}, 'start');
  await expect(createNetwork('one', {})).rejects.toThrow('start');
  expect(asked.slice(-2)).toEqual(['remove one-sleeper', 'no network one']);
});

it('starts nothing in the networks of an engine elsewhere', async () => {
  const { asked, createNetwork, removeNetwork } = networkEngine({ local: false });
  await createNetwork('one', {});
  await removeNetwork('one');
  expect(asked).toEqual(['network one', 'no network one']);
});

it('asks for processes in words that need no `ps` of the image', async () => {
  const body = { Titles: ['USER', 'PID', 'PPID', 'COMMAND'], Processes: [['node', '1', '0', 'sleep 60']] };
  const engine = podman({ 'GET /containers/c/top?ps_args': { status: 200, body } });
  expect(await engine.top('c')).toEqual({ titles: body.Titles, rows: body.Processes });
});
