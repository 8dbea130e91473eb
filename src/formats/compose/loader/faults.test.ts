import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadProject } from './index.ts';

function faultsOf(text: string, more: Readonly<Record<string, string>> = {}): readonly string[] {
  const files = new Map(Object.entries({ 'compose.yaml': text, ...more }).map(([name, it]) => [`/p/${name}`, it]));
  const project = loadProject({
    files: { read: (path) => files.get(path) ?? null, stat: (path) => (files.has(path) ? 'file' : null) },
    workingDir: '/p',
    environment: {},
  });
  if (project.status === 'loaded') return [];
  return [project.error, ...project.others].map(
    ({ at, kind, where, nearest }) =>
      `${at?.file === 'compose.yaml' ? '' : at?.file}${at?.startLine} ${kind} ${where}${nearest ? ` ${nearest}?` : ''}`,
  );
}

const project = (...lines: readonly string[]) => `${lines.join('\n')}\n`;

describe('what keeps a project from loading', () => {
  it('is told of every key that the schema does not know, the deepest first', () => {
    const text = project(
      'services:',
      '  web:',
      '    imagee: web:1',
      '    healthcheck: {intervall: 10s, test: [CMD, x], tries: 3}',
      '  db:',
      '    image: db',
      '    deploy: {resources: {limits: {memry: 1G}}}',
      'volumez: {}',
    );
    expect(faultsOf(text)).toEqual([
      '7 schema services.db.deploy.resources.limits memory?',
      '3 schema services.web image?',
      '4 schema services.web.healthcheck interval?',
      '4 schema services.web.healthcheck retries?',
      '8 schema  volumes?',
    ]);
  });

  it('is told of what contradicts itself in services that have no other fault', () => {
    const text = project(
      'services:',
      '  web: {image: web, depends_on: [dv], networks: [front, back]}',
      '  none: {user: "1"}',
      '  db: {imag: db, depends_on: [nobody]}',
      'networks: {back: }',
    );
    expect(faultsOf(text)).toEqual([
      '4 schema services.db image?',
      '2 reference web db?',
      '2 reference web',
      '3 consistency null',
    ]);
  });

  it('names every resource that is not declared', () => {
    const text = 'services:\n  web:\n    image: web\n    volumes:\n      - data:/a\n      - more:/b\n';
    expect(faultsOf(text)).toEqual(['5 reference web', '6 reference web']);
  });

  it('goes on where a value cannot be read', () => {
    const text = project(
      'services:',
      '  web:',
      '    image: "web:${1}"',
      '    mem_limit: lots',
      '    ports: ["80:abc"]',
      '    healthcheck: {test: [CMD, x], interval: often}',
      '  db: {image: "${A:?is needed}", depends_on: {web: {condition: service_helthy}}}',
    );
    expect(faultsOf(text).toSorted()).toEqual(
      [
        '3 interpolation services.web.image',
        '7 interpolation services.db.image',
        '5 value null',
        '4 value services.web.mem_limit',
        '6 value services.web.healthcheck.interval',
        '7 schema services.db.depends_on.web.condition service_healthy?',
      ].toSorted(),
    );
  });

  it('says nothing of what only follows from another fault', () => {
    expect(faultsOf('services:\n  web: nothing\n  db: {image: db, depends_on: [web]}\n')).toHaveLength(1);
    expect(faultsOf('services:\n  web: {image: a, volumes: ["d:/d"]}\nvolumes: [d]\n')).toHaveLength(1);
    const base = { 'base.yaml': 'services: {base: {imag: a}}\n' };
    const extended = 'services:\n  web: {extends: {file: base.yaml, service: base}}\n';
    expect(faultsOf(extended, base)).toEqual(['base.yaml1 schema services.web image?']);
  });

  it('tells a fault that an anchor brings to many once', () => {
    const text = 'x-a: &a {restrt: always}\nservices:\n  a: {<<: *a, image: a}\n  b: {<<: *a, image: b}\n';
    expect(faultsOf(text)).toEqual(['1 schema services.a restart?']);
  });

  it.each([
    ['services: {a: {image: a, ports: [{taget: 80}]}}', '1 value services.a.ports.[0] target?'],
    ['services: {a: {image: a, env_file: [{pth: b}]}}', '1 value services.a.env_file.[0] path?'],
    ['services: {a: {image: a, devices: [{traget: b}]}}', '1 value services.a.devices.[0] target?'],
    [
      'services: {a: {image: a, volumes: [{type: bind, sorce: /a, target: /b}]}}',
      '1 schema services.a.volumes.0 source?',
    ],
    [
      'services: {a: {image: a, volumes: [{type: bnd, source: /a, target: /b}]}}',
      '1 schema services.a.volumes.0.type bind?',
    ],
    ['services: {a: {image: a, ulimits: {nofile: {sof: 1, hard: 2}}}}', '1 schema services.a.ulimits.nofile soft?'],
    ['services: {a: {image: a, pull_policy: alway}}', '1 schema services.a.pull_policy always?'],
    ['services: {a: {image: a, extends: {fil: b, service: base}}}', '1 extends a file?'],
    ['services: {a: {image: a, extends: {servce: base}}}', '1 type a service?'],
    ['services: {a: {image: a, extends: bas}, base: {image: b}}', '1 extends a base?'],
    ['include: [{pth: b}]', '1 not-found null path?'],
    ['service: {a: {image: a}}', '1 schema  services?'],
    ['secrets: {a: {fil: b}}', '1 schema secrets.a file?'],
  ])('names what is meant, and no more: %s', (text, fault) => {
    expect(faultsOf(text)).toEqual([fault]);
  });

  it('has an end', () => {
    const text = `services:\n${Array.from({ length: 400 }, (_, i) => `  s${i}: {imag: a, mem_limit: x}\n`).join('')}`;
    expect(faultsOf(text)).toHaveLength(50);
  });
});

it('tells the same fault never twice, and the first one alone as before', () => {
  const word = fc.constantFrom(
    'image: a',
    'imag: a',
    'ports: [x]',
    'cpus: lots',
    'depends_on: [b, c]',
    'networks: [n]',
    'user: "${"',
    'build: {}',
    'scale: -1',
  );
  fc.assert(
    fc.property(fc.uniqueArray(word, { minLength: 1 }), fc.uniqueArray(word), (a, b) => {
      const faults = faultsOf(`services:\n  a: {${a.join(', ')}}\n  b: {${b.join(', ')}}\n`);
      expect(faults.length).toBeLessThanOrEqual(a.length * 2 + b.length * 2 + 2);
    }),
    { numRuns: 50 },
  );
});
