import type { LintedFile, LintFinding } from '../../domain/index.ts';
import { said, shownIn } from './shown.ts';

/** JUnit XML: a suite for each file, a failed case for each finding, and one that passes where there is none. */
export function lintJunit(files: readonly LintedFile[]): string {
  const suites = files.map((file) => {
    const findings = shownIn(file);
    const cases = findings.map((it) => caseOf(it, file)).join('');
    const clean = `    <testcase name="lint" classname="${attribute(file.path)}"/>\n`;
    const counts = `tests="${Math.max(1, findings.length)}" failures="${findings.length}"`;
    return `  <testsuite name="${attribute(file.path)}" ${counts}>\n${cases === '' ? clean : cases}  </testsuite>\n`;
  });
  const total = files.reduce((sum, file) => sum + shownIn(file).length, 0);
  const tests = files.reduce((sum, file) => sum + Math.max(1, shownIn(file).length), 0);
  const open = `<testsuites name="tickproof lint" tests="${tests}" failures="${total}">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${open}\n${suites.join('')}</testsuites>\n`;
}

function caseOf({ id, severity, message, remedy, at }: LintFinding, { path }: LintedFile): string {
  const place = `${path}:${at.startLine}:${at.startColumn ?? 1}`;
  const name = `${id} line ${at.startLine}`;
  const body = content(`${place}: ${said(message)}\n${remedy}`);
  return [
    `    <testcase name="${attribute(name)}" classname="${attribute(path)}">\n`,
    `      <failure type="${severity}" message="${attribute(said(message))}">${body}</failure>\n`,
    '    </testcase>\n',
  ].join('');
}

const content = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const attribute = (text: string): string => content(said(text)).replaceAll('"', '&quot;').replaceAll("'", '&apos;');
