import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvidenceRecord } from '../../src/index.ts';
import { hasEngine, type Ran, tickproof } from './cli.ts';
import { idsOf, redOf } from './copies.ts';

const NAME = `tickproof-e2e-archive-${process.pid}`;
const DOCKERFILE = `FROM node:20-slim
RUN printf '#!/bin/sh\\nexit 0\\n' > /check && chmod 755 /check
USER node
HEALTHCHECK CMD ["/check"]
CMD ["node", "-e", "setTimeout(() => {}, 1e5)"]
`;

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tickproof-e2e-archive-')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** On a machine without any engine: no socket is named, and no client is on the path. */
function alone(subject: string, ...more: string[]): Ran & { readonly record: EvidenceRecord } {
  const nowhere = { DOCKER_HOST: undefined, CONTAINER_HOST: undefined, PATH: join(folder, 'no-programs') };
  const ran = tickproof(['verify', subject, '--engine', 'none', '--json', ...more], {
    cwd: folder,
    variables: nowhere,
  });
  return { ...ran, record: (ran.stdout === '' ? null : JSON.parse(ran.stdout)) as EvidenceRecord };
}

/** What was found of the image, without what differs by how it was named. */
function imageVerdicts({ ticks, inputs }: EvidenceRecord) {
  return {
    imageId: inputs.image?.imageId,
    diffIds: inputs.image?.diffIds,
    verdicts: ticks
      .filter(({ criterion }) => criterion.check.startsWith('image/'))
      .map(({ criterion, verdict, proof }) => [criterion.id, verdict.status, proof]),
  };
}

function pack(file: string, root: string, ...options: string[]): string {
  execFileSync('tar', ['--create', '--file', join(folder, file), '--directory', root, ...options]);
  return file;
}

/** The classic store's builder has no exporter of layouts. */
const hasLayouts =
  hasEngine && execFileSync('docker', ['info', '--format', '{{.DriverStatus}}']).includes('io.containerd.snapshotter');
if (hasEngine && !hasLayouts)
  console.error('SKIPPED: this engine has the classic store and writes no OCI layout, so none is judged');

