// What failed in a test run, by name: read from what its runners leave behind, and told in a few lines each.
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const LINES = 15;
const UNTOLD = 'it could not be loaded, or what it does before or after its tests failed';
const CHARACTERS = 1_000; // of one line
const TOLD = 25; // with what they say; those beyond are named
const NAMED = 200;

/** Of vitest's JSON: each failed test by file, suites and title, and each file that could not be loaded. */
export function failuresOfVitest({ testResults }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = path.relative('.', name);
    const red = assertionResults.filter((it) => it.status === 'failed');
    if (red.length === 0) return status === 'failed' ? [{ name: file, message: message || UNTOLD }] : [];
    return red.map(({ ancestorTitles, title, failureMessages }) => ({
      name: [file, ...ancestorTitles.filter(Boolean), title].join(' > '),
      message: failureMessages.join('\n'),
    }));
  });
}

/** Of what Node's test runner printed, whichever its reporter was. */
export function failuresOfNode(text) {
  const lines = text.split('\n');
  return [...failuresOfTap(lines), ...failuresOfSpec(lines)];
}

const indentOf = (line) => /^ */.exec(line)[0].length;

function failuresOfTap(lines) {
  const names = []; // of the tests that are open, by their depth
  return lines.flatMap((line, index) => {
    const [, indent = '', opened, failed] = /^( *)(?:# Subtest: (.*)|not ok \d+ - (.*))$/.exec(line) ?? [];
    const depth = indent.length / 4;
    if (opened !== undefined) names.splice(depth, names.length, unescaped(opened));
    if (failed === undefined || /(?<!\\)# (?:TODO|SKIP)\b/.test(failed)) return [];
    const details = detailsOf(lines, index + 1, indent);
    const field = (name) => new RegExp(`^${indent}  ${name}: '(.*)'$`, 'm').exec(details)?.[1];
    if (field('failureType') === 'subtestsFailed') return []; // its tests say what failed
    const where = field('location');
    const name = [...(where ? [placed(where)] : []), ...names.slice(0, depth), unescaped(failed)].join(' > ');
    return [{ name, message: field('error') ?? blockOf(details, `${indent}  error: `) }];
  });
}

const unescaped = (name) => name.replace(/\\([#\\])/g, '$1');
const placed = (where) => where.replaceAll('\\\\', '\\').replace(`${process.cwd()}${path.sep}`, '');

/** What stands between `---` and `...`. */
function detailsOf(lines, from, indent) {
  if (lines[from] !== `${indent}  ---`) return '';
  const end = lines.indexOf(`${indent}  ...`, from);
  return lines.slice(from + 1, end === -1 ? lines.length : end).join('\n');
}

/** A text of several lines, which stand further in than its key. */
function blockOf(details, key) {
  const lines = details.split('\n');
  const from = lines.findIndex((line) => line.startsWith(key)) + 1;
  if (from === 0) return '';
  const end = lines.findIndex((line, index) => index >= from && line.trim() !== '' && indentOf(line) <= indentOf(key));
  return lines.slice(from, end === -1 ? lines.length : end).join('\n');
}

function failuresOfSpec(lines) {
  return lines.flatMap((line, index) => {
    const where = /^test at (.+)$/.exec(line)?.[1];
    const title = /^✖ (.*?)(?: \([\d.]+ms\))?$/.exec(lines[index + 1] ?? '')?.[1];
    if (where === undefined || title === undefined || /ms\) # (?:TODO|SKIP)\b/.test(title)) return [];
    const from = index + 2;
    const end = lines.findIndex((it, at) => at >= from && it !== '' && indentOf(it) === 0);
    return [{ name: `${where} > ${title}`, message: lines.slice(from, end === -1 ? lines.length : end).join('\n') }];
  });
}

/** The beginning and the end of what a step printed: some tools say first what is wrong, others last. */
export function excerpt(text) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length <= 2 * LINES) return lines;
  return [...lines.slice(0, LINES), `… ${lines.length - 2 * LINES} lines …`, ...lines.slice(-LINES)];
}

/** The first lines of a message, without those of a stack that are not of this project. */
function firstLines(message) {
  const lines = message
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at .*(?:node_modules|node:|<anonymous>\)$)/.test(line));
  const margin = Math.min(...lines.map(indentOf));
  return lines.slice(0, LINES).map((line) => line.slice(margin));
}

/** The lines that tell of failures: of the first ones with what they say, of the others their names. */
export function told(failures) {
  const names = failures.slice(TOLD, NAMED).map(({ name }) => `✗ ${inLine(name)}`);
  const more = failures.length > NAMED ? [`… and ${failures.length - NAMED} more`] : [];
  const lines = failures
    .slice(0, TOLD)
    .flatMap(({ name, message = '', lines: all = firstLines(stripped(message)) }) => [
      `✗ ${inLine(name)}`,
      ...all.map((line) => `    ${line}`),
    ]);
  return [...lines, ...names, ...more].map((line) => short(stripped(line)));
}

const inLine = (name) => name.replace(/\s+/g, ' ');
const short = (line) => (line.length > CHARACTERS ? `${line.slice(0, CHARACTERS)}…` : line);
/** Neither colours nor anything else that a terminal would obey. */
const stripped = (text) => stripVTControlCharacters(text).replace(/(?![\n\t])\p{Cc}/gu, '');
