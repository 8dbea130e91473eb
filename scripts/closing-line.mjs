// closing-line.mjs LEDGER   adds up what a test run did and prints `N passed, N failed[, N skipped]` as its last line.
//
// The ledger has one line per part, separated by tabs:
//   step    NAME  ok|failed|skipped
//   vitest  NAME  EXIT-STATUS  the file of vitest's JSON reporter
//   node    NAME  EXIT-STATUS  what Node's test runner printed (its TAP or spec reporter)
// A part that failed without saying which test, or that ran no test at all, counts as one failure.
import fs from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

const none = { passed: 0, failed: 0, skipped: 0 };
const readOrUndefined = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined);

const readStep = ([outcome]) =>
  ({ ok: { ...none, passed: 1 }, failed: { ...none, failed: 1 }, skipped: { ...none, skipped: 1 } })[outcome];

function readVitest([, file]) {
  const text = readOrUndefined(file);
  if (text === undefined) return none;
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(text);
  // A file that cannot be loaded is red and has no test that is.
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((it) => it.status === 'failed'),
  ).length;
  return { passed: numPassedTests, failed: numFailedTests + broken, skipped: numPendingTests + numTodoTests };
}

function readNode([, file]) {
  const count = { ...none };
  const totals = { pass: 'passed', fail: 'failed', cancelled: 'failed', skipped: 'skipped', todo: 'skipped' };
  const plain = stripVTControlCharacters(readOrUndefined(file) ?? '');
  // An npm script may run the test runner more than once: each has its own totals.
  for (const [, total, number] of plain.matchAll(/^(?:#|ℹ) (pass|fail|cancelled|skipped|todo) (\d+)$/gm)) {
    count[totals[total]] += Number(number);
  }
  return count;
}

function read(line) {
  const [kind, name, ...rest] = line.split('\t');
  const count = { step: readStep, vitest: readVitest, node: readNode }[kind]?.(rest);
  if (count === undefined) throw new Error(`cannot read the line \`${line}\` of the ledger`);
  if (kind === 'step') return { name, count };
  const unexplained = rest[0] !== '0' && count.failed === 0;
  const empty = count.passed + count.failed === 0;
  return { name, count: unexplained || empty ? { ...count, failed: count.failed + 1 } : count };
}

const parts = fs.readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean).map(read);
const sum = (what) => parts.reduce((total, { count }) => total + count[what], 0);
const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')];

console.log('');
for (const { name, count } of parts) {
  console.log(
    `${count.failed ? '✗' : count.passed ? '✓' : '–'} ${name}: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`,
  );
}
console.log('');
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
