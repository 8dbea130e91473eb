import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import type { BuildFacts, BuildSettings, Target, VerifyEvent } from '../../src/domain/index.ts';
import { buildSensor } from '../../src/sensors/build/index.ts';
import { type EnginePorts, enginePorts } from './engine-ports.ts';
import { layIn } from '../kit/lay.ts';

const events: VerifyEvent[] = [];
const ports = await enginePorts(events);
const real = it.skipIf(!ports);
afterAll(() => ports?.[Symbol.asyncDispose]());

const BASE = 'debian:bookworm-slim';
const PLAIN: BuildSettings = { context: '.', dockerfile: 'Dockerfile', args: {}, target: null, secrets: [] };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-e2e-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A file of its own in each test: the engine's cache must not answer for another. */
const lay = (files: Readonly<Record<string, string>>) =>
  layIn(folder, { '.dockerignore': '.git\n*.md\n', unique: folder, ...files });

function target(build: Partial<BuildSettings> = {}): Target {
  const subject = { kind: 'folder' as const, path: folder };
  return {
    subject,
    folder,
    build: { ...PLAIN, ...build },
    stacks: {},
    stack: null,
    built: null,
    builtId: null,
  } as unknown as Target; // a build reads no more
}

function look(
  atoms: readonly (keyof BuildFacts)[],
  build: Partial<BuildSettings> = {},
  by: EnginePorts | null = ports,
): Promise<Partial<BuildFacts>> {
  if (!by) throw new Error('skipped');
  return buildSensor.gather(
    target(build),
    atoms.map((atom) => `build.${atom}` as const),
    [],
    by,
  );
}

function tree(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const { mode, mtimeMs } = statSync(join(folder, name));
    hash.update(`${name} ${mode} ${mtimeMs}\n`);
    if (statSync(join(folder, name)).isFile()) hash.update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex');
}

const APP = {
  npm: '#!/bin/sh\necho "installed by a stand-in"; mkdir -p /deps; date > /deps/made\n',
  'package.json': '{}',
  'src/server.ts': 'export {};\n',
  'src/link.ts': '',
  'README.md': 'not sent\n',
};

/** Two stages; a stand-in that needs no network is what installs. */
function dockerfile(order: 'right' | 'wrong'): string {
  const install = ['COPY package.json ./', 'RUN npm ci'];
  const sources = ['COPY src ./src'];
  return [
    `FROM ${BASE} AS builder`,
    'COPY --chmod=755 npm /usr/local/bin/npm',
    'COPY unique /unique',
    'WORKDIR /src',
    ...(order === 'right' ? [...install, ...sources] : [...sources, ...install]),
    'RUN mkdir dist && cp src/* dist/',
    `FROM ${BASE}`,
    'COPY --from=builder /src/dist /app',
    'CMD ["/bin/true"]',
    '',
  ].join('\n');
}