describe.skipIf(!hasEngine)('an image that was saved', () => {
  const docker = (...words: string[]) => execFileSync('docker', words, { cwd: folder, stdio: 'pipe' });
  let saved: Ran & { readonly record: EvidenceRecord };

  beforeAll(() => {
    writeFileSync(join(folder, 'Dockerfile'), DOCKERFILE);
    docker('buildx', 'build', '--quiet', '--load', '--tag', NAME, '.');
    docker('save', '--output', 'saved.tar', NAME);
    saved = alone('docker-archive:saved.tar');
  });
  afterAll(() => void docker('image', 'rm', NAME));

  it('is judged without an engine, and what needs one is said not to be', () => {
    const { exitCode, record } = saved;
    expect(exitCode).toBe(5);
    expect(
      idsOf(record, 'fail').filter((id) =>
        record.ticks.some(({ criterion }) => criterion.id === id && criterion.required),
      ),
    ).toEqual([]);
    // vulnerabilities need data rather than an engine, and without any they are no requirement
    const open = record.ticks.filter(
      ({ verdict, criterion }) => verdict.status === 'inconclusive' && criterion.required,
    );
    expect(open.length).toBeGreaterThan(8);
    for (const { criterion, verdict } of open) {
      expect(criterion.check).toMatch(/^run\//);
      expect(verdict).toMatchObject({ because: expect.stringContaining('engine') as string });
    }
    const image = record.ticks.filter(
      ({ criterion, verdict }) => criterion.check.startsWith('image/') && verdict.status === 'pass',
    );
    expect(image.length).toBeGreaterThan(9);
    expect(image.filter(({ proof }) => proof !== 'proven')).toEqual([]);
  });

  it('is judged as on the engine', () => {
    const { stdout } = tickproof(['verify', `docker:${NAME}`, '--only', 'image/*', '--json'], { cwd: folder });
    expect(imageVerdicts(JSON.parse(stdout) as EvidenceRecord)).toEqual(imageVerdicts(saved.record));
  });

  it.skipIf(!hasLayouts)('is judged alike in an OCI layout and in an archive of one', () => {
    docker('buildx', 'build', '--quiet', '--output', 'type=oci,tar=false,dest=layout', '.');
    pack('layout.tar', join(folder, 'layout'), '.');
    for (const subject of ['oci:layout', 'oci-archive:layout.tar'])
      expect(imageVerdicts(alone(subject, '--only', 'image/*').record)).toEqual(imageVerdicts(saved.record));
  });

  it('is refused when its archive was cut off', () => {
    const bytes = readFileSync(join(folder, 'saved.tar'));
    for (const share of [0, 0.00001, 0.5, 0.9]) {
      writeFileSync(join(folder, 'cut.tar'), bytes.subarray(0, Math.floor(bytes.length * share)));
      const { exitCode, stdout, stderr } = alone('docker-archive:cut.tar', '--only', 'image/*');
      expect([share, exitCode, stdout]).toEqual([share, 5, '']);
      expect(stderr).toMatch(/^tickproof: (The archive ends|There is neither a manifest).*\n(.*\n)?\s*→ \w/);
    }
  });

  it('is red when a layer was altered behind its digest', () => {
    const root = join(folder, 'altered');
    mkdirSync(root);
    execFileSync('tar', ['--extract', '--file', join(folder, 'saved.tar'), '--directory', root]);
    const altered = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((it) => it.isFile())
      .map((it) => join(it.parentPath, it.name))
      .filter((path) => alter(path, '#!/bin/sh\nexit 0\n', '#!/bin/sh\nexit 1\n'));
    expect(altered).toHaveLength(1);
    const { exitCode, record } = alone(`docker-archive:${pack('altered.tar', root, '.')}`, '--only', 'image/*');
    expect(exitCode).toBe(1);
    expect(redOf(record)['image/identity']).toMatchObject({ reasons: ['digest'] });
  });
});

/** Replaces text in a layer, packed or not; tells whether it was there. */
function alter(path: string, from: string, to: string): boolean {
  const bytes = readFileSync(path);
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const content = isPacked ? gunzipSync(bytes) : bytes;
  const at = content.indexOf(from);
  if (at < 0) return false;
  content.write(to, at);
  writeFileSync(path, isPacked ? gzipSync(content) : content);
  return true;
}

describe('an archive that was made to harm', () => {
  const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

  /** An image of one layer, packed as `docker save` does. */
  function image(
    name: string,
    layer: Buffer,
    more: Readonly<Record<string, string>> = {},
    ...options: string[]
  ): string {
    const root = join(folder, name);
    mkdirSync(root);
    const config = JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: { User: '1000', Cmd: ['/run'] },
      rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(layer)}`] },
    });
    const manifest = [{ Config: 'config.json', RepoTags: [`${name}:1`], Layers: ['layer.tar'] }];
    const files = { 'layer.tar': layer, 'config.json': config, 'manifest.json': JSON.stringify(manifest), ...more };
    for (const [file, content] of Object.entries(files)) writeFileSync(join(root, file), content);
    return `docker-archive:${pack(`${name}.tar`, root, ...options, ...Object.keys(files))}`;
  }

  function layer(...options: string[]): Buffer {
    const root = mkdtempSync(join(folder, 'layer-'));
    writeFileSync(join(root, 'run'), '#!/bin/sh\n', { mode: 0o755 });
    pack('layer.tar', root, '--absolute-names', ...options, 'run');
    return readFileSync(join(folder, 'layer.tar'));
  }

  const judged = (subject: string) => alone(subject, '--only', 'image/*');

  it.each([
    ['above', 's,^,../../../,'],
    ['absolute', 's,^,/etc/tickproof-e2e/,'],
    ['control', 's,^,a\u001b[31mb/,'],
  ])('by names in its layer: %s', (name, transform) => {
    const { exitCode, record, stderr, stdout } = judged(image(name, layer('--transform', transform)));
    expect([1, 5]).toContain(exitCode);
    expect(stderr).not.toContain('\u001b');
    expect(stdout).not.toContain('\u001b');
    expect(idsOf(record, 'pass')).toContain('image/user');
    expect(existsSync('/etc/tickproof-e2e')).toBe(false);
  });

  it.each([
    ['outer-above', 's,^extra,../../extra,'],
    ['outer-absolute', 's,^extra,/etc/tickproof-e2e,'],
  ])('by names beside its layers: %s', (name, transform) => {
    const subject = image(name, layer(), { extra: 'x' }, '--absolute-names', '--transform', transform);
    const { exitCode, stderr } = judged(subject);
    expect([1, 5]).toContain(exitCode);
    expect(stderr).not.toMatch(/bug in tickproof/);
    expect(existsSync('/etc/tickproof-e2e')).toBe(false);
  });

  it.each([
    ['a config that is not JSON', { 'config.json': 'no' }],
    ['a config that is a list', { 'config.json': '[]' }],
    ['a manifest that is not JSON', { 'manifest.json': '{' }],
    ['a manifest of the wrong shape', { 'manifest.json': '[{"Config":7}]' }],
    ['a manifest of nothing', { 'manifest.json': '[]' }],
    [
      'a manifest that names what is not there',
      { 'manifest.json': '[{"Config":"../../etc/passwd","Layers":["/etc/shadow"]}]' },
    ],
    ['a layer that is no archive', { 'layer.tar': 'x'.repeat(2000) }],
    ['an empty layer', { 'layer.tar': '' }],
  ])('by %s', (title, files) => {
    const { exitCode, stderr } = judged(image(title.replaceAll(' ', '-'), layer(), files));
    expect([1, 2, 5]).toContain(exitCode);
    expect(stderr).toMatch(/→ \w|image\/identity/);
  });
});
