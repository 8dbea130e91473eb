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

it('shows of a long line what is around the place, and no more than fits', () => {
  const line = `RUN ${'true && '.repeat(20_000)}sudo ls && ${'true; '.repeat(20_000)}`;
  const column = line.indexOf('sudo') + 1;
  const at = { file: 'Dockerfile', startLine: 2, endLine: 3, startColumn: column };
  const text = `FROM a\n${line}\\\n  next\n`;
  const shown = (more: object) => {
    const out = renderLint('pretty', [file([finding({ at: { ...at, ...more } })], { text })], how);
    expect(Math.max(...out.split('\n').map((row) => row.length))).toBeLessThanOrEqual(how.style.columns);
    return out.split('\n').slice(2, 5);
  };
  const [row = '', caret = ''] = shown({ endLine: 2, endColumn: column + 4 });
  expect(row).toMatch(/^ {4}2 │ …/);
  expect(row.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('sudo');
  expect(shown({ startColumn: 1 })).toEqual([
    expect.stringMatching(/^ {4}2 │ RUN true.*…$/),
    expect.stringMatching(/│ \^+$/),
    '    3 │   next',
  ]);
  expect(shown({ endLine: 2, startColumn: line.length })[0]).toMatch(/true; \\$/);
});

it('shows no part of a secret in a long line, wherever it is cut', () => {
  const secret = 'AKIAQ3EGRIMTYZXW7PLK';
  const text = `RUN ${'true && '.repeat(2_000)}AWS_ACCESS_KEY_ID=${secret} ls${' && true'.repeat(2_000)}\n`;
  const start = text.indexOf(secret);
  for (let column = start - 140; column < start + 60; column += 1) {
    const at = { file: 'Dockerfile', startLine: 1, endLine: 1, startColumn: column };
    expect(renderLint('pretty', [file([finding({ at })], { text })], how)).not.toContain(secret.slice(-6));
  }
});

it('shows the place in a long line behind a secret, whose mask is shorter', () => {
  const line = `RUN ${'x '.repeat(300)}PASSWORD=${'s3cr3t'.repeat(50)} && ${'y '.repeat(100)}rm -rf /zzz ${'z '.repeat(300)}`;
  const column = line.indexOf('rm -rf') + 1;
  const at = { file: 'Dockerfile', startLine: 1, endLine: 1, startColumn: column, endColumn: column + 6 };
  const [row = '', caret = ''] = renderLint('pretty', [file([finding({ at })], { text: line })], how)
    .split('\n')
    .slice(2);
  expect(row.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('rm -rf');
});

it('masks secrets in a diff, on the lines that change and beside them', () => {
  const key = (end: string) =>
    `-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n-----END PRIVATE KEY-----\n${end}\n`;
  const before = `ENV API_KEY=sk-live-abcdefghijkl\nMAINTAINER joe\nENV DB_PASSWORD hunter-2-blue\nENV A=1\n${key('EOF')}`;
  const after = `ENV API_KEY=sk-live-abcdefghijkl\nLABEL a=joe\nENV DB_PASSWORD=hunter-2-blue\nENV A=1\n${key('EOT')}`;
  const diff = unifiedDiff('Dockerfile', before, after);
  expect(diff).not.toMatch(/abcdefghijkl|hunter-|MIIEv|BKcw/);
  expect(diff).toContain('@@ -1,9 +1,9 @@\n ENV API_KEY=sk-l…(20)\n-MAINTAINER joe\n');
  expect(diff).toMatch(/\n-EOF\n\+EOT\n$/);
});

it('leaves a fix out of SARIF that would tell a secret', () => {
  const text = 'FROM a\nENV DB_PASSWORD hunter-2-blue\nENV B c\n';
  const fix = (from: string, to: string) => {
    const start = text.indexOf(from);
    return finding({ fix: { title: 'Write it so', edits: [{ start, end: start + from.length, text: to }] } });
  };
  const found = [
    fix('DB_PASSWORD hunter-2-blue', 'DB_PASSWORD=hunter-2-blue'),
    fix(' hunter-2-blue', '=hunter-2-blue'),
    fix('B c', 'B=c'),
  ];
  const written = renderLint('sarif', [file(found, { text })], how);
  expect(written).not.toContain('hunter');
  const { runs } = JSON.parse(written);
  expect(runs[0].results.map((it: object) => 'fixes' in it)).toEqual([false, false, true]);
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
