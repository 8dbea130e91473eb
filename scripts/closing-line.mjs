// closing-line.mjs LEDGER   adds up what a test run did, names what failed, and prints `N passed, N failed[, N skipped]`
// as its last line.
//
// The ledger has one line per part, separated by tabs:
//   step    NAME  ok|failed|skipped  the file of what it printed, if it failed and printed anything
//   vitest  NAME  EXIT-STATUS  the file of vitest's JSON reporter
//   node    NAME  EXIT-STATUS  what Node's test runner printed (its TAP or spec reporter)
// A part that failed without saying which test, or that ran no test at all, counts as one failure.
import fs from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { excerpt, failuresOfNode, failuresOfVitest, told } from './failures.mjs';

const none = { passed: 0, failed: 0, skipped: 0 };
const textOf = (file) => stripVTControlCharacters(file && fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');

function readStep([outcome, file], name) {
  const count = { ok: { ...none, passed: 1 }, failed: { ...none, failed: 1 }, skipped: { ...none, skipped: 1 } };
  return (
    count[outcome] && {
      count: count[outcome],
      failures: outcome === 'failed' ? [{ name, lines: excerpt(textOf(file)) }] : [],
    }
  );
}

function readVitest([, file]) {
  const text = textOf(file);
  if (text === '') return { count: none, failures: [] };
  const { numPassedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(text);
  const failures = failuresOfVitest({ testResults });
  const skipped = numPendingTests + numTodoTests;
  return { count: { passed: numPassedTests, failed: failures.length, skipped }, failures };
}

function readNode([, file]) {
  const count = { ...none };
  const totals = { pass: 'passed', fail: 'failed', cancelled: 'failed', skipped: 'skipped', todo: 'skipped' };
  const text = textOf(file);
  // An npm script may run the test runner more than once: each has its own totals.
  for (const [, total, number] of text.matchAll(/^(?:#|ℹ) (pass|fail|cancelled|skipped|todo) (\d+)$/gm)) {
    count[totals[total]] += Number(number);
  }
  return { count, failures: failuresOfNode(text) };
}

function read(line) {
  const [kind, name, ...rest] = line.split('\t');
  const part = { step: readStep, vitest: readVitest, node: readNode }[kind]?.(rest, name);
  if (part === undefined) throw new Error(`cannot read the line \`${line}\` of the ledger`);
  const { count, failures } = part;
  if (kind === 'step') return { name, count, failures };
  const unexplained = rest[0] !== '0' && count.failed === 0;
  const empty = count.passed + count.failed === 0;
  if (!unexplained && !empty) return { name, count, failures };
  const message = empty ? 'ran no test' : 'names no test that failed';
  return {
    name,
    count: { ...count, failed: count.failed + 1 },
    failures: [...failures, { name, message: `${message}, and ended with ${rest[0]}` }],
  };
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
const failures = parts.flatMap((part) => part.failures);
if (failures.length > 0) console.log(`${told(failures).join('\n')}\n`);
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
