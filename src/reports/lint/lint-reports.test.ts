import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LintedFile, LintFinding } from '../../domain/index.ts';
import { LINT_FORMATS, renderLint, unifiedDiff } from './index.ts';

const how = { style: { colour: false, columns: 100 }, version: '1.2.3' };

function finding(more: Partial<LintFinding> = {}): LintFinding {
  return {
    id: 'dockerfile/no-sudo',
    aliases: ['DL3004'],
    severity: 'error',
    message: '`sudo` in a build step',
    at: { file: 'Dockerfile', startLine: 3, endLine: 3, startColumn: 3, endColumn: 12 },
    instructionLine: 2,
    title: 'No step of the build calls sudo',
    why: 'A build step has the rights of its USER already.',
    remedy: 'Put the step above `USER`.',
    references: ['https://docs.example.org/user'],
    fix: null,
    superseded: false,
    ...more,
  };
}

const TEXT = 'FROM a\nRUN true && \\\n  sudo true\n';
const file = (findings: readonly LintFinding[], more: Partial<LintedFile> = {}): LintedFile => ({
  path: 'web/Dockerfile',
  text: TEXT,
  kind: 'dockerfile',
  findings,
  ...more,
});

it('shows people the line, a caret at the place, why, what to do and where to read on', () => {
  expect(renderLint('pretty', [file([finding()])], how)).toBe(
    [
      'error `sudo` in a build step',
      '  at web/Dockerfile:3:3  dockerfile/no-sudo (DL3004)',
      '    3 │   sudo true',
      '      │   ^^^^^^^^^',
      '  why  A build step has the rights of its USER already.',
      '  do   Put the step above `USER`.',
      '  see  `tickproof explain dockerfile/no-sudo`, docs/checks/dockerfile/no-sudo.md',
      '',
      '1 file read, 1 finding: 1 error',
      '',
    ].join('\n'),
  );
});

it('colours only where it is asked to', () => {
  const coloured = renderLint('pretty', [file([finding()])], { ...how, style: { colour: true, columns: 100 } });
  expect(coloured).toContain('\u001b[');
});

it("has hadolint's own shape, at the line where the instruction begins", () => {
  expect(
    JSON.parse(renderLint('hadolint-json', [file([finding(), finding({ aliases: ['UndefinedVar'] })])], how)),
  ).toEqual([
    { file: 'web/Dockerfile', line: 2, column: 1, level: 'error', code: 'DL3004', message: '`sudo` in a build step' },
  ]);
});

it("has BuildKit's own shape", () => {
  const found = finding({ aliases: ['UndefinedVar'], at: { file: 'Dockerfile', startLine: 2, endLine: 3 } });
  expect(JSON.parse(renderLint('buildkit-json', [file([finding(), found])], how))).toMatchObject({
    warnings: [
      {
        ruleName: 'UndefinedVar',
        url: 'https://docs.docker.com/go/dockerfile/rule/undefined-var/',
        location: { ranges: [{ start: { line: 2 }, end: { line: 3 } }] },
      },
    ],
    sources: [{ filename: 'web/Dockerfile', data: Buffer.from(TEXT).toString('base64') }],
  });
});

it('keeps what is superseded for those who know it by its name, and shows the others the better one', () => {
  const files = [file([finding({ superseded: true })])];
  expect(JSON.parse(renderLint('hadolint-json', files, how))).toHaveLength(1);
  expect(JSON.parse(renderLint('json', files, how)).files[0].findings).toEqual([]);
});

it('writes SARIF with rules, regions and replacements', () => {
  const fix = { title: 'Drop it', edits: [{ start: TEXT.indexOf('sudo'), end: TEXT.indexOf('true\n'), text: '' }] };
  const { runs } = JSON.parse(renderLint('sarif', [file([finding({ fix })])], how));
  expect(runs[0].tool.driver).toMatchObject({ version: '1.2.3', rules: [{ id: 'dockerfile/no-sudo' }] });
  expect(runs[0].results).toMatchObject([
    {
      ruleIndex: 0,
      level: 'error',
      locations: [{ physicalLocation: { region: { startLine: 3, startColumn: 3 } } }],
      fixes: [
        {
          artifactChanges: [
            { replacements: [{ deletedRegion: { startLine: 3, startColumn: 3, endLine: 3, endColumn: 8 } }] },
          ],
        },
      ],
    },
  ]);
});

it('writes annotations that no message can end early', () => {
  const found = finding({ message: 'a\n::error::b, 100%' });
  expect(renderLint('github', [file([found], { path: 'a,b:c' })], how)).toBe(
    '::error file=a%2Cb%3Ac,line=3,endLine=3,col=3,title=dockerfile/no-sudo::a ⏎ ::error::b, 100%25\n',
  );
});

it('writes JUnit with a case that passes for a file without findings', () => {
  const xml = renderLint('junit', [file([finding({ message: '<a & "b">' })]), file([], { path: 'b' })], how);
  expect(xml).toContain('tests="2" failures="1"');
  expect(xml).toContain('message="&lt;a &amp; &quot;b&quot;&gt;"');
});

it.each(LINT_FORMATS)('shows no secret and no control character: %s', (format) => {
  const secret = 'AKIAQ3EGRIMTYZXW7PLK';
  const found = finding({
    message: `\`API_KEY=${secret}\u001b[2J\u202e\` is written out`,
    aliases: ['DL3064', 'SecretsUsedInArgOrEnv'],
  });
  const text = `FROM a\nRUN true\n  ENV AWS_ACCESS_KEY_ID=${secret}\u001b[2J\n`;
  const written = renderLint(format, [file([found], { text })], how).replace(/"data": ".*"/, '');
  expect(written).not.toContain(secret);
  // oxlint-disable-next-line no-control-regex -- that is what must not be there
  expect(written.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u202e]|\\u001b|\\u202e/);
});

it('writes a diff that gives the new text when it is applied', () => {
  expect(unifiedDiff('Dockerfile', 'a\nb\nc\n', 'a\nB\nc\n')).toBe(
    '--- a/Dockerfile\n+++ b/Dockerfile\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n',
  );
  expect(unifiedDiff('Dockerfile', 'a', 'a')).toBe('');
  const line = fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n');
  const text = fc
    .tuple(fc.array(line, { maxLength: 30 }), fc.constantFrom('', 'end'))
    .map(([lines, end]) => lines.join('') + end);
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(patched(before, unifiedDiff('x', before, after))).toBe(after);
    }),
  );
});

/** What `patch` makes of a text. */
function patched(before: string, diff: string): string {
  const lines = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const out: string[] = [];
  let at = 0;
  let isOut = false;
  for (const row of diff.match(/[^\n]*\n/g) ?? []) {
    const [, start] = /^@@ -(\d+),\d+ /.exec(row) ?? [];
    if (start !== undefined) {
      const first = Math.max(0, Number(start) - (/^@@ -\d+,0 /.test(row) ? 0 : 1));
      out.push(...lines.slice(at, first));
      at = first;
    } else if (row.startsWith('\\')) {
      if (isOut) out.push((out.pop() ?? '').replace(/\n$/, ''));
    } else if (row.startsWith('---') || row.startsWith('+++')) continue;
    else if (row.startsWith('+')) {
      out.push(row.slice(1));
      isOut = true;
    } else {
      isOut = false;
      const kept = lines[at] ?? '';
      if (row.startsWith(' ')) out.push(kept);
      at += 1;
    }
  }
  return [...out, ...lines.slice(at)].join('');
}