real('builds, and says where the time and the bytes went', async () => {
  lay({ ...APP, Dockerfile: dockerfile('right') });
  const before = tree();
  events.length = 0;
  const facts = await look(['outcome', 'cold', 'warm', 'stages', 'dangling']);
  expect(facts.outcome).toMatchObject({ status: 'built', image: `${ports?.owner.name('build')}:latest` });

  const install = facts.cold?.steps.find(({ instruction }) => instruction === 'RUN npm ci');
  expect(install).toMatchObject({ stage: 'builder', cached: false, at: { startLine: 6 } });
  expect(facts.warm?.steps.filter(({ instruction, cached }) => instruction?.startsWith('RUN') && !cached)).toEqual([]);
  expect(facts.cold?.pullMs).toBeLessThanOrEqual(facts.cold?.elapsedMs ?? 0);

  const [builder, final, ...none] = facts.stages ?? [];
  expect(none).toEqual([]);
  expect(builder).toMatchObject({ name: 'builder', discarded: true, base: BASE });
  expect(final).toMatchObject({ name: 'stage-1', discarded: false, base: BASE });
  expect(builder?.layers.filter(({ fromBase }) => !fromBase).map(({ at }) => at?.startLine)).toEqual([
    2, 3, 4, 5, 6, 7, 8,
  ]);
  expect(final?.layers.filter(({ fromBase }) => !fromBase).map(({ at }) => at?.startLine)).toEqual([10]);
  for (const stage of [builder, final])
    expect(stage?.layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(stage?.sizeBytes);
  expect(final?.layers.map(({ diffId }) => diffId)).toEqual(
    (await ports?.engine.inspectImage(`${ports.owner.name('build')}:latest`))?.diffIds,
  );

  expect(facts.dangling?.left).toEqual([]);
  const details = events.flatMap((event) => (event.kind === 'work-progress' ? event.detail : []));
  expect(details).toContain('without cache: stage builder 6/8 RUN npm ci');
  expect(await ownTags()).toEqual([`${ports?.owner.name('build')}:latest`]);
  expect(tree()).toBe(before);
});

real('leaves no image without a name when it is built anew in one run', async () => {
  lay({ Dockerfile: `FROM ${BASE}\nCOPY unique /\nRUN date +%N > /made\n` });
  const made: (string | undefined)[] = [];
  for (const _ of ['first', 'second']) {
    expect((await look(['outcome', 'cold', 'dangling'])).dangling?.left).toEqual([]);
    made.push((await ports?.engine.inspectImage(`${ports.owner.name('build')}:latest`))?.engineId);
  }
  expect(made[0]).not.toBe(made[1]);
  const images = (await ports?.engine.listImages()) ?? [];
  expect(images.some(({ engineId }) => engineId === made[0])).toBe(false);
});

async function ownTags(): Promise<readonly string[]> {
  const images = (await ports?.engine.listImages()) ?? [];
  return images.flatMap(({ tags }) => tags).filter((tag) => tag.startsWith(ports?.owner.name('') ?? '?'));
}

real('sees that a changed source installs nothing again where the order is right', async () => {
  lay({ ...APP, Dockerfile: dockerfile('right') });
  symlinkSync('server.ts', join(folder, 'src/alias.ts'));
  chmodSync(join(folder, 'src'), 0o711);
  const before = tree();
  const { touched } = await look(['outcome', 'touched']);
  expect(touched).toMatchObject({
    files: ['src/link.ts'],
    rerunInstalls: [],
    installs: [{ cached: true, at: { startLine: 6 } }],
  });
  expect(touched?.steps.find(({ at }) => at?.startLine === 7)?.cached).toBe(false);
  expect(tree()).toBe(before);
  expect(await ownTags()).toEqual([`${ports?.owner.name('build')}:latest`]);
});

real('sees the installation run again where the order is wrong, and does so every time it is asked', async () => {
  lay({ ...APP, Dockerfile: dockerfile('wrong') });
  for (const _ of ['first', 'second']) {
    const { touched } = await look(['outcome', 'touched']);
    expect(touched).toMatchObject({ rerunInstalls: [{ instruction: 'RUN npm ci', cached: false }] });
  }
});

real('changes nothing where nothing installs', async () => {
  lay({ ...APP, Dockerfile: `FROM ${BASE}\nCOPY . /app\n` });
  expect((await look(['outcome', 'touched'])).touched).toBeNull();
});

real('points at the RUN that failed, through continued lines, with the tool that is missing', async () => {
  lay({ Dockerfile: `FROM ${BASE} AS one\nRUN true\n\nFROM one\nCOPY unique /\nRUN echo going && \\\n    uv sync\n` });
  const facts = await look(['outcome', 'cold', 'stages', 'touched']);
  expect(Object.keys(facts)).toEqual(['outcome']);
  expect(facts.outcome).toMatchObject({
    status: 'failed',
    reason: 'build-failed',
    at: { file: 'Dockerfile', startLine: 6, endLine: 7 },
    diagnosis: { kind: 'tool-missing' },
  });
  expect(facts.outcome?.status === 'failed' && facts.outcome.log.join('\n')).toContain('going');
});

real('tells a source that is not sent, a base that is not there and a text that does not parse apart', async () => {
  lay({ Dockerfile: `FROM ${BASE}\nCOPY unique /\nCOPY lost.txt /\n` });
  expect((await look(['outcome'])).outcome).toMatchObject({ reason: 'copy-source-missing', at: { startLine: 3 } });
  lay({ Dockerfile: `FROM ${BASE} AS a\nCOPY unique /\nFROM tickproof.invalid/none:1\nCOPY --from=a /unique /\n` });
  expect((await look(['outcome'])).outcome).toMatchObject({ reason: 'base-missing', at: { startLine: 3 } });
  lay({ Dockerfile: `FROM ${BASE}\nRUM true\n` });
  expect((await look(['outcome'])).outcome).toMatchObject({ reason: 'build-failed', at: { startLine: 2 } });
});

real('names stages that have no name, and builds the one that is asked for', async () => {
  lay({
    Dockerfile: `FROM ${BASE}\nCOPY unique /a\nFROM ${BASE} AS wanted\nCOPY --from=0 /a /b\nFROM wanted\nRUN false\n`,
  });
  const { outcome, stages } = await look(['outcome', 'stages'], { target: 'wanted' });
  expect(outcome?.status).toBe('built');
  expect(stages?.map(({ name, discarded }) => [name, discarded])).toEqual([
    ['stage-0', true],
    ['wanted', false],
  ]);
});

real('shares the layers of a stage that the image is made of', async () => {
  lay({
    Dockerfile: `FROM ${BASE} AS common\nCOPY unique /a\nFROM common AS side\nRUN echo > /s\nFROM common\nCOPY --from=side /s /s\n`,
  });
  const { stages } = await look(['outcome', 'stages']);
  const own = (name: string) =>
    stages?.find((it) => it.name === name)?.layers.filter(({ fromBase }) => !fromBase) ?? [];
  expect(stages?.map(({ name, discarded }) => [name, discarded])).toEqual([
    ['common', false],
    ['side', true],
    ['stage-2', false],
  ]);
  expect(own('side')[0]?.diffId).toBe(own('common')[0]?.diffId);
  expect(own('stage-2')[0]?.diffId).toBe(own('common')[0]?.diffId);
  expect(own('side').map(({ at }) => at?.startLine)).toEqual([2, 4]);
});

real('passes secrets by file and by variable, and leaves out optional ones that are not there', async () => {
  const mount = 'RUN --mount=type=secret,id=a,required=false --mount=type=secret,id=b,required=false';
  lay({
    Dockerfile: `FROM ${BASE}\nCOPY unique /\n${mount} test -s /run/secrets/a && test ! -e /run/secrets/b\n`,
    'own.txt': 'x',
  });
  const secrets = [
    { id: 'a', src: '$TICKPROOF_E2E/own.txt', required: false },
    { id: 'b', src: '${TICKPROOF_E2E_NOWHERE}', required: false },
    { id: 'c', env: 'TICKPROOF_E2E_NOWHERE', required: false },
  ];
  process.env.TICKPROOF_E2E = folder;
  expect((await look(['outcome'], { secrets })).outcome).toMatchObject({ status: 'built' });
  delete process.env.TICKPROOF_E2E;
});

real('depends on what is sent and on nothing else', async () => {
  if (!ports) throw new Error('skipped');
  lay({ ...APP, Dockerfile: `FROM ${BASE}\nCOPY src /app\n` });
  const inputs = () => buildSensor.inputs(target(), [], [], ports);
  const first = await inputs();
  expect(Object.keys(first ?? {})).toEqual(
    expect.arrayContaining(['dockerfile.raw', 'context.selected', 'build.bases']),
  );
  lay({ 'README.md': 'other', unsent: 'x' });
  chmodSync(join(folder, 'src/server.ts'), 0o600);
  expect(await inputs()).toEqual(first);
  lay({ 'src/server.ts': 'export { };\n' });
  expect((await inputs())?.['context.selected']).not.toBe(first?.['context.selected']);
  lay({ 'src/server.ts': 'export {};\n' });
  expect(await inputs()).toEqual(first);
  expect(await buildSensor.inputs(target(), [], [], { ...ports, engine: null })).not.toHaveProperty('build.bases');
});

real('builds the same folder twice at once under names of their own, and leaves neither', async () => {
  lay({ ...APP, Dockerfile: dockerfile('right') });
  const both = await Promise.all([enginePorts(), enginePorts()]);
  const facts = await Promise.all(both.map((it) => look(['outcome', 'touched'], {}, it)));
  expect(facts.map(({ outcome }) => outcome?.status)).toEqual(['built', 'built']);
  expect(facts.map(({ touched }) => touched?.rerunInstalls)).toEqual([[], []]);
  const names = both.map((it) => it?.owner.name('') ?? '?');
  for (const it of both) await it?.[Symbol.asyncDispose]();
  const images = (await ports?.engine.listImages()) ?? [];
  expect(images.flatMap(({ tags }) => tags).filter((tag) => names.some((name) => tag.startsWith(name)))).toEqual([]);
  expect(readdirSync(tmpdir()).filter((file) => names.some((name) => file.startsWith(name)))).toEqual([]);
});
