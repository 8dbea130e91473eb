import { describe, expect, it } from 'vitest';
import { type LoadedProject, loadProject, type ProjectQuery } from './index.ts';

const FOLDER = '/home/dev/shop';

function load(texts: Readonly<Record<string, string>>, more: Partial<ProjectQuery> = {}): LoadedProject {
  const paths = new Map(Object.entries(texts).map(([name, text]) => [`${FOLDER}/${name}`, text]));
  const isFolder = (path: string) => [...paths.keys()].some((it) => it.startsWith(`${path}/`));
  return loadProject({
    files: {
      read: (path) => paths.get(path) ?? null,
      stat: (path) => (paths.has(path) ? 'file' : isFolder(path) ? 'directory' : null),
    },
    workingDir: FOLDER,
    environment: { HOME: '/home/dev' },
    ...more,
  });
}

/** What is printed of the one service `web`. */
function web(fields: string, more: Readonly<Record<string, string>> = {}): unknown {
  const project = load({ 'compose.yaml': `services:\n  web: {image: nginx, ${fields}}\nvolumes: {data: }\n`, ...more });
  if (project.status === 'refused') return project.error.message;
  const printed = (project.model.services as Record<string, object>).web ?? {};
  const always = ['command', 'entrypoint', 'image', 'networks'];
  return Object.fromEntries(Object.entries(printed).filter(([key]) => !always.includes(key)));
}

function refusal(texts: Readonly<Record<string, string>>): unknown {
  const project = load(texts);
  return (
    project.status === 'refused' && {
      kind: project.error.kind,
      line: project.error.at?.startLine,
      file: project.error.at?.file,
    }
  );
}

