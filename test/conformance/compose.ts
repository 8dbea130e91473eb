import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type LoadedProject, loadProject, type ProjectFiles } from '../../src/formats/compose/index.ts';
import { type Case, differs, outcomeOf, type Outcome } from './vectors.ts';

const HOME = '/home/user';

const onDisk: ProjectFiles = {
  read: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null),
  stat: (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat === undefined ? null : stat.isDirectory() ? 'directory' : 'file';
  },
};

/** Compares what our loader makes of projects with what `docker compose config` made of them. */
export async function run(dir: string): Promise<Outcome[]> {
  const { cases } = readJson(join(dir, 'index.json'));
  return [
    outcomeFor('index.json', cases, (it) => judgeProject(join(dir, it.dir))),
    ...readdirSync(join(dir, '_tables')).map((file) => {
      const judge = TABLES[file] ?? (() => 'no judge');
      const { rows, env = {} } = readJson(join(dir, '_tables', file));
      return outcomeFor(
        `_tables/${file}`,
        rows.map((it: Case, i: number) => ({ env, ...it, id: `${i} ${JSON.stringify(it.in)}` })),
        judge,
      );
    }),
  ];
}

function readJson(path: string): Case {
  return JSON.parse(readFileSync(path, 'utf8')) as Case;
}

function outcomeFor(file: string, cases: readonly Case[], judge: (it: Case) => string | null): Outcome {
  const misses = cases.flatMap((it) => {
    const difference = outcomeOf(judge, it);
    return difference === null ? [] : [`${it.id}: ${difference}`];
  });
  return { file, total: cases.length, passed: cases.length - misses.length, misses };
}

function judgeProject(dir: string): string | null {
  const { args, env, warnings, error } = readJson(join(dir, 'case.json'));
  const folder = resolve(dir, 'project');
  const ours = loadProject({
    files: onDisk,
    workingDir: folder,
    environment: { HOME, ...env },
    ...optionsOf(args),
  });
  if (error) return judgeRefusal(ours, error);
  if (ours.status === 'refused') return `refused as ${ours.error.kind}: ${ours.error.message}`;
  const expected = readFileSync(join(dir, 'expected.json'), 'utf8');
  const there = (text: string): string =>
    text
      .replaceAll('${PROJECT_DIR}', folder)
      .replaceAll('${PROJECT_PARENT}', dirname(folder))
      .replaceAll('${PROJECT_PARENT_2}', dirname(dirname(folder)));
  return (
    differs(ours.model, JSON.parse(there(expected))) ??
    differs([...ours.warnings].sort(), [...new Set<string>(warnings.map(there))].sort())
  );
}

function judgeRefusal(ours: LoadedProject, { kind, where, varies }: Case): string | null {
  if (ours.status === 'loaded') return `loaded instead of ${kind}`;
  const { error } = ours;
  if (error.kind !== kind) return `${error.kind} (${error.message}) instead of ${kind}`;
  // of several faults Compose names now one, now another
  return where === undefined || varies ? null : differs(error.where, where);
}

function optionsOf(args: readonly string[]): Case {
  const at = args.indexOf('@services');
  const all = (...names: string[]) => args.flatMap((it, i) => (names.includes(args[i - 1] ?? '') && i > 0 ? [it] : []));
  const [name] = all('-p');
  const [folder] = all('--project-directory');
  return {
    composeFiles: all('-f'),
    envFiles: all('--env-file'),
    profiles: all('--profile'),
    services: at < 0 ? [] : args.slice(at + 1),
    ...(name === undefined ? {} : { projectName: name }),
    ...(folder === undefined ? {} : { projectDirectory: folder }),
  };
}

const FOLDER = '/work/project';

function inMemory(
  texts: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): LoadedProject {
  const paths = new Map(Object.entries(texts).map(([name, text]) => [`${FOLDER}/${name}`, text]));
  const files: ProjectFiles = {
    read: (path) => paths.get(path) ?? null,
    stat: (path) => (paths.has(path) ? 'file' : null),
  };
  return loadProject({ files, workingDir: FOLDER, environment: { HOME, ...environment } });
}

type FromService = (service: Case) => unknown;

/** One row of a table: a text in a service, and what becomes of it there. */
function row(texts: Readonly<Record<string, string>>, expected: Case, env: Case, from: FromService): string | null {
  const ours = inMemory(texts, env);
  if (ours.status === 'refused') return expected.error === undefined ? `refused: ${ours.error.message}` : null;
  if (expected.error !== undefined) return 'accepted';
  const services = ours.model.services as Case; // as printed
  const out = JSON.parse(
    JSON.stringify(expected.out).replaceAll('${PROJECT_DIR}', FOLDER).replaceAll('${PROJECT_PARENT}', dirname(FOLDER)),
  ) as unknown;
  const value = JSON.parse(JSON.stringify(from(services.a) ?? null).replaceAll('$$', '$')) as unknown;
  return differs(value, out) ?? differs([...ours.warnings].sort(), [...((expected.warnings ?? []) as string[])].sort());
}

const service = (fields: object, more: object = {}): Readonly<Record<string, string>> => ({
  'compose.yaml': JSON.stringify({ services: { a: { image: 'x', ...fields } }, ...more }),
});

const TABLES: Readonly<Record<string, (it: Case) => string | null>> = {
  'interpolation.json': (it) => row(service({ environment: { V: it.in } }), it, it.env, (a) => a.environment?.V),
  'dotenv.json': judgeDotenv,
  'ports.json': (it) => row(service({ ports: [it.in] }), it, {}, (a) => a.ports),
  'volumes.json': (it) => {
    const [name = ''] = String(it.in).split(':');
    const volumes = /^[\w.-]+$/.test(name) ? { [name]: {} } : {};
    return row(service({ volumes: [it.in] }, { volumes }), it, {}, (a) => a.volumes);
  },
  'bytes.json': (it) => row(service({ mem_limit: it.in }), it, {}, (a) => a.mem_limit),
  'durations.json': (it) => row(service({ stop_grace_period: it.in }), it, {}, (a) => a.stop_grace_period),
};

function judgeDotenv(it: Case): string | null {
  return row({ ...service({ env_file: 'a.env' }), 'a.env': it.in }, it, {}, (a) => a.environment);
}
