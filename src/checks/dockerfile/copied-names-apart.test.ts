import { expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
import check from './copied-names-apart.ts';

const on = (lines: string, paths: readonly string[], ignore = '') =>
  judgedOn(check, {
    dockerfile: `FROM node:22\nWORKDIR /app\n${lines}\n`,
    ignore,
    context: paths.map((path) => ({ path, sizeBytes: 1, text: 'x' })),
  });

const APART = ['api/package.json', 'web/package.json', 'tools/go.mod'];

it('objects to a pattern that lays two files over each other', async () => {
  expect(await on('COPY */package.json ./', APART)).toMatchObject({
    status: 'fail',
    findings: [
      {
        reason: 'names-collide',
        message: '`api/package.json` and `web/package.json` are copied to one name: only one of them stays',
        evidence: [{ at: { startLine: 3 } }],
      },
    ],
  });
});

it('objects to sources of one line, and to ADD', async () => {
  expect(await on('ADD api/package.json ./web/package.json /app/', APART)).toMatchObject({ status: 'fail' });
  expect(await on('COPY ["api/package.json", "*/pack*.json", "/app/"]', APART)).toMatchObject({ status: 'fail' });
});

it('lets one file by two names be, and files of different names', async () => {
  expect(await on('COPY package.json package*.json ./', ['package.json', 'package-lock.json'])).toMatchObject({
    status: 'pass',
  });
  expect(await on('COPY */package.json */go.mod ./', ['api/package.json', 'tools/go.mod'])).toMatchObject({
    status: 'pass',
  });
});

it('holds apart what only one source, or only one part of a pattern, has to do with', async () => {
  expect(await on('COPY a/*.txt b/*.txt ./', ['a/x.txt', 'b/x.txt'])).toMatchObject({ status: 'fail' });
  expect(await on('COPY */package.json ./', ['api/go.mod', 'web/go.mod'])).toMatchObject({ status: 'pass' });
  expect(await on('COPY */*.json ./', ['a/x.json', 'b/c/x.json'])).toMatchObject({ status: 'pass' });
  expect(await on('COPY **/x.json ./', ['a/x.json', 'b/c/x.json'])).toMatchObject({ status: 'pass' });
});

it('goes by what is known of a line: a variable and a heredoc hide nothing', async () => {
  for (const source of ['$A/x', '<<E'])
    expect(await on(`COPY ${source} */package.json /app/\nhello\nE`, APART)).toMatchObject({
      status: 'fail',
      findings: [{ reason: 'names-collide', evidence: [{ at: { startLine: 3 } }] }],
    });
  expect(await on('COPY <<A <<B /app/\na\nA\nb\nB', APART)).toMatchObject({ status: 'inapplicable' });
  expect(await on('COPY $A/*.json web/package.json ./', APART)).toMatchObject({ status: 'inapplicable' });
});

it('takes a pattern that matches nothing, or is malformed, for no file', async () => {
  const files = APART.map((path) => ({ path, type: 'file', sizeBytes: 1, mode: 0o644, selected: true }) as const);
  for (const source of ['[z-a]*', 'x['])
    expect(
      await judgedOn(check, {
        dockerfile: `FROM a\nCOPY ${source} */package.json /app/\n`,
        facts: { context: { files } },
      }),
    ).toMatchObject({ status: 'fail' });
});

it('reads brackets as a pattern, as the builder does', async () => {
  const pages = ['a/[id].ts', 'b/[id].ts'];
  expect(await on('COPY a/[id].ts b/[id].ts /x/', pages)).toMatchObject({ status: 'pass' });
  expect(await on('COPY a/[id].ts b/[id].ts /x/', ['a/i.ts', 'b/i.ts'])).toMatchObject({ status: 'fail' });
});

it('goes by what is sent, and by the letter', async () => {
  expect(await on('COPY */package.json ./', APART, 'web\n')).toMatchObject({ status: 'pass' });
  expect(await on('COPY */*.json ./', ['a/x.json', 'b/X.json', 'c/d/x.json'])).toMatchObject({ status: 'pass' });
});

it('leaves folders, other stages, variables and whole paths alone', async () => {
  const none = [
    'COPY a b /x/',
    'COPY a/* b/* /x/',
    'COPY --from=build */package.json ./',
    'COPY --parents */package.json ./',
  ];
  for (const line of [...none, 'COPY $A/package.json web/package.json ./', 'COPY --exclude=web */package.json ./'])
    expect(await on(line, [...APART, 'a/src/x', 'b/src/x'])).toMatchObject({
      status: expect.not.stringMatching('fail') as unknown,
    });
});

it('counts the names that collide beyond the first three', async () => {
  const paths = ['a', 'b'].flatMap((folder) => [1, 2, 3, 4, 5].map((at) => `${folder}/${at}.txt`));
  const verdict = await on('COPY */*.txt ./', paths);
  expect(verdict.status === 'fail' && verdict.findings.map(({ message }) => message)).toEqual([
    '`a/1.txt` and `b/1.txt`, `a/2.txt` and `b/2.txt`, `a/3.txt` and `b/3.txt` and 2 more are copied to one name: only one of them stays',
  ]);
});

it('names three pairs as they are', async () => {
  const paths = ['a', 'b'].flatMap((folder) => [1, 2, 3].map((at) => `${folder}/${at}.txt`));
  expect(JSON.stringify(await on('COPY */*.txt ./', paths))).toContain('`b/3.txt` are copied');
});

it('looks at each of the first two hundred lines, and at no more', async () => {
  const after = (count: number) => on(`${'COPY a b /x/\n'.repeat(count)}COPY */package.json ./`, APART);
  expect(await on('COPY */package.json ./\nCOPY a b /x/', APART)).toMatchObject({ status: 'fail' });
  expect(await after(199)).toMatchObject({ status: 'fail' });
  expect(await after(200)).toMatchObject({ status: 'pass' });
});

it('says nothing where no line copies several files', async () => {
  expect(await on('COPY server.js ./', ['server.js'])).toMatchObject({ status: 'inapplicable' });
});