describe('a project', () => {
  it('is printed with what Compose adds', () => {
    const project = load({ 'compose.yaml': 'services: {web: {build: .}}' });
    expect(project.status === 'loaded' && project.model).toEqual({
      name: 'shop',
      services: {
        web: {
          build: { context: FOLDER, dockerfile: 'Dockerfile' },
          command: null,
          entrypoint: null,
          networks: { default: null },
        },
      },
      networks: { default: { name: 'shop_default', ipam: {} } },
    });
  });

  it('lays its override over the file, and drops what is reset', () => {
    const project = load({
      'compose.yaml': 'services: {web: {image: nginx, ports: ["80:80"], labels: {a: 1}}}',
      'compose.override.yaml': 'services: {web: {ports: !reset [], labels: ["a=2", "b=3"]}}',
    });
    expect(project.status === 'loaded' && project.model.services).toMatchObject({
      web: { labels: { a: '2', b: '3' } },
    });
    expect(JSON.stringify(project)).not.toContain('"ports"');
  });

  it('keeps for every value where it is written and how it came', () => {
    const project = load({
      'compose.yaml': 'services:\n  web:\n    extends:\n      file: base/web.yaml\n      service: base\n',
      'base/web.yaml': 'services:\n  base:\n    image: nginx\n    env_file: web.env\n',
      'base/web.env': '# mode\nMODE=live\n',
    });
    if (project.status === 'refused') throw new Error(project.error.message);
    expect(project.placeOf(['services', 'web', 'image'])).toMatchObject({
      at: { file: 'base/web.yaml', startLine: 3, startColumn: 12 },
      via: [{ kind: 'extends', at: { file: 'compose.yaml', startLine: 4 } }],
    });
    expect(project.placeOf(['services', 'web', 'environment', 'MODE'])?.at).toMatchObject({
      file: 'base/web.env',
      startLine: 2,
    });
    expect(project.placeOf(['networks', 'default', 'name'])?.isDefault).toBe(true);
  });

  it('fills in variables, and says which are not set', () => {
    const project = load({
      'compose.yaml': 'services: {web: {image: "nginx:${TAG:-1}${NO}", user: "$$me"}}',
      '.env': 'TAG=2\n',
    });
    expect(project.warnings).toEqual(['The "NO" variable is not set. Defaulting to a blank string.']);
    expect(project.status === 'loaded' && project.model.services).toMatchObject({
      web: { image: 'nginx:2', user: '$$me' },
    });
  });

  it('is refused at the place of the fault', () => {
    const base = 'services:\n  web:\n    image: nginx\n';
    expect(refusal({ 'compose.yaml': `${base}    prots: []\n` })).toEqual({
      kind: 'schema',
      line: 4,
      file: 'compose.yaml',
    });
    expect(refusal({ 'compose.yaml': `${base}    networks: [back]\n` })).toEqual({
      kind: 'reference',
      line: 4,
      file: 'compose.yaml',
    });
    expect(refusal({ 'compose.yaml': `${base}    user: \${WHO:?say who}\n` })).toMatchObject({
      kind: 'interpolation',
      line: 4,
    });
    expect(refusal({ 'compose.yaml': `${base}    ports: ["80:a"]\n` })).toMatchObject({ kind: 'value', line: 4 });
    expect(refusal({ 'compose.yaml': `${base}    mem_limit: lots\n` })).toMatchObject({ kind: 'value', line: 4 });
    expect(refusal({ 'compose.yaml': `${base}    image: again\n` })).toMatchObject({ kind: 'yaml', line: 4 });
    expect(refusal({ 'compose.yaml': `${base}    depends_on: [web]\n` })).toMatchObject({ kind: 'cycle', line: 4 });
    expect(refusal({ 'compose.yaml': `${base}    env_file: no.env\n` })).toMatchObject({ kind: 'not-found' });
    expect(refusal({ 'compose.yaml': 'include:\n  - other.yaml\n' })).toMatchObject({ kind: 'not-found', line: 2 });
    expect(refusal({})).toMatchObject({ kind: 'not-found' });
  });

  it.each([
    ['user: [::1]', 'yaml', 4],
    ['group_add: [:a]', 'type', 4],
    ['blkio_config: {weight: "5"}', 'value', 4],
    ['tmpfs: "/t\n    user: x', 'yaml', 4],
    ['user: "\\ud83d\\ude00"', 'yaml', 4],
    ['healthcheck: {test: [CMD, curl, http://web/?ready]}', 'yaml', 4],
    ['labels: {a?: b}', 'yaml', 4],
    ['user: a\n\t\n    tty: true', 'yaml', 5],
    ['user: "a"\n\t# why\n    tty: true', 'yaml', 5],
    ['labels:\n      a: "b"\n      \t\n    tty: true', 'yaml', 6],
    ['dns: [a]\n\t', 'yaml', 5],
    ['dns:\n    -\ta', 'yaml', 5],
    ['labels: {a: b\n\t, c: d}', 'yaml', 5],
    ['cpus: "1__0"', 'interpolation', 4],
    ['cpus: "1e999"', 'interpolation', 4],
    ['cpus: "0x1"', 'interpolation', 4],
    ['user: "${HOME:-${}}"', 'interpolation', 4],
    ['user: "${HOME:-${WHO:?say who}}"', 'interpolation', 4],
  ])('is refused for `%s`', (fields, kind, line) => {
    const text = `services:\n  web:\n    image: nginx\n    ${fields}\n`;
    expect(refusal({ 'compose.yaml': text })).toMatchObject({ kind, line });
  });
});

