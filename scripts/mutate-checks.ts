// `npm run mutate [-- ID…]`: changes the source of the checks in small ways, and wants a test to notice each of them.
//
// Every file below src/checks is changed, and asked are the tests beside it that need it and what the house test asks of
// each check that needs it (test/house/held.ts). The operators are in mutate/operators.ts: conditions negated, relations
// and `&&`/`||` swapped, + and -, numbers by one, lists emptied, filters dropped, some/every, starts/ends, early ends
// dropped, `?.` and `??`, booleans, reason codes emptied, verdicts swapped.
//
// Left alone, by rule, is what only makes texts or is no logic: types and imports; the properties id, version, title, why,
// remedy, references, aliases, message, because and example; what is inside a template; arguments of `seen.*`; the message
// of a finding, a bound's name, the sentences of `inapplicable` and `inconclusive`; descriptions of parameters; files
// named example.ts.
//
// Prints survivors and scores; ends with 1 where fewer than nine of ten are noticed.
import { type ChildProcess, fork } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { argv, exit, stdout } from 'node:process';
import { type CodeMutant, codeMutants } from './mutate/operators.ts';
import type { Report } from './mutate/worker.ts';

const WANTED = 0.9;
const PATIENCE = 10; // times what all tests take where nothing is changed
const LEAST_MS = 20_000;
const START_MS = 300_000; // loading, and the tests once

const root = join(import.meta.dirname, '..');
const checks = join(root, 'src/checks');

interface Score {
  readonly name: string;
  killed: number;
  readonly all: number;
}

const files = readdirSync(checks, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !/(?:\.test|(?:^|\/)example|^index)\.ts$/.test(path))
  .filter((path) => argv.length === 2 || argv.slice(2).some((id) => path === `${id}.ts` || path.startsWith(`${id}/`)))
  .sort();

let child: ChildProcess | null = null;
const inbox: Report[] = []; // several may come at once, before the first of them is looked at
const scores: Score[] = [];
for (const name of files) scores.push(await tryFile(name));
for (const kind of new Set(files.map(kindOf)))
  print(kind.padEnd(40), sum(scores.filter((it) => kindOf(it.name) === kind)));
const all = sum(scores);
close();
print('all checks'.padEnd(40), all);
if (all.all === 0 || all.killed / all.all < WANTED) exit(1);

async function tryFile(name: string): Promise<Score> {
  const file = join(checks, name);
  const text = readFileSync(file, 'utf8');
  const mutants = codeMutants(text);
  const score = { name, killed: 0, all: mutants.length };
  let from = 0;
  while (from < mutants.length) {
    const next = await tryFrom(file, mutants.slice(from), (index, killedBy) => {
      const mutant = mutants[from + index];
      if (killedBy === null && mutant) tell(file, text, mutant);
      else score.killed += 1;
    });
    if (next === 0) throw new Error(`no mutant of ${name} could be tried`);
    from += next;
  }
  print(name.padEnd(40), score);
  return score;
}

/** How many were tried before a process was ended; a mutant that never came back counts as noticed. */
async function tryFrom(
  file: string,
  mutants: readonly CodeMutant[],
  tried: (index: number, killedBy: string | null) => void,
): Promise<number> {
  let [count, patienceMs] = [0, START_MS];
  process().send({ file, mutants });
  for (;;) {
    const report = await nextReport(patienceMs);
    if (report?.kind === 'red') throw new Error(`${relative(root, file)} unchanged: ${report.because}`);
    if (report?.kind === 'done') return count;
    if (report?.kind === 'ready') patienceMs = Math.max(LEAST_MS, report.elapsedMs * PATIENCE);
    else if (report) tried((count = report.index + 1) - 1, report.killedBy);
    else {
      child?.kill('SIGKILL');
      child = null;
      if (patienceMs === START_MS) throw new Error(`the tests of ${relative(root, file)} do not end`);
      tried(count, 'time');
      return count + 1;
    }
  }
}

function close(): void {
  child?.kill();
}

function process(): ChildProcess {
  if (child) return child;
  inbox.length = 0;
  child = fork(join(import.meta.dirname, 'mutate/worker.ts'), { execArgv: ['--import', 'tsx'] });
  child.on('message', (report: Report) => inbox.push(report));
  return child;
}

/** Null where none comes in time, or the process ends. */
function nextReport(patienceMs: number): Promise<Report | null> {
  const it = process();
  const [next] = inbox.splice(0, 1);
  if (next) return Promise.resolve(next);
  return new Promise((resolve) => {
    const settle = (): void => {
      clearTimeout(timer);
      it.off('exit', settle);
      it.off('message', settle);
      resolve(inbox.shift() ?? null);
    };
    const timer = setTimeout(settle, patienceMs);
    it.once('exit', settle);
    it.once('message', settle);
  });
}

function tell(file: string, text: string, { line, change, start, end, replacement }: CodeMutant): void {
  const short = (it: string) => it.replace(/\s+/g, ' ').slice(0, 70);
  const what = change === 'filter dropped' ? '' : ` → \`${short(replacement)}\``;
  stdout.write(`  survived ${relative(root, file)}:${line} ${change}: \`${short(text.slice(start, end))}\`${what}\n`);
}

function sum(of: readonly Score[]): Omit<Score, 'name'> {
  return of.reduce((total, it) => ({ killed: total.killed + it.killed, all: total.all + it.all }), {
    killed: 0,
    all: 0,
  });
}

function print(name: string, { killed, all: of }: Omit<Score, 'name'>): void {
  const share = of === 0 ? 'nothing to change' : `${((100 * killed) / of).toFixed(1)} %`;
  stdout.write(`${name} ${String(killed).padStart(6)} of ${String(of).padStart(6)}  ${share}\n`);
}

function kindOf(name: string | Score): string {
  const path = typeof name === 'string' ? name : name.name;
  return path.includes('/') ? (path.split('/')[0] ?? path) : path;
}
