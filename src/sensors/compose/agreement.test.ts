import { describe, expect, it } from 'vitest';
import type { ComposeFacts, Ports, ProcessOptions, ProcessOutcome, VerifyEvent } from '../../domain/index.ts';
import { emptyPorts, EXAMPLE_ROOT, exampleTarget, memoryFiles } from '../../../test/kit/index.ts';
import { fakeEngine } from '../../../test/kit/fake-engine.ts';
import { loadProject } from '../../formats/compose/index.ts';
import { composeSensor } from './index.ts';

const TEXT = 'services:\n  web:\n    image: "web:${TAG:-1}"\n    environment: {API_TOKEN: "${KEY:-a}", HOST: }\n';
const BIND = `${TEXT}    volumes: ["~/x:/x"]\n`;

interface Client {
  readonly text?: string;
  readonly answer?: (text: string) => Partial<ProcessOutcome>;
  readonly info?: { readonly compose: null };
  readonly env?: Readonly<Record<string, string>>;
}

/** A client that reads as we do, unless told otherwise. */
function worldOf({ text = TEXT, answer = asOurs, info, env = {} }: Client) {
  const asked: { readonly args: readonly string[]; readonly options: ProcessOptions | undefined }[] = [];
  const warnings: VerifyEvent[] = [];
  const files = memoryFiles(EXAMPLE_ROOT, { 'compose.yaml': text });
  const around = emptyPorts(files);
  const ports: Ports = {
    ...around,
    env,
    cache: { ...around.cache, memory: new Map() },
    onEvent: (event) => warnings.push(event),
  };
  const engine = fakeEngine({
    ...ports,
    ...(info ? { info } : {}),
    compose: (args, options) => {
      asked.push({ args, options });
      return { exitCode: 0, signal: null, stdout: '', stderr: '', elapsedMs: 1, timedOut: false, ...answer(text) };
    },
  });
  const target = exampleTarget({ compose: text });
  const gather = (of = target): Promise<Partial<ComposeFacts>> =>
    composeSensor.gather(of, ['compose.model', 'compose.problems'], [], { ...ports, engine });
  return { gather, target, asked, warnings };
}

function printed(text: string) {
  const path = `${EXAMPLE_ROOT}/compose.yaml`;
  const project = loadProject({
    files: { read: (it) => (it === path ? text : null), stat: (it) => (it === path ? 'file' : null) },
    workingDir: EXAMPLE_ROOT,
    environment: { HOME: '/home/user' },
    composeFiles: [path],
  });
  if (project.status === 'refused') throw new Error(project.error.message);
  return project.model;
}

const asOurs = (text: string) => ({ stdout: JSON.stringify(printed(text)) });
const changed = (from: string, to: string) => (text: string) => ({
  stdout: JSON.stringify(printed(text)).replace(from, to),
});

describe("Compose's own client", () => {
  it('is asked for the same project, once, and nothing is said where it agrees', async () => {
    const { gather, asked, warnings } = worldOf({ text: BIND });
    const [facts] = await Promise.all([gather(), gather()]);
    expect(facts).not.toHaveProperty('disagreement');
    expect(asked.map(({ args }) => args.join(' '))).toEqual([
      `--project-directory ${EXAMPLE_ROOT} -f ${EXAMPLE_ROOT}/compose.yaml config --format json`,
    ]);
    expect(warnings).toEqual([]);
  });

  it("is kept from the operator's variables, but finds its plugins", async () => {
    const env = { HOME: '/root', PATH: '/opt/bin', KEY: 'mine', HOST: 'here' };
    const { gather, asked } = worldOf({ env });
    expect(await gather()).not.toHaveProperty('disagreement');
    expect(asked[0]?.options?.env).toMatchObject({
      HOME: '/home/user',
      PATH: '/opt/bin',
      KEY: null,
      HOST: null,
      DOCKER_CONFIG: '/root/.docker',
    });
  });

  it('is not asked where there is none, and not for changed worlds', async () => {
    const none = worldOf({ info: { compose: null } });
    await none.gather();
    const { gather, target, asked } = worldOf({});
    await gather({ ...target, changed: { kind: 'stack' } as never });
    expect([none.asked, asked]).toEqual([[], []]);
  });
});

describe('a difference', () => {
  it('is told with its path and both sides, and the model is given', async () => {
    const { gather, warnings } = worldOf({ answer: changed('web:1', 'web:2') });
    const { disagreement } = await gather();
    expect(disagreement).toMatchObject({
      client: '2.26.1',
      differences: [{ path: 'services.web.image', ours: 'web:1', theirs: 'web:2' }],
      theirs: { model: { services: [{ name: 'web', image: 'web:2', at: { startLine: 2 } }] }, problems: [] },
    });
    expect(warnings).toMatchObject([
      { kind: 'warning', message: expect.stringContaining('services.web.image: ours web:1, theirs web:2') },
    ]);
  });

  it('keeps secrets to itself', async () => {
    const { gather } = worldOf({ answer: changed('"API_TOKEN":"a"', '"API_TOKEN":"Zq81vT40pKx7"') });
    expect(JSON.stringify((await gather()).disagreement?.differences)).not.toContain('Zq81');
  });

  it('is that the client refuses the project', async () => {
    const stderr = 'time="x" level=warning msg="old"\nweb: no such key';
    const { gather } = worldOf({ answer: () => ({ exitCode: 15, stderr }) });
    expect((await gather()).disagreement).toMatchObject({
      differences: [{ path: '', ours: 'it loads', theirs: 'it is refused: web: no such key' }],
      theirs: { model: null, problems: [{ kind: 'invalid', message: 'web: no such key' }] },
    });
  });

  it('is that the client takes what we refuse', async () => {
    const { gather } = worldOf({ text: `${TEXT}    bogus: 1\n`, answer: () => asOurs(TEXT) });
    expect((await gather()).disagreement?.differences).toMatchObject([{ path: '', theirs: 'it loads' }]);
  });

  it('is a variable that only one side misses', async () => {
    const stderr = 'time="x" level=warning msg="The \\"TAG\\" variable is not set. Defaulting to a blank string."';
    const { gather } = worldOf({ answer: (text) => ({ ...asOurs(text), stderr }) });
    expect((await gather()).disagreement?.differences).toEqual([
      { path: 'variables that nothing sets', ours: 'none', theirs: 'TAG' },
    ]);
  });

  it('is none where both refuse', async () => {
    const { gather, warnings } = worldOf({
      text: `${TEXT}    bogus: 1\n`,
      answer: () => ({ exitCode: 15, stderr: 'no' }),
    });
    expect(await gather()).not.toHaveProperty('disagreement');
    expect(warnings).toEqual([]);
  });
});

it('reads the model as YAML where a release cannot print it as JSON', async () => {
  let calls = 0;
  const answer = (text: string) =>
    calls++ === 0 ? { exitCode: 1, stderr: 'json: error calling MarshalJSON for type types.SSHKey' } : asOurs(text);
  const { gather, asked } = worldOf({ answer });
  expect(await gather()).not.toHaveProperty('disagreement');
  expect(asked.map(({ args }) => args.at(-1))).toEqual(['json', 'yaml']);
});

it.each([
  [{ stdout: 'nothing' }, 'is no model'],
  [{ stdout: '7' }, 'printed no model'],
  [{ exitCode: null, timedOut: true }, 'in time'],
])('says that the client could not be asked: %j', async (outcome, why) => {
  const { gather, warnings } = worldOf({ answer: () => outcome });
  expect(await gather()).not.toHaveProperty('disagreement');
  expect(warnings).toMatchObject([{ message: expect.stringContaining(why) }]);
});