describe('a service', () => {
  it.each([
    [
      'ports: ["8080:80", 443]',
      {
        ports: [
          { mode: 'ingress', target: 80, published: '8080', protocol: 'tcp' },
          { mode: 'ingress', target: 443, protocol: 'tcp' },
        ],
      },
    ],
    [
      'volumes: ["data:/data/", "./x:/x:ro"]',
      {
        volumes: [
          { type: 'volume', source: 'data', target: '/data', volume: {} },
          { type: 'bind', source: `${FOLDER}/x`, target: '/x', read_only: true, bind: { create_host_path: true } },
        ],
      },
    ],
    [
      'mem_limit: 1.5g, stop_grace_period: 90s, cpus: "0.1"',
      { mem_limit: '1610612736', stop_grace_period: '1m30s', cpus: 0.1 },
    ],
    ['environment: {A: 1.50, B: 0755, C: yes, D: }', { environment: { A: '1.5', B: '493', C: 'yes', D: null } }],
    ['tty: "yes", init: "off"', { tty: true, init: false }],
    [
      'healthcheck: {test: curl x, interval: 1w}',
      { healthcheck: { test: ['CMD-SHELL', 'curl x'], interval: '168h0m0s' } },
    ],
    ['extra_hosts: {b: ["::1"], a: 1.1.1.1}', { extra_hosts: ['a=1.1.1.1', 'b=::1'] }],
    ['extra_hosts: {a: []}', { extra_hosts: [] }],
    ['cpus: "0x1.8p-1", cpu_percent: "1_0"', { cpus: 0.75, cpu_percent: 10 }],
    [
      'blkio_config: {device_read_bps: [{path: /a}, {rate: 1k}], weight_device: [{weight: 3}]}',
      {
        blkio_config: {
          device_read_bps: [
            { Path: '/a', Rate: '0' },
            { Path: '', Rate: '1024' },
          ],
          weight_device: [{ Path: '', Weight: 3 }],
        },
      },
    ],
    [
      'environment: {A: 1e5, B: 1e6, C: 123456789.5, D: 0.00001}, labels: [a]',
      { environment: { A: '100000', B: '1e+06', C: '1.234567895e+08', D: '1e-05' }, labels: { a: '' } },
    ],
    ['environment: ["=x"]', { environment: { '': 'x' } }],
    ['devices: ["/dev/a::r"]', { devices: [{ source: '/dev/a', target: '/dev/a', permissions: 'r' }] }],
    ['blkio_config: {weight: 65546}', { blkio_config: { weight: 10 } }],
    ['user: "a\nb", group_add: ["::1", a:b]', { user: 'a b', group_add: ['::1', 'a:b'] }],
    ['labels: {x-own: a}', { labels: { '#extensions': 'map[x-own:a]' } }],
  ])('with %s is printed in full', (fields, expected) => {
    expect(web(fields)).toEqual(expected);
  });

  it('warns of what is not set in a default that is not needed, as Compose does', () => {
    const project = load({ 'compose.yaml': 'services: {web: {image: "${HOME:-$TAG}${WHO:+$WHO}"}}' });
    expect(project.warnings).toEqual([
      'The "TAG" variable is not set. Defaulting to a blank string.',
      'The "WHO" variable is not set. Defaulting to a blank string.',
    ]);
    expect(project.status === 'loaded' && project.model.services).toMatchObject({ web: { image: '/home/dev' } });
  });

  it.each([
    'user: a\n        \t',
    'user: "a\n\t"',
    'user: a\n    labels: {a: "b",\n\tc: d}',
    'user: >-\n      a',
    'user:\ta\t',
  ])('may have tabs where nothing is indented: %s', (fields) => {
    const project = load({ 'compose.yaml': `services:\n  web:\n    image: nginx\n    ${fields}\n    tty: true\n` });
    expect(project.status === 'loaded' && project.model.services).toMatchObject({ web: { tty: true } });
  });

  it.each(['user: "a"#b', "user: 'a'#b", 'user: a\n    dns: [a,#b\n      c]#d', 'user: a\n    labels: {a: b}#c'])(
    'may have a comment right behind a quotation or a bracket: %s',
    (fields) => {
      const project = load({ 'compose.yaml': `services:\n  web:\n    image: nginx\n    ${fields}\n    tty: true\n` });
      expect(project.status === 'loaded' && project.model.services).toMatchObject({ web: { user: 'a', tty: true } });
    },
  );

  it('takes variables from files, its own before them', () => {
    const files = { 'a.env': "A=1\nB='$A'\nC=${A}2 # two\n", 'b.env': 'B=3\nE="x\ny"\n' };
    expect(web('env_file: [a.env, b.env], environment: {A: own}', files)).toEqual({
      environment: { A: 'own', B: '3', C: 'own2', E: 'x\ny' },
    });
  });
});
