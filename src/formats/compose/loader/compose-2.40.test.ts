import { expect, it } from 'vitest';
import { type LoadedProject, loadProject } from './index.ts';

/** What becomes of a project of these files. */
function load(texts: Readonly<Record<string, string>>, services: readonly string[] = []): LoadedProject {
  const textAt = (path: string) => texts[path.replace('/home/dev/shop/', '')] ?? null;
  const files = { read: textAt, stat: (path: string) => (textAt(path) === null ? null : ('file' as const)) };
  return loadProject({ files, workingDir: '/home/dev/shop', environment: {}, services });
}

/** What becomes of these fields of the service `web`: the kind of its refusal, or what is printed. */
function web(fields: string): unknown {
  const text = `services:\n  web: {image: nginx, ${fields}}\n  db: {image: postgres}\nconfigs: {c: {content: x}}\n`;
  const project = load({ 'compose.yaml': text });
  if (project.status === 'refused') return project.error.kind;
  return (project.model.services as Record<string, unknown>).web;
}

it.each([
  ['scale: -1', 'consistency'],
  ['deploy: {replicas: -1}', 'consistency'],
  ['build: {ulimits: {nofile: "5"}}', 'type'],
  ['ulimits: {nofile: 5.0}', 'type'],
  ['build: {additional_contexts: [nothing]}', 'value'],
  ['configs: [{source: c, mode: 1.5}]', 'value'],
  ['cpus: .inf', 'value'],
  ['cpus: inf', 'value'],
  ['depends_on: {db: {condition: service_started, required: "true"}}', 'schema'],
  ['depends_on: {db: {condition: service_started, restart: perhaps}}', 'value'],
  ['group_add: ["1000", 1000]', 'schema'],
  ['group_add: ["1e3", a, 1000]', 'schema'],
  ['ports: !reset', 'yaml'],
  ['gpus: [{count: "99999999999999999999"}]', 'value'],
  ['extends: 5', 'extends'],
  ['networks: {default: {driver_opts: {a: 2024-01-02}}}', 'schema'],
  ['dns: [!override]', 'yaml'],
])('is refused as Compose refuses it: %s', (fields, kind) => {
  expect(web(fields)).toBe(kind);
});

it.each([
  ['group_add: [1000, "1000"]', { group_add: ['1000', '1000'] }],
  ['ports: !reset ', {}],
  ['x-at: 2024-01-02', { image: 'nginx' }],
  ['command: \'a\\tb "c\\nd"\'', { command: ['atb', 'cnd'] }],
  ["volumes: ['\\\\x:/x']", { volumes: [{ type: 'bind', source: '\\\\x' }] }],
  ['build: {ulimits: {nofile: 5}}', { build: { ulimits: { nofile: 5 } } }],
  ['deploy: {replicas: 0}', { deploy: { replicas: 0 } }],
  ['labels: {a: ! b, c: "!d"}', { labels: { a: 'b', c: '!d' } }],
  ['depends_on: {db: {condition: service_started, required: false}}', { depends_on: { db: { required: false } } }],
  ['depends_on: {db: {condition: service_started, restart: "yes"}}', { depends_on: { db: { restart: true } } }],
  ['provider: {type: a, options: {b: [], c: [d]}}', { provider: { options: { c: ['d'] } } }],
])('loads as Compose loads it: %s', (fields, printed) => {
  expect(web(fields)).toMatchObject(printed);
});

it('leaves out an option with an empty list', () => {
  expect(web('provider: {type: a, options: {b: []}}')).not.toHaveProperty('provider.options.b');
});

it.each([
  ['2024-1-2', '2024-01-02 00:00:00 +0000 UTC'],
  ['2024-01-02 10:20:30.50', '2024-01-02 10:20:30.5 +0000 UTC'],
  ['2024-01-02T10:20:30+02:00', '2024-01-02 10:20:30 +0200 +0200'],
])('makes a text of a time that an override brings: %s', (written, text) => {
  const project = load({
    'compose.yaml': 'services: {web: {image: nginx, labels: {a: b}}}\n',
    'compose.override.yaml': `services: {web: {labels: {at: ${written}}}}\n`,
  });
  expect(project).toMatchObject({ model: { services: { web: { labels: { a: 'b', at: text } } } } });
});

it.each([
  [[5], 'value'],
  [[['base.yaml']], 'value'],
  [[{ path: [5] }], 'value'],
  [[{ path: 'base.yaml', project_directory: { a: 'b' } }], 'value'],
  [[null], 'not-found'],
])('refuses an include that is none: %j', (include, kind) => {
  const project = load({
    'compose.yaml': JSON.stringify({ include, services: { web: { image: 'nginx' } } }),
    'base.yaml': 'services: {db: {image: postgres}}\n',
  });
  expect(project).toMatchObject({ error: { kind } });
});

it('reads the words for yes and no of a network, and warns of them', () => {
  const text = (word: string) => `services: {web: {image: nginx}}\nnetworks: {default: {enable_ipv6: "${word}"}}\n`;
  expect(load({ 'compose.yaml': text('yes') })).toMatchObject({
    model: { networks: { default: { enable_ipv6: true } } },
    warnings: ['"yes" for boolean is not supported by YAML 1.2, please use `true`'],
  });
  expect(load({ 'compose.yaml': text('perhaps') })).toMatchObject({ error: { kind: 'interpolation' } });
});

it('refuses what `extends` brings for a list of env files where the whole is looked at', () => {
  const project = load({
    'compose.yaml': 'services: {web: {extends: {file: base.yaml, service: web}}}\n',
    'base.yaml': 'services: {web: {image: nginx, env_file: [1]}}\n',
  });
  expect(project).toMatchObject({ error: { kind: 'schema', where: 'services.web.env_file.0' } });
});

it('reads the files of services that nobody asked for, and no labels of those that no profile enables', () => {
  const [labels, env] = ['label_file: no.labels', 'env_file: no.env'];
  const project = (web: string, asked: string) =>
    load({ 'compose.yaml': `services: {web: {image: nginx, ${web}}, db: {image: postgres}}` }, [asked]);
  expect(project(labels, 'db')).toMatchObject({ error: { kind: 'not-found' } });
  expect(project(env, 'db')).toMatchObject({ error: { kind: 'not-found' } });
  expect(project(`profiles: [a], ${env}`, 'db')).toMatchObject({ status: 'loaded' });
  expect(project(`profiles: [a], ${env}`, 'web')).toMatchObject({ error: { kind: 'not-found' } });
  expect(project(`profiles: [a], ${labels}`, 'web')).toMatchObject({
    model: { services: { web: { label_file: ['/home/dev/shop/no.labels'] } } },
  });
});
