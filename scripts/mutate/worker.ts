// Tries the mutants of one file, one after the other, in a process that may be ended when one of them never comes back.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import process from 'node:process';
import type { AnyCheck } from '../../src/domain/index.ts';
import type { CodeMutant } from './operators.ts';
import { Modules, needing } from './modules.ts';
import { gather, vitest } from './shim.ts';

export interface Job {
  readonly file: string;
  readonly mutants: readonly CodeMutant[];
}

export type Report =
  | { readonly kind: 'ready'; readonly tests: number; readonly elapsedMs: number }
  | { readonly kind: 'red'; readonly because: string }
  | { readonly kind: 'tried'; readonly index: number; readonly killedBy: string | null }
  | { readonly kind: 'done' };

const root = join(import.meta.dirname, '../..');
const HOUSE = [
  'test/house/held.ts',
  'test/house/examples.ts',
  'test/house/required.ts',
  'src/reports/index.ts',
  'src/criteria/index.ts',
] as const;
const REGISTRY = 'src/checks/index.ts';

const base = new Modules({ vitest });

process.on('message', (job: Job) => void work(job));

/** The client that compose files are loaded by, as the house test has it. */
const client = (async () => {
  const { makePorts } = load<typeof import('../../src/engines/index.ts')>(base, 'src/engines/index.ts');
  const quiet = { signal: new AbortController().signal, onEvent: () => undefined, env: process.env };
  const { processes, files } = await makePorts({ engine: 'none', ...quiet });
  return { processes, temporary: (prefix: string) => files.temporary(prefix) };
})();

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says which module it is
function load<T extends object>(modules: Modules, path: string): T {
  return modules.load(join(root, path)) as T;
}

function send(report: Report): void {
  process.send?.(report);
}

async function work({ file, mutants }: Job): Promise<void> {
  const tests = testsBeside(file);
  for (const test of tests) gather(() => base.load(test));
  for (const path of [REGISTRY, ...HOUSE]) base.load(join(root, path));
  const users = needing(file);
  const own = file.replace(/\.ts$/, '.test.ts');
  const asked = tests.filter((test) => users.has(test)).sort((a, b) => Number(b === own) - Number(a === own));
  const checks = [...users].filter((it) => !it.endsWith('.test.ts') && isHeld(it, file));
  const started = performance.now();
  const red = await firstFault(base, asked, checks);
  if (red !== null) return send({ kind: 'red', because: red });
  send({ kind: 'ready', tests: asked.length, elapsedMs: performance.now() - started });
  const text = readFileSync(file, 'utf8');
  for (const [index, { start, end, replacement }] of mutants.entries()) {
    const changed = base.with(file, text.slice(0, start) + replacement + text.slice(end));
    send({ kind: 'tried', index, killedBy: await firstFault(changed, asked, checks) });
  }
  send({ kind: 'done' });
}

/** What many rules share is for the tests beside them to hold: the house, asked of each rule for each change, would take hours. */
function isHeld(path: string, changed: string): boolean {
  if (!existsSync(path.replace(/\.ts$/, '.test.ts'))) return false;
  const { default: check } = base.load(path) as { default?: AnyCheck };
  return check !== undefined && 'judge' in check && (path === changed || !isRule(check));
}

function isRule(check: AnyCheck): boolean {
  return load<typeof import('../../test/house/required.ts')>(base, HOUSE[2]).isRule(check);
}

/** Tests of all checks of its kind; of what every kind needs, all tests. */
function testsBeside(file: string): readonly string[] {
  const [first = '', ...more] = relative(join(root, 'src/checks'), file).split('/');
  const folder = join(root, 'src/checks', more.length > 0 ? first : '');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((it) => it.endsWith('.test.ts'))
    .map((it) => join(folder, it))
    .sort();
}

/** The first test that fails, else what the house has against the checks; null where all is well. */
async function firstFault(
  modules: Modules,
  tests: readonly string[],
  checks: readonly string[],
): Promise<string | null> {
  try {
    for (const path of tests) {
      for (const { name, run } of gather(() => modules.reload(path))) {
        try {
          await run();
        } catch (error) {
          return `${basename(path)}: ${name}: ${firstLine(error)}`;
        }
      }
    }
    for (const path of checks) {
      const { default: check } = modules.load(path) as { default?: AnyCheck };
      const fault = check ? await houseFault(modules, path, check) : null;
      if (fault !== null) return `house: ${check?.id}: ${fault}`;
    }
    return null;
  } catch (error) {
    return firstLine(error);
  }
}

/** What the house test, or a page that was not generated again, has against a check. */
async function houseFault(modules: Modules, path: string, check: AnyCheck): Promise<string | null> {
  const { allChecks } = load<typeof import('../../src/checks/index.ts')>(modules, REGISTRY);
  const { held } = load<typeof import('../../test/house/held.ts')>(base, HOUSE[0]);
  const { survivorsOnExamples } = load<typeof import('../../test/house/examples.ts')>(base, HOUSE[1]);
  const unchanged = (base.load(path) as { default: AnyCheck }).default;
  if (published(check) !== published(unchanged)) return 'page or schema is not as published';
  const { faults, book } = await held(check, await client);
  if (faults[0] !== undefined) return faults[0];
  const isAsBefore = isRule(unchanged) || book === readFileSync(join(root, `test/house/book/${check.id}.txt`), 'utf8');
  if (!isAsBefore) return 'its book reads otherwise';
  const [survivor] = await survivorsOnExamples(check, allChecks, await client);
  return survivor ? `${survivor.of}: ${survivor.mutant}` : null;
}

function published(check: AnyCheck): string {
  const { checkPage } = load<typeof import('../../src/reports/index.ts')>(base, HOUSE[3]);
  const { criteriaJsonSchema } = load<typeof import('../../src/criteria/index.ts')>(base, HOUSE[4]);
  return `${checkPage(check)}\n${JSON.stringify(criteriaJsonSchema([check]))}`;
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';
}
