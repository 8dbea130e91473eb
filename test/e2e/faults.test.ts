import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvidenceRecord } from '../../src/index.ts';
import { hasEngine, verified } from './cli.ts';
import { type Copy, hastyCopyOfTmws, idsOf, type Red, redOf } from './copies.ts';

/** One fault in a copy of the example: what is changed, what is judged, and what must be said about it. */
interface Fault {
  readonly title: string;
  readonly spoil: (copy: Copy) => void;
  /** The criteria concerned and their neighbours, which must stay green. */
  readonly only: readonly string[];
  readonly red: (copy: Copy) => Readonly<Record<string, Partial<Red>>>;
}

const STATIC = ['dockerfile/*'];
const IMAGE = ['image/user', 'image/healthcheck', 'image/entrypoint'];
const FILES = ['image/no-*', 'image/has-files', 'image/size', 'image/identity', 'image/owner-mode'];
const RUN = ['run/starts', 'run/http', 'run/logs'];
const HEALTH_CHECK = /HEALTHCHECK[^]*?healthcheck\.js"\]/;
const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' });

const one = (reason: string, more: Partial<Red> = {}): Partial<Red> => ({ reasons: [reason], ...more });
const says = (...words: string[]) => ({ text: expect.stringMatching(new RegExp(words.join('.*'))) as string });

const faults: readonly Fault[] = [
  {
    title: 'no USER',
    spoil: (copy) => copy.edit('Dockerfile', 'USER tmws\n', ''),
    only: [...STATIC, ...IMAGE, 'run/user', 'run/starts'],
    red: (copy) => ({
      'dockerfile/non-root': one('root-user', {
        lines: [`Dockerfile:${copy.line('Dockerfile', 'FROM node:20-slim\n')}`],
      }),
      'TMWS-10.3': one('root-user', { messages: ['no USER is set, so the container runs as root'] }),
      'TMWS-10.4': one('root-user', { messages: ['the process runs as root: node /app/server.js'] }),
    }),
  },
  {
    title: 'HEALTHCHECK NONE',
    spoil: (copy) => copy.edit('Dockerfile', HEALTH_CHECK, 'HEALTHCHECK NONE'),
    only: [...STATIC, ...IMAGE, 'run/healthy', 'run/starts'],
    red: (copy) => ({
      'dockerfile/healthcheck': one('no-healthcheck', {
        lines: [`Dockerfile:${copy.line('Dockerfile', 'HEALTHCHECK')}`],
      }),
      'image/healthcheck': one('no-healthcheck', says('NONE')),
      'TMWS-3.2': one('no-healthcheck'),
    }),
  },
  {
    title: 'a source file left in the image',
    spoil: (copy) =>
      copy.edit('Dockerfile', '/src/dist/ ./\n', '/src/dist/ ./\nCOPY --from=builder /src/src/server.ts ./src/\n'),
    only: FILES,
    red: () => ({
      'R-P0-1': one('source-found', { files: ['/app/src/server.ts'], layers: [expect.any(Number) as number] }),
      'TMWS-10.1': one('source-found', { files: ['/app/src/server.ts'] }),
    }),
  },
  {
    title: '.git is sent',
    spoil: (copy) => {
      copy.edit('.dockerignore', '**/.git\n', '');
      copy.plant('.git/HEAD', 'ref: refs/heads/main\n');
      copy.plant('.git/config', '[core]\n');
    },
    only: ['context/excludes', 'context/size', 'context/no-secrets', 'context/unused'],
    red: () => ({
      'TMWS-6.4': one('context-leak', { files: ['.git'], messages: ['.git/ is sent'] }),
      'context/unused': one('unused', { files: ['.git'] }),
    }),
  },
  {
    title: 'the layers of the builder in the image',
    spoil: (copy) => {
      copy.edit('Dockerfile', '\nFROM node:20-slim\n', '\nFROM builder\n');
      copy.edit('Dockerfile', 'COPY --from=builder /src/dist/ ./', 'RUN cp -r /src/dist/* ./');
    },
    only: ['build/multi-stage', ...FILES],
    red: (copy) => ({
      'TMWS-7.1': {
        reasons: ['single-stage', 'builder-leak'],
        lines: expect.arrayContaining([
          `Dockerfile:${copy.line('Dockerfile', 'FROM builder')}`,
          `Dockerfile:${copy.line('Dockerfile', 'AS builder')}`,
        ]) as string[],
        ...says('goes on FROM builder'),
      },
    }),
  },
  {
    title: '/health answers 500',
    spoil: (copy) =>
      copy.edit('src/http.ts', 'send(response, httpStatus, body)', 'send(response, httpStatus + 300, body)'),
    only: [...RUN, 'run/healthy'],
    red: () => ({
      'TMWS-3.3': one('status', { messages: ['GET /health: answered 500, wanted 200'] }),
      'TMWS-3.2': one('never-healthy', says('CMD node /app/healthcheck.js', 'probe ended with 1')),
    }),
  },
  {
    title: 'CRITICAL printed on stderr',
    spoil: (copy) =>
      copy.edit(
        'src/server.ts',
        "log('INFO', 'listening'",
        "console.error('CRITICAL: bad index');\n    log('INFO', 'listening'",
      ),
    only: [...RUN, 'run/user'],
    red: () => ({ 'TMWS-3.4': one('log-match', says('"stream":"stderr","text":"CRITICAL: bad index"')) }),
  },
  {
    title: 'a secret in a layer that a later one deletes',
    spoil: (copy) => {
      copy.plant('deploy.pem', String(KEY));
      copy.edit('.dockerignore', '**/*.pem\n', '');
      copy.edit(
        'Dockerfile',
        'WORKDIR /app\n',
        'WORKDIR /app\nCOPY deploy.pem /tmp/deploy.pem\nRUN rm /tmp/deploy.pem\n',
      );
    },
    only: [...FILES, 'context/no-secrets'],
    red: () => ({
      'TMWS-10.7': one('secret', {
        files: ['/tmp/deploy.pem'],
        messages: [
          expect.stringMatching(/deploy\.pem:1 \(deleted in layer (\d+), still shipped in layer \d+\)/) as string,
        ],
      }),
      'context/no-secrets': one('secret', { ...says('deploy.pem') }),
    }),
  },
  {
    title: 'a variable that compose needs and nothing sets',
    spoil: (copy) => copy.edit('tickproof.yaml', /mac\.yml\]\n.*env: .*\n/, 'mac.yml]\n'),
    only: ['compose/valid', 'compose/documents'],
    red: (copy) => ({
      'TMWS-4.1': one('unset-variable', {
        messages: [expect.stringContaining('TMWS_SECRET_KEY') as string],
        lines: [`docker-compose.mac.yml:${copy.line('docker-compose.mac.yml', '${TMWS_SECRET_KEY')}`],
      }),
    }),
  },
  {
    title: 'a variable that becomes an empty text',
    spoil: (copy) => copy.edit('docker-compose.yml', '${TMWS_LOG_LEVEL:-INFO}', '${TMWS_LOGLEVEL}'),
    only: ['compose/*'],
    red: (copy) => ({
      'TMWS-5.1': one('unset-variable', {
        messages: [expect.stringMatching(/^nothing sets TMWS_LOGLEVEL: set it/) as string],
        lines: [`docker-compose.yml:${copy.line('docker-compose.yml', '${TMWS_LOGLEVEL}')}`],
      }),
    }),
  },
  {
    title: 'a wrong host for Ollama',
    spoil: (copy) => copy.edit('docker-compose.mac.yml', 'http://host.docker.internal:', 'http://ollama.invalid:'),
    only: ['compose/*', 'TMWS-9.1', 'TMWS-9.2', 'TMWS-9.3'],
    red: (copy) => ({
      'TMWS-4.2': one('value-mismatch', {
        lines: [`docker-compose.mac.yml:${copy.line('docker-compose.mac.yml', 'TMWS_OLLAMA_BASE_URL:')}`],
        ...says('http://ollama.invalid:11434'),
      }),
      'TMWS-9.2': one('body', says('degraded', 'ollama.invalid')),
    }),
  },
];

