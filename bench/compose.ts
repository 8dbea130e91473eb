import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { checksOfProjects } from '../src/checks/static-compose.ts';
import { makeFilePorts } from '../src/engines/file-ports.ts';
import { loadProject, type ProjectFiles } from '../src/formats/compose/index.ts';
import { lintCompose, planLint } from '../src/lint/index.ts';
import { readCompose } from '../src/sensors/static-compose.ts';

const BOUND_MS = 15;
const COLD_BOUND_MS = 150;
const ROUNDS = 60;
const COLD_ROUNDS = 5;
const root = join(import.meta.dirname, '..');

/** A project as long as real ones are: services of every kind, an override, a base elsewhere, env files. */
const TEXTS: Readonly<Record<string, string>> = {
  'compose.yaml': [
    'name: shop',
    'x-logging: &logging { driver: json-file, options: { max-size: 10m, max-file: "3" } }',
    'services:',
    ...Array.from({ length: 12 }, (_, i) => [
      `  # the ${i}th of them`,
      `  web${i}:`,
      '    extends: { file: base.yaml, service: base }',
      `    image: "registry.example/shop/web${i}:\${TAG:-1.${i}.0}"`,
      '    logging: *logging',
      '    environment:',
      `      DATABASE_URL: "postgres://shop:\${DB_PASSWORD:?is needed}@db:5432/web${i}"`,
      '      MODE: production',
      `    ports: ["127.0.0.1:${8000 + i}:8000"]`,
      `    volumes: ["data${i}:/data", "./conf/${i}.yaml:/etc/shop.yaml:ro"]`,
      '    networks: { front: , back: { aliases: [web] } }',
      '    healthcheck: { test: [CMD, /health], interval: 10s, timeout: 2s, retries: 5, start_period: 1m }',
      '    depends_on: { db: { condition: service_healthy } }',
      '    deploy: { resources: { limits: { memory: 512M, cpus: "0.5", pids: 128 } } }',
    ]).flat(),
    '  db:',
    '    image: postgres:16.2',
    '    env_file: [db.env]',
    '    volumes: ["db:/var/lib/postgresql/data"]',
    '    networks: [back]',
    '    healthcheck: { test: pg_isready, interval: 5s }',
    'networks: { front: , back: { internal: true } }',
    `volumes: { db: , ${Array.from({ length: 12 }, (_, i) => `data${i}: `).join(', ')}}`,
    '',
  ].join('\n'),
  'compose.override.yaml':
    'services:\n  web0: { environment: [DEBUG=1], ports: !override ["8080:8000"] }\n  db: { ports: ["127.0.0.1:5432:5432"] }\n',
  'base.yaml':
    'services:\n  base:\n    restart: unless-stopped\n    read_only: true\n    cap_drop: [ALL]\n    security_opt: ["no-new-privileges:true"]\n    env_file: [web.env]\n',
  'web.env': 'LOG=info\nQUEUE="jobs"\n',
  'db.env': 'POSTGRES_DB=shop\nPOSTGRES_USER=shop\n',
  '.env': 'TAG=2.0.1\nDB_PASSWORD=a-stand-in\n',
};

const onDisk: ProjectFiles = {
  read: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null),
  stat: (path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found === undefined ? null : found.isDirectory() ? 'directory' : 'file';
  },
};

function msOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const warm = (work: () => unknown): number =>
  median(Array.from({ length: ROUNDS }, () => msOf(work)).slice(ROUNDS / 2));

/** The vectors' own projects, where they lie beside the repository. */
function foreign(): readonly (() => unknown)[] {
  const folder = join(root, '../shared/conformance/compose');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => join(folder, name, 'project'))
    .filter(existsSync)
    .map((workingDir) => () => loadProject({ files: onDisk, workingDir, environment: { HOME: '/home/user' } }));
}

const folder = mkdtempSync(join(tmpdir(), 'tickproof-bench-compose-'));
try {
  for (const [name, text] of Object.entries(TEXTS)) writeFileSync(join(folder, name), text);
  const query = { files: onDisk, workingDir: folder, environment: { HOME: '/home/user' } };
  const project = loadProject(query);
  if (project.status === 'refused') throw new Error(project.error.message);
  const load = warm(() => loadProject(query));

  await using ports = makeFilePorts({ signal: new AbortController().signal, env: {} });
  const plan = planLint(checksOfProjects, { profile: 'strict', only: [], skip: [], config: null });
  const source = { folder, files: ['compose.yaml'], variables: {}, profiles: [] };
  const lint = warm(() => lintCompose(plan, readCompose(ports.files, source), 'compose.yaml'));

  const others = foreign();
  for (const it of others) it();
  const each = others.length === 0 ? null : others.map(msOf);

  const dist = join(folder, 'dist');
  spawnSync(join(root, 'node_modules/.bin/tsx'), [join(root, 'scripts/build.ts'), '--no-types', '--out', dist]);
  const words = [join(dist, 'cli.js'), 'lint', '--fail-level', 'none', 'compose.yaml'];
  const best = (words: readonly string[]): number =>
    Math.min(...Array.from({ length: COLD_ROUNDS }, () => msOf(() => spawnSync(execPath, words, { cwd: folder }))));
  const cold = best(words);
  const bare = best(['-e', '0']);

  console.log(`13 services in 3 files: loaded warm in ${load.toFixed(1)} ms, bound ${BOUND_MS} ms`);
  console.log(`the same, linted by every rule: ${lint.toFixed(1)} ms warm`);
  if (each)
    console.log(
      `${each.length} projects of the vectors: median ${median(each).toFixed(2)} ms, slowest ${Math.max(...each).toFixed(1)} ms`,
    );
  console.log(
    `lint, cold: ${Math.round(cold)} ms, bound ${COLD_BOUND_MS} ms; node by itself: ${Math.round(bare)} ms, ratio ${(cold / bare).toFixed(1)}`,
  );
  if (load > BOUND_MS || cold > COLD_BOUND_MS) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
