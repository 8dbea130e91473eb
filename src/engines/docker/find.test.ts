import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { memoryCache } from '../cache.ts';
import { systemClock } from '../clock.ts';
import { examine } from '../doctor.ts';
import { hostFiles } from '../files.ts';
import { newOwner } from '../owner.ts';
import { hostProcesses } from '../processes.ts';
import { temporaryFolder } from '../temporary.ts';
import { engineApi } from './api.ts';
import { dockerCandidates, endpointOf } from './endpoints.ts';
import { findEngine, negotiated } from './find.ts';
import { splitTag } from './images.ts';

const root = mkdtempSync(join(tmpdir(), 'find-test-'));
const signal = new AbortController().signal;
const owner = newOwner();
const files = hostFiles((prefix) => temporaryFolder(owner.runId, prefix));
const servers: http.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** An engine's socket that answers as told. */
async function socket(name: string, answer: http.RequestListener): Promise<string> {
  const path = join(root, name);
  const server = http.createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return path;
}

function engine(headers: http.OutgoingHttpHeaders, info: object): http.RequestListener {
  return ({ url }, response) => {
    response.writeHead(200, { 'content-type': url === '/_ping' ? 'text/plain' : 'application/json', ...headers });
    response.end(url === '/_ping' ? 'OK' : JSON.stringify(info));
  };
}

function around(env: NodeJS.ProcessEnv) {
  const processes = hostProcesses({ signal, env });
  return { env, files, processes, cache: memoryCache(), clock: systemClock, signal, owner, begin: () => {} };
}

const environment = (more: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  PATH: '/nowhere',
  DOCKER_CONFIG: join(root, 'config'),
  ...more,
});

it('describes the engine that DOCKER_HOST names', async () => {
  const info = {
    ServerVersion: '28.5.2',
    Driver: 'overlay2',
    OSType: 'linux',
    Architecture: 'aarch64',
    CgroupVersion: '2',
    NCPU: 4,
    MemTotal: 8,
    SecurityOptions: ['name=rootless'],
  };
  const path = await socket('docker.sock', engine({ 'api-version': '1.48' }, info));
  const found = await findEngine('auto', around(environment({ DOCKER_HOST: `unix://${path}` })));
  expect(found.status === 'found' && found.host.info).toMatchObject({
    kind: 'docker',
    version: '28.5.2',
    apiVersion: '1.48',
    store: 'overlay2',
    architecture: 'arm64',
    cgroup: 'v2',
    rootless: true,
    local: false,
    buildx: null,
    compose: null,
  });
});

it('takes a compatible socket for Podman', async () => {
  const path = await socket('podman.sock', engine({ 'api-version': '1.41', 'libpod-api-version': '4.3.1' }, {}));
  const found = await findEngine('podman', around(environment({ CONTAINER_HOST: `unix://${path}` })));
  expect(found.status === 'found' && found.host.info).toMatchObject({ kind: 'podman', apiVersion: '1.41' });
});

it('says why an engine cannot be used, and takes no other in its place', async () => {
  const old = await socket('old.sock', engine({ 'api-version': '1.40' }, {}));
  const why = async (host: string) => {
    const found = await findEngine('auto', around(environment({ DOCKER_HOST: host })));
    return found.status === 'none' ? found.why : '';
  };
  expect(await why(`unix://${old}`)).toContain('1.40');
  const other = await socket('other.sock', engine({}, {}));
  expect(await why(`unix://${other}`)).toContain('what answers there is no container engine');
  expect(await why(`unix://${root}/none.sock`)).toContain('ENOENT');
  expect(await why('ssh://me@there')).toContain('Forward its socket');
  expect((await findEngine('none', around({}))).status).toBe('none');
});

it('follows the docker context', () => {
  const name = 'colima';
  const id = createHash('sha256').update(name).digest('hex');
  mkdirSync(join(root, 'config/contexts/meta', id), { recursive: true });
  writeFileSync(
    join(root, 'config/contexts/meta', id, 'meta.json'),
    JSON.stringify({ Endpoints: { docker: { Host: 'unix:///run/c.sock' } } }),
  );
  const [first] = dockerCandidates(environment({ DOCKER_CONTEXT: name }), files);
  expect(first).toMatchObject({
    named: true,
    from: 'context colima',
    endpoint: { kind: 'unix', socketPath: '/run/c.sock' },
  });
  expect(() => dockerCandidates(environment({ DOCKER_CONTEXT: 'gone' }), files)).toThrow(
    expect.objectContaining({ code: 'engine-missing' }),
  );
});

