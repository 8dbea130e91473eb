import { describe, expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
import check from './cache-order.ts';
import { covers } from './order.ts';

const step = (line: number, instruction: string) => ({
  name: `[1/1] ${instruction}`,
  stage: 'build',
  instruction,
  at: { file: 'Dockerfile', startLine: line, endLine: line },
  cached: false,
  elapsedMs: 900,
});
const touched = (files: string[], rerunInstalls: object[] = []) => ({
  elapsedMs: 1_000,
  pullMs: 0,
  steps: [],
  files,
  rerunInstalls,
  installs: rerunInstalls,
});

function look(dockerfile: string, run: object | null = touched(['src/app.py'])) {
  return judgedOn(check, { dockerfile, facts: { build: { touched: run as never } } });
}

it('accepts manifest, install, sources', async () => {
  expect((await look('FROM p\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n')).status).toBe(
    'pass',
  );
});

it.each([
  ['the whole context', 'COPY . .'],
  ['a folder', 'COPY src/ ./src/'],
  ['a pattern', 'COPY s*/*.py ./'],
  ['ADD', 'ADD ./src /s'],
])('names the COPY above the install: %s', async (_, copy) => {
  const verdict = await look(`FROM p\n${copy}\nRUN pip install -r requirements.txt\n`);
  expect(verdict).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'cache-order', evidence: [{ at: { startLine: 3 } }, { at: { startLine: 2 } }] }],
  });
});

it('sees sources that a stage below brought, and those that are mounted', async () => {
  expect((await look('FROM p AS a\nCOPY src /s\nFROM a\nRUN npm ci\n')).status).toBe('fail');
  expect((await look('FROM p\nRUN --mount=type=bind,target=/s cd /s && npm ci\n')).status).toBe('fail');
  expect((await look('FROM p\nRUN --mount=type=bind,source=package.json,target=/p.json npm ci\n')).status).toBe('pass');
});

it('believes the builder where it ran an install again', async () => {
  const dockerfile = 'FROM p AS s\nCOPY . /s\nFROM p\nCOPY --from=s /s /s\nRUN npm ci\n';
  const verdict = await look(dockerfile, touched(['src/app.ts'], [step(5, 'RUN npm ci')]));
  expect(verdict).toMatchObject({
    findings: [{ reason: 'cache-order', evidence: [{ at: { startLine: 5 } }, { value: 900 }] }],
  });
});

it('says of an install once why it runs again, and of one that stands nowhere by its name', async () => {
  const dockerfile = 'FROM p\nCOPY src /s\nRUN npm ci\n';
  const hidden = { ...step(0, 'RUN npm ci'), at: null, instruction: null };
  const verdict = await look(dockerfile, touched(['src/a.ts', 'b.ts'], [step(3, 'RUN npm ci'), hidden]));
  expect(verdict).toMatchObject({
    findings: [
      { message: '`npm ci` runs again with every changed source: `COPY src /s` stands above it' },
      {
        message: '`[1/1] RUN npm ci` ran again after src/a.ts, b.ts had changed',
        evidence: [{ what: 'step', value: '[1/1] RUN npm ci' }, {}],
      },
    ],
  });
});

it('judges the order alone where no source could be changed', async () => {
  expect((await look('FROM p\nCOPY src ./src\nRUN npm ci\n', null)).status).toBe('fail');
  expect(await look('FROM p\nCOPY package*.json .npmrc ./\nRUN npm ci\nCOPY . .\n', null)).toMatchObject({
    status: 'pass',
    evidence: [{}, { what: 'judged by' }],
  });
});

it('does not take a second pass, or the application itself, for an installation of dependencies', async () => {
  const uv = 'COPY uv.lock pyproject.toml ./\nRUN uv sync --no-install-project\nCOPY . .\nRUN uv sync\n';
  expect((await look(`FROM p\n${uv}`)).status).toBe('pass');
  const pip = 'COPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nRUN pip install .\n';
  expect((await look(`FROM p\n${pip}`)).status).toBe('pass');
  expect((await look('FROM p\nCOPY . .\nRUN pip install --no-deps .\n')).status).toBe('inapplicable');
  expect((await look('FROM p\nCOPY . .\nRUN pip install .\n')).status).toBe('fail');
});

it('does not apply where nothing is installed, or only in stages that are not built', async () => {
  expect((await look('FROM p\nCOPY . .\nRUN make\n')).status).toBe('inapplicable');
  expect((await look('FROM p AS x\nCOPY . .\nRUN npm ci\nFROM p\nCOPY . .\n')).status).toBe('inapplicable');
});

describe('what a source covers', () => {
  it.each([
    ['.', 'src/a.ts', true],
    ['./src', 'src/a.ts', true],
    ['src/', 'srcs/a.ts', false],
    ['*.ts', 'a.ts', true],
    ['*.ts', 'src/a.ts', false],
    ['src/a.ts', 'src/a.ts', true],
    ['[', 'a', false],
    ['[a-c]?.ts', 'bz.ts', true],
    ['[^a-c]*', 'b.ts', false],
    ['\\*.ts', 'a.ts', false],
    ['*.test.*', 'a.test.test.ts', true],
    ['a*', 'a', true],
    [`${'*a'.repeat(40)}b`, 'a'.repeat(250), false],
  ])('%s %s', (source, file, expected) => {
    expect(covers(source, file)).toBe(expected);
  });
});
