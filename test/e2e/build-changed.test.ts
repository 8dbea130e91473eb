import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import cacheOrder from '../../src/checks/build/cache-order.ts';
import stages from '../../src/checks/build/stages.ts';
import succeeds from '../../src/checks/build/succeeds.ts';
import time from '../../src/checks/build/time.ts';
import noDangling from '../../src/checks/image/no-dangling.ts';
import type { AnyCheck, Atom, BuildChange, BuildFacts, SeenFacts, Sources, Target } from '../../src/domain/index.ts';
import { buildSensor } from '../../src/sensors/build/index.ts';
import { contextFactsOf, dockerfileFactsOf } from '../../src/sensors/index.ts';
import { judgeFacts } from '../../src/verify/index.ts';
import { enginePorts, imageOfAnyone } from './engine-ports.ts';
import { layIn } from '../kit/lay.ts';

const ports = await enginePorts();
const real = it.skipIf(!ports);
afterAll(() => ports?.[Symbol.asyncDispose]());

const BASE = 'debian:bookworm-slim';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-changed-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lay = (files: Readonly<Record<string, string>>) => layIn(folder, { unique: folder, ...files });

const APP = {
  npm: '#!/bin/sh\nsleep 1; mkdir -p /deps; date > /deps/made\n',
  'package.json': '{}',
  'src/server.ts': 'export {};\n',
  Dockerfile: [
    `FROM ${BASE} AS builder`,
    'COPY --chmod=755 npm /usr/local/bin/npm',
    'COPY unique /unique',
    'WORKDIR /src',
    'COPY package.json ./',
    'RUN npm ci',
    'COPY src ./src',
    'RUN mkdir dist && cp src/* dist/ && head -c 3000000 /dev/zero > /src/left',
    `FROM ${BASE} AS runtime`,
    'COPY --from=builder /src/dist /app',
    'CMD ["/bin/true"]',
    '',
  ].join('\n'),
};

const ATOMS: readonly Atom[] = [
  'build.outcome',
  'build.cold',
  'build.warm',
  'build.touched',
  'build.stages',
  'build.dangling',
];

function target(more: Partial<Target> = {}): Target {
  return {
    subject: { kind: 'folder', path: folder },
    folder,
    build: { context: '.', dockerfile: 'Dockerfile', args: {}, target: null, secrets: [] },
    built: null,
    builtId: null,
    ...more,
  } as unknown as Target; // a build reads no more
}

const changed = (build?: BuildChange) => ({
  changed: { patienceMs: 5_000, windowMs: 1_000, ...(build ? { build } : {}) },
});

function look(atoms: readonly Atom[], more: Partial<Target> = {}): Promise<Partial<BuildFacts>> {
  if (!ports) throw new Error('skipped');
  return buildSensor.gather(target(more), atoms, [], ports);
}

/** Of the run that looks: others build here, too. */
async function names(): Promise<readonly string[]> {
  if (!ports) throw new Error('skipped');
  const { engine, owner } = ports;
  const own = owner.name('');
  const images = await engine.listImages();
  const nameless = images.filter(({ tags }) => tags.length === 0);
  const seen = await Promise.all(nameless.map(({ engineId }) => imageOfAnyone(engine, engineId)));
  return [
    ...images.flatMap(({ tags }) => tags).filter((tag) => tag.startsWith(own)),
    ...seen.flatMap((it) => (it && it.labels['tickproof.run'] === owner.runId ? it.engineId : [])),
  ].toSorted();
}

function texts(text: string): SeenFacts {
  if (!ports) throw new Error('skipped');
  const dockerfile = dockerfileFactsOf({ path: 'Dockerfile', text, target: null, args: {} });
  const question = { root: folder, dockerfilePath: join(folder, 'Dockerfile'), dockerfile, args: {}, folder };
  return { dockerfile, context: contextFactsOf(ports.files, { ...question, atoms: ['context.sources'] }) };
}

const SOURCES: Sources = {
  dockerfile: APP.Dockerfile,
  ignore: null,
  planted: [],
  removed: [],
  compose: {},
  variables: {},
  sent: [],
  model: null,
};

async function original(): Promise<Partial<Target> & { readonly facts: SeenFacts }> {
  lay(APP);
  const build = await look(ATOMS);
  const built = `${ports?.owner.name('build')}:latest`;
  const builtId = (await ports?.engine.inspectImage(built))?.imageId ?? null;
  return { built, builtId, facts: { build, ...texts(APP.Dockerfile) } };
}

