import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Atom, ContextFacts, Files } from '../../domain/index.ts';
import { hostFiles } from '../../engines/files.ts';
import { dockerfileFactsOf } from '../dockerfile/index.ts';
import { contextFactsOf } from './index.ts';

let root: string;
let opened: string[];
let files: Files;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'context-'));
  opened = [];
  const host = hostFiles(() => {
    throw new Error('nothing is made here');
  });
  files = { ...host, list: (path) => (opened.push(path), host.list(path)) };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function lay(tree: Record<string, string>): void {
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const ALL: Atom[] = ['context.files', 'context.sizes', 'context.largest', 'context.sources', 'context.secrets'];

function look(dockerfile: string, atoms: readonly Atom[] = ALL, args = {}): Partial<ContextFacts> {
  lay({ Dockerfile: dockerfile });
  const facts = dockerfileFactsOf({ path: 'Dockerfile', text: dockerfile, target: null, args });
  return contextFactsOf(files, { root, dockerfilePath: join(root, 'Dockerfile'), dockerfile: facts, atoms, args });
}

it('tells what is let through from what the Dockerfile reaches', () => {
  lay({ '.dockerignore': 'node_modules\n', 'src/a.js': '12345', 'b.md': '123', 'node_modules/x/i.js': 'x' });
  const { sizes, files: sent, largest } = look('FROM scratch\nARG D=src\nCOPY $D /app\n');
  expect(sent?.filter(({ selected }) => selected).map(({ path }) => path)).toEqual(['src', 'src/a.js']);
  expect(sizes?.selected).toEqual({ files: 1, bytes: 5 });
  expect(sizes?.context.files).toBe(4);
  expect(largest?.map(({ path }) => path)).toContain('src');
  expect(opened).not.toContain(join(root, 'node_modules'));
});

it('opens ignored folders only to count the total', () => {
  lay({ '.dockerignore': 'big\n', 'big/a': '1234567', 'big/b/c': '1' });
  const { total, sizes } = look('FROM scratch\n', ['context.total', 'context.sizes']);
  expect(total?.bytes).toBe((sizes?.context.bytes ?? 0) + 8);
  expect(opened).toContain(join(root, 'big'));
});

it('takes sources of stages that the target needs, and no others', () => {
  lay({ a: 'a', b: 'b', c: 'c' });
  const text = 'FROM scratch AS x\nCOPY a /\nFROM scratch AS y\nCOPY b /\nFROM scratch\nCOPY --from=x /a /\nCOPY c /\n';
  expect(look(text).sources?.map(({ source }) => source)).toEqual(['a', 'c']);
});

it('counts bind mounts of RUN, and neither remote sources nor heredocs', () => {
  lay({ 'package.json': '{}' });
  const text =
    'FROM scratch\nRUN --mount=type=bind,source=package.json,target=/p true\nADD https://example.com/x /\nCOPY <<EOF /y\nz\nEOF\n';
  expect(look(text).sources).toMatchObject([{ source: 'package.json', matches: 1, at: { startLine: 2 } }]);
});

it('says by which line a source is ignored, and what a missing one was probably meant to be', () => {
  lay({ '.dockerignore': '# c\ndist\n', 'dist/a': '1', 'package.json': '{}', 'x.txt': '' });
  const { sources } = look('FROM scratch\nCOPY dist pakage.json *.txt *.none /\n');
  expect(sources).toMatchObject([
    { matches: 0, ignoredBy: { pattern: 'dist', line: 2 }, nearest: null },
    { matches: 0, ignoredBy: null, nearest: 'package.json' },
    { matches: 1 },
    { matches: 0 },
  ]);
});

it('finds secrets by content and by name, in what is sent', () => {
  const key = `-----BEGIN RSA PRIVATE KEY-----\n${createHash('sha512').update('k').digest('base64').repeat(4)}\n-----END RSA PRIVATE KEY-----\n`;
  lay({
    '.dockerignore': 'ignored.pem\n',
    'ignored.pem': key,
    'deep/key.pem': key,
    '.env': 'DB_PASSWORD=hunter-2-blue\n',
  });
  lay({ '.env.example': 'DB_PASSWORD=hunter-2-blue\n', id_rsa: 'not a key\n', 'store.p12': '\0\0' });
  const paths = look('FROM scratch\n').secrets?.map(({ where }) => (where.kind === 'file' ? where.path : ''));
  expect(paths).toEqual(['.env', 'deep/key.pem', 'id_rsa', 'store.p12']);
});

it('reports a refused ignore file with its line, and lets nothing through', () => {
  lay({ '.dockerignore': 'ok\n[a\n', a: '' });
  const { ignore, files: sent } = look('FROM scratch\n');
  expect(ignore?.problems).toMatchObject([{ code: 'bad-pattern', at: { file: '.dockerignore', startLine: 2 } }]);
  expect(sent).toEqual([]);
});

it('keeps links as links: loops and ways out are not followed', () => {
  lay({ 'a/b': '1' });
  symlinkSync('.', join(root, 'a/loop'));
  symlinkSync('/etc', join(root, 'out'));
  symlinkSync('nowhere', join(root, 'dangling'));
  const { files: sent } = look('FROM scratch\nCOPY a/loop/b out/passwd /\n');
  expect(sent?.filter(({ type }) => type === 'symlink').map(({ path }) => path)).toEqual(['a/loop', 'dangling', 'out']);
  expect(sent?.find(({ path }) => path === 'a/b')?.selected).toBe(true);
});

it.skipIf(process.getuid?.() === 0)('fails on a closed folder that is sent, not on an ignored one', () => {
  lay({ '.dockerignore': 'closed\n', 'closed/a': '' });
  chmodSync(join(root, 'closed'), 0);
  expect(look('FROM scratch\n', ['context.total']).total?.files).toBe(2);
  lay({ '.dockerignore': '' });
  expect(() => look('FROM scratch\n')).toThrow();
  chmodSync(join(root, 'closed'), 0o755);
});

it('follows a linked ignore file inside the context, not out of it', () => {
  lay({ 'conf/ignore': 'x\n', x: '', y: '' });
  symlinkSync('conf/ignore', join(root, '.dockerignore'));
  expect(look('FROM scratch\n').ignore?.patterns).toHaveLength(1);
  rmSync(join(root, '.dockerignore'));
  symlinkSync('../../../../../../etc/hostname', join(root, '.dockerignore'));
  expect(look('FROM scratch\n').ignore).toMatchObject({ path: null, patterns: [] });
});

it('takes odd names as they are', () => {
  lay({ 'a b/#c': '1', 'é/☺': '2', '!x': '3' });
  expect(look('FROM scratch\nCOPY ["a b/#c", "/"]\n').sources).toMatchObject([{ matches: 1 }]);
});

it.each(['!x', 'x ', 'a\\b'])('finds nothing by a name that the builder takes for a pattern of another: %j', (name) => {
  lay({ [name]: '1' });
  const source = JSON.stringify([name, '/']);
  expect(look(`FROM scratch\nCOPY ${source.replace('\\\\', '\\\\\\\\')}\n`).sources).toMatchObject([
    { source: name, matches: 0 },
  ]);
  expect(look(`FROM scratch\nCOPY . /\n`).files?.map(({ path }) => path)).toContain(name);
});

it('finds nothing by a link that is not sent, whatever it leads to', () => {
  lay({ '.dockerignore': 'link\n', 'src/a.js': '1' });
  symlinkSync('src', join(root, 'link'));
  symlinkSync('src', join(root, 'sent'));
  expect(look('FROM scratch\nCOPY link sent /\n').sources).toMatchObject([
    { source: 'link', matches: 0, ignoredBy: { pattern: 'link', line: 1 } },
    { source: 'sent', matches: 1 },
  ]);
});

it("leaves the folder's own records out of what is said, and shows them when asked whether they are sent", () => {
  lay({ '.tickproof/record.json': '{}', 'a.js': '1' });
  const { files: sent, total } = look('FROM scratch\nCOPY . /\n', ['context.files', 'context.total']);
  expect(sent?.map(({ path }) => path)).toEqual(['Dockerfile', 'a.js']);
  expect(total?.files).toBe(2);
  const question = { root, dockerfilePath: null, dockerfile: null, withRecords: true };
  const all = contextFactsOf(files, { ...question, atoms: ['context.files'] });
  expect(all.files?.map(({ path }) => path)).toContain('.tickproof/record.json');
});

it('holds no malformed source against the ignore file, and lets the others select what they name', () => {
  lay({ '.dockerignore': 'log\n', 'src/a.js': '1', b: '2' });
  for (const source of ['x[', '[z-a]*', '!']) {
    const { files: sent, ignore } = look(`FROM scratch\nCOPY ${source} /x/\nCOPY src /app\n`, [
      'context.files',
      'context.ignore',
    ]);
    expect(ignore?.problems).toEqual([]);
    expect(sent?.filter(({ selected }) => selected).map(({ path }) => path)).toEqual(['src', 'src/a.js']);
    expect(sent?.map(({ path }) => path)).toContain('b');
  }
});