it('reads the ways to write an engine down', () => {
  expect(endpointOf('tcp://10.0.0.1:2375', null)).toEqual({ kind: 'tcp', host: '10.0.0.1', port: 2375, tls: null });
  expect(endpointOf('tcp://[::1]:2375', null)).toMatchObject({ host: '::1' });
  expect(endpointOf('localhost:2375', null)).toMatchObject({ host: 'localhost', port: 2375 });
  for (const wrong of ['ssh://a', 'tcp://nowhere', 'fd://', '']) {
    expect(() => endpointOf(wrong, null)).toThrow(expect.objectContaining({ code: 'engine-missing' }));
  }
});

it('speaks the smaller of two API versions', () => {
  expect(['1.40', '1.41', '1.45', '1.99', '2.0', '', 'x'].map(negotiated)).toEqual([
    null,
    '1.41',
    '1.45',
    '1.51',
    '1.51',
    null,
    null,
  ]);
});

it('splits a tag from a port and a digest', () => {
  expect(splitTag('host:5000/name')).toEqual({ repo: 'host:5000/name', tag: undefined });
  expect(splitTag('host:5000/name:1')).toEqual({ repo: 'host:5000/name', tag: '1' });
  expect(splitTag('name@sha256:00')).toEqual({ repo: 'name@sha256:00', tag: undefined });
});

it('turns what an engine answers into an error with a remedy', async () => {
  const path = await socket('faults.sock', ({ url }, response) => {
    if (url === '/hang') return;
    if (url === '/cut') {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setImmediate(() => response.destroy());
      return;
    }
    const message =
      url === '/full' ? 'write /x: no space left on device' : url === '/busy' ? 'port is already allocated' : 'no';
    response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
  });
  const api = engineApi({ kind: 'unix', socketPath: path }, 'the engine');
  const abort = new AbortController();
  const hanging = api.request('GET', '/hang', { signal: abort.signal });
  abort.abort();
  await expect(hanging).rejects.toMatchObject({ code: 'interrupted' });
  await expect(api.request('GET', '/hang', { timeoutMs: 50 })).rejects.toMatchObject({ code: 'timed-out' });
  await expect(api.request('GET', '/cut')).rejects.toMatchObject({ code: 'engine-failed' });
  await expect(api.open('GET', '/full')).rejects.toMatchObject({ code: 'disk-full' });
  await expect(api.open('GET', '/busy')).rejects.toMatchObject({ code: 'port-busy' });
  await expect(api.open('GET', '/other')).rejects.toMatchObject({ code: 'engine-failed' });
  expect(await api.request('GET', '/other')).toMatchObject({ status: 500, body: { message: 'no' } });
  api.close();
});

it('reads JSON that comes without a type, as from Podman, and leaves what is none as it is', async () => {
  const path = await socket('untyped.sock', ({ url }, response) => {
    response.removeHeader('content-type');
    response.end(url === '/stats' ? '{"pids_stats":{"current":2}}' : 'OK');
  });
  const api = engineApi({ kind: 'unix', socketPath: path }, 'the engine');
  expect((await api.request('GET', '/stats')).body).toEqual({ pids_stats: { current: 2 } });
  expect((await api.request('GET', '/other')).body).toBe('OK');
  api.close();
});

it('tells a machine without an engine what that costs', async () => {
  const { processes } = around(environment({}));
  const findings = await examine({
    host: null,
    whyNoEngine: 'none was found',
    tried: [],
    processes,
    files,
    cacheFolder: join(root, 'not/yet'),
    nodeVersion: 'v18.0.0',
    signal,
  });
  expect(findings.find(({ what }) => what === 'Node.js')?.status).toBe('limited');
  expect(findings.find(({ what }) => what === 'container engine')).toMatchObject({
    status: 'missing',
    costs: ['build', 'run', 'stack'],
  });
  expect(findings.filter(({ status, remedy }) => status === 'missing' && remedy === null)).toEqual([]);
});