real('kills what each check of a build names, in worlds that leave nothing behind', async () => {
  const { facts, ...at } = await original();
  const before = await names();
  const cases: readonly (readonly [AnyCheck, object, number])[] = [
    [succeeds, {}, 1],
    [time, {}, 1],
    [time, { target: '<9s' }, 1],
    [cacheOrder, {}, 1],
    [stages, { target: '>=1%' }, 1],
    [noDangling, {}, 1],
  ];
  for (const [check, written, wanted] of cases) {
    const params = check.params.parse(written);
    expect([check.id, judgeFacts({ check, params }, facts).status]).toEqual([check.id, 'pass']);
    const mutants = [...check.mutants, ...(check.mutantsFor?.(facts as never, params) ?? [])].filter(
      ({ level }) => level === 'B',
    );
    let killed = 0;
    for (const mutant of mutants) {
      const change = mutant.level === 'B' ? mutant.edit(SOURCES, facts, params) : null;
      if (!change) continue;
      const startedMs = performance.now();
      const build = await look(
        check.reads.filter((atom: string) => atom.startsWith('build.')),
        { ...at, ...changed(change) },
      );
      process.stderr.write(`${check.id}: ${mutant.title}: ${Math.round(performance.now() - startedMs)} ms\n`);
      const its = { ...facts, ...(change.dockerfile === undefined ? {} : texts(change.dockerfile)), build };
      const verdict = judgeFacts({ check, params: ('params' in mutant && mutant.params) || params }, its);
      expect([check.id, verdict.status === 'fail' && verdict.findings[0].reason]).toEqual([check.id, mutant.reason]);
      killed += 1;
    }
    expect([check.id, killed]).toEqual([check.id, wanted]);
    expect(await names()).toEqual(before);
  }
  expect(readdirSync(tmpdir()).filter((file) => file.startsWith(ports?.owner.name('') ?? '?'))).toEqual([]);
});

real('says by the line what failed', async () => {
  lay(APP);
  const { outcome } = await look(['build.outcome', 'build.cold'], changed({ dockerfile: `FROM ${BASE}\nRUN false\n` }));
  expect(outcome).toMatchObject({ status: 'failed', reason: 'build-failed', at: { startLine: 2 } });
});

real('goes by the name of the original where it is the same image, and its checks stay green', async () => {
  const { facts, ...at } = await original();
  const again = await look(ATOMS, { ...at, ...changed() });
  expect(again.outcome).toEqual({ status: 'built', image: at.built });
  expect(again.dangling?.left).toEqual([]);
  expect(again.touched).toMatchObject({ rerunInstalls: [], installs: [{ cached: true }] });
  for (const check of [succeeds, time, cacheOrder, stages, noDangling] as readonly AnyCheck[]) {
    const params = check.params.parse({});
    expect([check.id, judgeFacts({ check, params }, { ...facts, build: again }).status]).toEqual([check.id, 'pass']);
  }
  lay({ unique: 'other', 'src/server.ts': 'export { };\n' });
  const other = await look(['build.outcome'], { ...at, ...changed() });
  expect(other.outcome?.status === 'built' && other.outcome.image).not.toBe(at.built);
  expect(await names()).toEqual([at.built]);
});

real('keeps to the ignore file of the Dockerfile, though the text is another', async () => {
  lay({ Dockerfile: `FROM ${BASE}\n`, 'Dockerfile.dockerignore': 'hidden\n', hidden: 'x', shown: 'x' });
  const dockerfile = `FROM ${BASE}\nCOPY . /all\nRUN test -e /all/shown && test ! -e /all/hidden\n`;
  expect((await look(['build.outcome'], changed({ dockerfile }))).outcome?.status).toBe('built');
});

real('builds worlds side by side', async () => {
  const { facts, ...at } = await original();
  const before = await names();
  const all = await Promise.all([
    look(ATOMS, { ...at, ...changed() }),
    look(['build.outcome', 'build.touched'], { ...at, ...changed() }),
    look(['build.dangling'], { ...at, ...changed({ untagged: 3 }) }),
  ]);
  expect(all.map(({ outcome }) => outcome?.status)).toEqual(['built', 'built', 'built']);
  expect(all[2]?.dangling?.left).toHaveLength(3);
  expect(facts.build?.outcome?.status).toBe('built');
  expect(await names()).toEqual(before);
});
