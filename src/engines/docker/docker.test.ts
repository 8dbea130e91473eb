import { expect, it } from 'vitest';
import type { EngineInfo, Processes } from '../../domain/index.ts';
import { composeOf } from './docker.ts';
import type { DockerHost } from './host.ts';

type Answers = Readonly<Record<string, string | null>>;

/** A host with these programs; each says its version, or (null) that it knows no such command. */
function hostWith(answers: Answers, info: Partial<EngineInfo> = { compose: '2.26.1' }) {
  const calls: (readonly string[])[] = [];
  const run: Processes['run'] = async (argv, options) => {
    calls.push(argv);
    expect(options?.env).toMatchObject({ DOCKER_HOST: 'unix:///run/podman.sock' });
    const [program = ''] = argv;
    const version = argv.includes('version') ? answers[program] : 'done';
    const outcome = { stderr: '', signal: null, elapsedMs: 1, timedOut: false };
    return version === null || version === undefined
      ? { ...outcome, exitCode: 125, stdout: '' }
      : { ...outcome, exitCode: 0, stdout: `${version}\n` };
  };
  const host = {
    api: { name: 'Podman at unix:///run/podman.sock' },
    info: { kind: 'podman', ...info },
    begin: () => undefined,
    clientEnv: { DOCKER_HOST: 'unix:///run/podman.sock' },
    processes: { find: (name: string) => (name in answers ? `/bin/${name}` : null), run },
  } as unknown as DockerHost; // of a host only what composing needs
  return { compose: composeOf(host), calls };
}

it.each<[string, Answers, readonly string[]]>([
  ['the plugin', { docker: '2.40.3', podman: '2.1.0' }, ['docker', 'compose']],
  [
    'the stand-alone program where the client has no plugin',
    { docker: null, 'docker-compose': 'v2.26.1' },
    ['docker-compose'],
  ],
  ["Podman's own way to a Compose v2", { podman: '2.40.3' }, ['podman', 'compose']],
  ['version 5', { docker: '5.0.1' }, ['docker', 'compose']],
])('takes %s, and asks which it is once', async (_, answers, client) => {
  const { compose, calls } = hostWith(answers);
  await compose(['up']);
  await compose(['down']);
  expect(calls.filter((argv) => argv.includes('version')).at(-1)).toEqual([...client, 'version', '--short']);
  expect(calls.slice(-2)).toEqual([
    [...client, 'up'],
    [...client, 'down'],
  ]);
});

it.each<[string, Answers]>([
  ['nothing', {}],
  ['Compose v1', { 'docker-compose': '1.29.2' }],
  ['podman-compose', { podman: '1.0.6' }],
])('says so where there is only %s', async (_, answers) => {
  await expect(hostWith(answers).compose(['up'])).rejects.toMatchObject({
    code: 'tool-missing',
    remedy: expect.stringMatching(/podman compose/),
  });
});
