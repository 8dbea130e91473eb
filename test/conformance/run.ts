// `npm run conformance [-- DIR] [--verbose] [--json]`: judges our readers by other projects' vectors, which lie outside this repository.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as compose from './compose.ts';
import * as context from './context.ts';
import * as dockerfile from './dockerfile.ts';
import * as image from './image.ts';
import * as lint from './lint.ts';
import * as packages from './packages.ts';
import * as reports from './reports.ts';
import * as secrets from './secrets.ts';
import * as versions from './versions.ts';
import type { Outcome } from './vectors.ts';

const root = join(import.meta.dirname, '../..');
const JUDGES = {
  lint: async (dir: string): Promise<Outcome[]> => [...(await dockerfile.run(dir)), ...(await lint.run(dir))],
  context: context.run,
  compose: compose.run,
  image: image.run,
  packages: packages.run,
  versions: versions.run,
  secrets: secrets.run,
  reports: reports.run,
};

/** Names that the vectors have for their lists. */
const LISTS = ['cases', 'tests', 'rules', 'vectors', 'compare', 'satisfies', 'valid', 'other'];

/** One file of vectors against its bar: every vector but the deliberate differences. */
interface Judged extends Outcome {
  readonly expected: readonly string[];
  /** Vectors of kinds that have no judge yet. */
  readonly unjudged: number;
}

/** Vectors that `docs/differences.md` names, as `area/file#id` in the first column of a table. */
function deliberate(): ReadonlySet<string> {
  const text = readFileSync(join(root, 'docs/differences.md'), 'utf8');
  return new Set([...text.matchAll(/^\|\s*`([^`]+#[^`]+)`\s*\|/gm)].map(([, name = '']) => name));
}

async function judge(dir: string): Promise<Judged[]> {
  const known = deliberate();
  const judged: Judged[] = [];
  for (const [area, run] of Object.entries(JUDGES)) {
    if (!existsSync(join(dir, area))) continue;
    for (const outcome of await run(join(dir, area))) {
      const file = `${area}/${outcome.file}`;
      const isDeliberate = (miss: string) => known.has(`${file}#${miss.split(': ')[0]}`);
      judged.push({
        ...outcome,
        file,
        misses: outcome.misses.filter((miss) => !isDeliberate(miss)),
        expected: outcome.misses.filter(isDeliberate),
        unjudged: Math.max(0, casesIn(join(dir, file)) - outcome.total),
      });
    }
  }
  return judged;
}

function casesIn(path: string): number {
  const file = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, unknown>>; // the vectors' own shape
  return LISTS.reduce((sum, list) => sum + (Array.isArray(file[list]) ? file[list].length : 0), 0);
}

/** Files of vectors that nothing judges: an area that is wholly without a judge is named once. */
function notJudged(dir: string, judged: readonly Judged[]): string[] {
  const files = new Set(judged.map(({ file }) => file));
  return readdirSync(dir, { withFileTypes: true })
    .filter((it) => it.isDirectory())
    .flatMap(({ name: area }) => {
      if (!(area in JUDGES)) return [`${area}/*`];
      return vectorFiles(join(dir, area))
        .map((path) => relative(dir, path))
        .filter((file) => !files.has(file));
    });
}

function vectorFiles(folder: string): string[] {
  if (existsSync(join(folder, 'index.json'))) return [join(folder, 'index.json')];
  return readdirSync(folder, { withFileTypes: true }).flatMap(({ name }) => {
    if (name.endsWith('.json')) return [join(folder, name)];
    const expected = join(folder, name, 'expected.json');
    return existsSync(expected) ? [expected] : [];
  });
}

function lineOf({ file, passed, total, misses, expected, unjudged }: Judged): string {
  const notes = [
    ...(misses.length > 0 ? [`${misses.length} below the bar`] : []),
    ...(expected.length > 0 ? [`${expected.length} deliberate, see docs/differences.md`] : []),
    ...(unjudged > 0 ? [`${unjudged} of other kinds not judged yet`] : []),
  ];
  return `${file}: ${passed}/${total}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`;
}

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { verbose: { type: 'boolean' }, json: { type: 'boolean' } },
  });
  const dir = resolve(positionals[0] ?? join(root, '../shared/conformance'));
  if (!existsSync(dir)) {
    console.error(`SKIPPED: there are no vectors in ${relative('.', dir)}`);
    return positionals.length > 0 ? 1 : 0;
  }
  const judged = await judge(dir);
  const left = notJudged(dir, judged);
  if (values.json) console.log(JSON.stringify({ judged, notJudged: left }, null, 1));
  else {
    for (const it of judged) console.log(lineOf(it));
    if (left.length > 0) console.log(`not judged yet: ${left.join(', ')}`);
    if (values.verbose)
      for (const { file, misses } of judged) for (const miss of misses) console.log(`${file}#${miss}`);
  }
  if (judged.length === 0) console.error(`nothing in ${relative('.', dir)} has a judge`);
  return judged.length === 0 || judged.some(({ misses }) => misses.length > 0) ? 1 : 0;
}

process.exitCode = await main();