describe.skipIf(!hasEngine)('in a copy of the example', () => {
  let original: EvidenceRecord;
  const copies: Copy[] = [];
  const made = () => {
    const copy = hastyCopyOfTmws(); // what is measured at idle is judged elsewhere
    copies.push(copy);
    copy.edit('tickproof.yaml', 'window: 2s', 'window: 2s\n  timeout: 5s');
    return copy;
  };

  beforeAll(() => {
    original = judged(made(), [...new Set(faults.flatMap(({ only }) => only))]).record;
  });
  afterAll(() => {
    for (const copy of copies) copy.remove();
  });

  it('nothing is red while nothing is wrong', () => {
    expect(redOf(original)).toEqual({});
    expect(idsOf(original, 'inconclusive')).toEqual([]);
    for (const { spoil, red } of faults) {
      const copy = made();
      spoil(copy);
      expect(idsOf(original, 'pass')).toEqual(expect.arrayContaining(Object.keys(red(copy))));
    }
  });

  it.each(faults)('$title is caught, and nothing else is red', ({ spoil, only, red }) => {
    const copy = made();
    spoil(copy);
    const { exitCode, record } = judged(copy, only);
    const wanted = red(copy);
    const found = redOf(record);
    expect(exitCode).toBe(1);
    expect(record.decision).toBe('not-certified');
    expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort());
    for (const [id, expected] of Object.entries(wanted)) {
      expect(found[id], id).toMatchObject(expected);
      expect(found[id]?.remedy).toMatch(/\w{3}/);
    }
    const asBefore = [...idsOf(record, 'pass'), ...idsOf(record, 'inapplicable')];
    const judgedIds = record.ticks.map(({ criterion }) => criterion.id);
    expect(asBefore.sort()).toEqual(judgedIds.filter((id) => !(id in wanted)).sort());

    const shown = flat(readFileSync(join(copy.folder, 'shown.txt'), 'utf8'));
    for (const { messages } of Object.values(found)) expect(shown).toContain(flat(messages[0] ?? ''));
  });
});

function judged(copy: Copy, only: readonly string[]) {
  const report = `terminal=${join(copy.folder, 'shown.txt')}`;
  return verified([copy.folder, '--proof', 'none', '--report', report, ...only.flatMap((glob) => ['--only', glob])]);
}

/** A text without the line breaks and the indents that fit it to a terminal. */
function flat(text: string): string {
  return text.replace(/\s+/g, '');
}
