import { expect, it } from 'vitest';
import { loadProject } from './index.ts';

const FILE = '/home/dev/shop/compose.yaml';

/** What becomes of these fields of the service `web`: the kind of its refusal, or what is printed. */
function web(fields: string): unknown {
  const text = `services:\n  web: {image: nginx, ${fields}}\n  db: {image: postgres}\nconfigs: {c: {content: x}}\n`;
  const files = {
    read: (path: string) => (path === FILE ? text : null),
    stat: (path: string) => (path === FILE ? ('file' as const) : null),
  };
  const project = loadProject({ files, workingDir: '/home/dev/shop', environment: {} });
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
  ['group_add: ["1000", 1000]', 'schema'],
  ['group_add: ["1e3", a, 1000]', 'schema'],
  ['ports: !reset', 'yaml'],
  ['dns: [!override]', 'yaml'],
])('is refused as Compose refuses it: %s', (fields, kind) => {
  expect(web(fields)).toBe(kind);
});

it.each([
  ['group_add: [1000, "1000"]', { group_add: ['1000', '1000'] }],
  ['ports: !reset ', {}],
  ['build: {ulimits: {nofile: 5}}', { build: { ulimits: { nofile: 5 } } }],
  ['deploy: {replicas: 0}', { deploy: { replicas: 0 } }],
  ['labels: {a: ! b, c: "!d"}', { labels: { a: 'b', c: '!d' } }],
  ['depends_on: {db: {condition: service_started, required: false}}', { depends_on: { db: { required: false } } }],
  ['provider: {type: a, options: {b: [], c: [d]}}', { provider: { options: { c: ['d'] } } }],
])('loads as Compose loads it: %s', (fields, printed) => {
  expect(web(fields)).toMatchObject(printed);
});

it('leaves out an option with an empty list', () => {
  expect(web('provider: {type: a, options: {b: []}}')).not.toHaveProperty('provider.options.b');
});
