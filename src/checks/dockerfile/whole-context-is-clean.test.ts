import { expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
import check from './whole-context-is-clean.ts';

const on = (copy: string, names: readonly string[], ignore = '') =>
  judgedOn(check, {
    dockerfile: `FROM node:22\nWORKDIR /app\n${copy}\n`,
    ignore,
    context: names.map((path) => ({ path, sizeBytes: 500, text: 'x' })),
  });

it('objects to a history, installed packages and settings that are copied along', async () => {
  const names = ['server.js', '.git/HEAD', '.git/config', 'node_modules/a/index.js', '.env'];
  expect(await on('COPY . .', names)).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'unwanted-copied', evidence: [{ at: { startLine: 3 } }] }],
  });
  const verdict = await on('ADD ./ /app', names);
  expect(verdict.status === 'fail' && verdict.findings[0].message).toMatch(
    /^`ADD \.\/ \/app` brings `\.env`, `\.git` \(2 files, .*\), `node_modules`$/,
  );
});

it('goes by the ignore file', async () => {
  const names = ['server.js', '.git/HEAD', 'node_modules/a/index.js'];
  expect(await on('COPY . .', names, '.git\nnode_modules\n')).toMatchObject({ status: 'pass' });
  expect(await on('COPY . .', names, '.git\n')).toMatchObject({ status: 'fail' });
});

it('says nothing where only a part is copied, or left out by the line itself', async () => {
  const names = ['src/server.js', '.git/HEAD', 'web/node_modules/a.js'];
  expect(await on('COPY src ./', names)).toMatchObject({ status: 'inapplicable' });
  expect(await on('COPY --exclude=.git . .', names)).toMatchObject({ status: 'inapplicable' });
  expect(await on('COPY --from=build / /', names)).toMatchObject({ status: 'inapplicable' });
});

it('counts what lies in a folder, in files and bytes', async () => {
  const said = async (...names: readonly string[]) => {
    const context = names.map((path) => ({ path, sizeBytes: 500, text: 'x'.repeat(500) }));
    return JSON.stringify(await judgedOn(check, { dockerfile: 'FROM a\nCOPY . .\n', context }));
  };
  expect(await said('.git/HEAD')).toContain('brings `.git`"');
  expect(await said('.git/HEAD', '.git/config')).toContain('brings `.git` (2 files, 1 kB)');
  expect(await said('.git/HEAD', '.git/config', '.git/index')).toContain('(3 files, 1.5 kB)');
});

it('minds neither a folder of such a name elsewhere nor one without files', async () => {
  expect(await on('COPY . .', ['server.js', 'web/node_modules/a.js', '.gitignore'])).toMatchObject({ status: 'pass' });
});

it('counts every byte', async () => {
  const context = ['.git/a', '.git/b'].map((path) => ({ path, sizeBytes: 1, text: 'x' }));
  expect(JSON.stringify(await judgedOn(check, { dockerfile: 'FROM a\nCOPY . .\n', context }))).toContain(
    '`.git` (2 files, 2 B)',
  );
});

const said = async (names: readonly string[], ignore = '') => {
  const verdict = await on('COPY . .', names, ignore);
  return verdict.status === 'fail' ? verdict.findings[0].message : verdict.status;
};

it('names all of them, what opens doors first, then histories, then the rest', async () => {
  const names = [
    '.git/HEAD',
    '.venv/a',
    'node_modules/a.js',
    '.ssh/config',
    '.npmrc',
    '.env',
    '.aws/credentials',
    'b.js',
  ];
  expect(await said(names)).toBe('`COPY . .` brings `.aws`, `.env`, `.npmrc`, `.ssh`, `.git`, `.venv`, `node_modules`');
});

it('finds passwords and private keys at any depth', async () => {
  const names = ['api/.env', '.env.local', 'deploy/id_ed25519', 'api/.env.production.local', 'home/.netrc'];
  expect(await said(names)).toBe(
    '`COPY . .` brings `.env.local`, `api/.env`, `api/.env.production.local`, `deploy/id_ed25519`, `home/.netrc`',
  );
  expect(await said(names, '**/.env*\n**/.netrc\ndeploy\n')).toBe('pass');
});

it('names a folder that opens doors once, with the keys in it', async () => {
  expect(await said(['.ssh/config', '.ssh/id_rsa'])).toBe('`COPY . .` brings `.ssh` (2 files, 2 B)');
  expect(await said(['.gnupg/x/id_rsa', '.env'])).toBe('`COPY . .` brings `.env`, `.gnupg`');
  expect(await said(['deploy/keys/old/id_rsa'])).toBe('`COPY . .` brings `deploy/keys/old/id_rsa`');
});

it('holds a password further down for as bad as one at the top', async () => {
  expect(await said(['api/.env', '.npmrc', '.git/HEAD'])).toBe('`COPY . .` brings `.npmrc`, `api/.env`, `.git`');
});

it('lets examples and what is public be, and what lies in something that is named already', async () => {
  expect(await said(['.env.example', '.env.production', 'api/.env.sample', 'id_rsa.pub', 'web/.npmrc'])).toBe('pass');
  expect(await said(['node_modules/a/.env', '.git/.env'])).toBe('`COPY . .` brings `.git`, `node_modules`');
  expect(await said(['web/node_modules/a/.env'])).toBe('pass');
});

it('counts those beyond the first ten', async () => {
  const names = Array.from({ length: 13 }, (_, at) => `service-${String(at).padStart(2, '0')}/.env`);
  expect(await said([...names, '.git/HEAD'])).toMatch(
    /^`COPY \. \.` brings `service-00\/\.env`, .*`service-09\/\.env` and 4 more$/,
  );
});

it('names ten as they are', async () => {
  const names = Array.from({ length: 10 }, (_, at) => `service-${at}/.env`);
  expect(await said(names)).toMatch(/, `service-9\/\.env`$/);
});
