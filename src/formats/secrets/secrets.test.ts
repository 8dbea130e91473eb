import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuMs } from '../../../test/kit/cpu.ts';
import { findSecrets, maskDockerfileLines, maskSecrets } from './index.ts';
import { keywordSearch } from './keywords.ts';
import { pairScan } from './pair-scan.ts';

// Written in halves so that no scanner, ours included, takes this file for a leak.
const AWS = `AKIA${'Z7YQ2M3X4K5L6N7P'}`;
const GITHUB = `ghp_${'aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5'}`;
const PEM = `-----BEGIN PRIVATE ${'KEY'}-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgW1\nq7vT\n-----END PRIVATE ${'KEY'}-----`;
const JWT = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${Buffer.from('{"sub":"1"}').toString('base64url')}.${'dBjftJeZ4CVPmB92K27uhbUJU1p1r'}`;

describe('values give secrets away', () => {
  it.each([
    ['aws-access-key', `id = ${AWS}`],
    ['github-token', `"${GITHUB}"`],
    ['private-key', PEM],
    ['private-key', JSON.stringify({ key: PEM })],
    ['jwt', `Authorization: Bearer ${JWT}`],
    ['url-password', 'postgres://kaizen:w7Kq-92xLm@db:5432/app'],
    ['npmrc-auth', `//registry.example.com/:_authToken=${'0c1d8a4e-77aa-4f0e-9d1c-1f2e3d4c5b6a'}`],
    ['docker-auth', `{"auths":{"r.io":{"auth":"${Buffer.from('robot:w7Kq92xLm').toString('base64')}"}}}`],
    ['netrc-password', 'machine r.io login robot password w7Kq92xLm'],
  ])('%s', (rule, text) => {
    expect(findSecrets(text)).toMatchObject([{ rule, confidence: 'high' }]);
  });

  it.each([
    ['the id that AWS publishes', 'AKIAIOSFODNN7EXAMPLE'],
    ['a documented URL', 'postgres://user:password@localhost/db'],
    ['a templated URL', `redis://:\${REDIS_PASSWORD}@redis:6379`],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'],
    ['dots that decode to nothing', `eyJhbGciOi-broken.eyJzdWIiOiIxIn0.${'a1B2c3D4e5F6g7H8'}`],
    ['a token of crosses', `ghp_${'x'.repeat(36)}`],
  ])('leaves alone %s', (_, text) => {
    expect(findSecrets(text)).toEqual([]);
  });
});

describe('names give secrets away in environments', () => {
  it.each(['DB_PASSWORD=hunter-2-blue', 'TMWS_SECRET_KEY=9f8e7d6c5b4a', 'API_KEY="ab12cd34"', 'authToken: w7Kq92xLm'])(
    '%s',
    (text) => {
      expect(findSecrets(text, { names: 'variables' })).toMatchObject([
        { rule: 'secret-variable', confidence: 'high' },
      ]);
    },
  );

  it.each([
    'GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D',
    'DB_PASSWORD_FILE=/run/secrets/db',
    `DB_PASSWORD=\${DB_PASSWORD}`,
    'DB_PASSWORD=changeme',
    'DB_PASSWORD=',
    'SECRET_PATH=abcdef',
    'TOKEN_VERSION=abc123x',
    'SECRET_KEY=/run/secrets/key',
    'MAX_TOKENS=4096',
  ])('leaves alone %s', (text) => {
    expect(findSecrets(text, { names: 'variables' })).toEqual([]);
  });

  it('trusts a name in other texts only where the value looks random', () => {
    expect(findSecrets('password = "w7Kq92xLm1"')).toMatchObject([{ confidence: 'low', name: 'password' }]);
    expect(findSecrets('password = readPassword1(tty)')).toEqual([]);
    expect(findSecrets('password = "w7Kq92xLm1"', { names: 'none' })).toEqual([]);
  });
});

it('says where a secret stands, in text as in bytes', () => {
  const text = `one\ntwo\nkey ${AWS}\nthree\n${GITHUB}`;
  const places = [{ line: 3, offset: 12, masked: 'AKIA…(20)' }, { line: 5 }];
  expect(findSecrets(text)).toMatchObject(places);
  expect(findSecrets(Buffer.from(text))).toMatchObject(places);
});

it('masks every secret and nothing else', () => {
  const masked = maskSecrets(`aws ${AWS}\nDB_PASSWORD=hunter-2-blue\npostgres://kaizen:w7Kq-92xLm@db/app`);
  expect(masked).toBe('aws AKIA…(20)\nDB_PASSWORD=hunt…(13)\npostgres://kaizen:…(10)@db/app');
  expect(maskSecrets(masked)).toBe(masked);
});

it('masks more secrets than one look reports', () => {
  const many = Array.from({ length: 450 }, (_, index) => `T${index}_PASSWORD=w7Kq92xLm${index}`).join('\n');
  expect(maskSecrets(many)).not.toContain('w7Kq92xLm');
});

it('finds keywords wherever they stand, in either case', () => {
  const keywords = ['abc', 'abcd', 'bcd', ':aa', '://', 'key_word'];
  const searches = [
    keywordSearch(keywords, pairScan, Number.POSITIVE_INFINITY), // never so much that tables are made
    keywordSearch(keywords, pairScan, 0),
    keywordSearch(keywords, (marks) => pairScan(marks, null), 0),
    keywordSearch(keywords),
  ];
  const expectAll = (text: string) => {
    const expected = keywords.flatMap((keyword) => ends(text.toLowerCase(), keyword).map((end) => `${end} ${keyword}`));
    for (const search of searches) {
      const found: string[] = [];
      search(Buffer.from(text), (keyword, end) => found.push(`${end} ${keywords[keyword]}`));
      expect(found.sort()).toEqual(expected.sort());
    }
  };
  fc.assert(fc.property(fc.stringMatching(/^(?:[abcdABCD:/_x]|key_word|KEY_Word){0,40}$/), expectAll));
  const block = 1 << 15;
  for (let before = block - 12; before < block + 4; before++) {
    expectAll(`${'x'.repeat(before)}abcd://KEY_word`);
    expectAll(`${' '.repeat(before)}abc`);
  }
});

function ends(text: string, keyword: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(keyword); at !== -1; at = text.indexOf(keyword, at + 1)) found.push(at + keyword.length);
  return found;
}

it('ends in time on anything', () => {
  fc.assert(fc.property(fc.string({ maxLength: 400 }), (text) => maskSecrets(text).length >= 0));
  const hostile = [
    'eyJ',
    '://a:',
    'password=',
    '-----BEGIN PRIVATE KEY-----',
    'sk-T3BlbkFJ',
    '"auth": "',
    'curl ',
    'curl -u a:',
    'kind: secret\ndata:\n',
    'heroku_',
    'pat',
    'ZXlK',
    '12|',
  ];
  for (const part of hostile) {
    const tookMs = cpuMs(() => {
      findSecrets(part.repeat(40_000));
    });
    expect(tookMs).toBeLessThan(5000);
  }
});

it('leaves an expression that asks for a variable as it is written', () => {
  for (const line of ['DB_PASSWORD: ${DB_PASSWORD:?set it}', 'url: "${API_TOKEN:?must be given}"'])
    expect(maskSecrets(line)).toBe(line);
  expect(maskSecrets('DB_PASSWORD: ${DB_PASSWORD:-hunter-2-blue}')).not.toContain('hunter-2');
});

it('takes the kind of a mount for no name of a secret', () => {
  const mount = 'RUN --mount=type=secret,id=npm-registry,env=NPM_TOKEN_1 npm ci';
  expect(maskSecrets(mount)).toBe(mount);
  expect(maskSecrets(`${mount} --password=hunter-2-blue`)).not.toContain('hunter-2');
  const message = '--mount=target=/x,required=true,type=secret: unexpected key `required`';
  expect(maskSecrets(message)).toBe(message);
  for (const text of ['--auth-type=token,s3cr3tv4lue99', 'x?type=password,s3cr3tv4lue99', 'type=secret,s3cr3tv4lue99'])
    expect(maskSecrets(text), text).not.toContain('v4lue99');
});

it('masks all of a value in the old form of ENV, on as many lines as there are', () => {
  const text =
    'FROM a\nENV DB_PASSWORD correct horse battery9\nENV API_TOKEN \\\n  hunter2secret99 \\\n  more9\nENV GREETING how are you\n';
  const masked = maskDockerfileLines(text);
  expect(masked).not.toMatch(/correct|horse|battery9|hunter2|more9/);
  expect(masked.split('\n')).toHaveLength(text.split('\n').length);
  expect(masked).toMatch(/^FROM a\nENV DB_PASSWORD \S+\nENV API_TOKEN \S+\n…\n…\nENV GREETING how are you\n$/);
  const asked = 'ENV DB_PASSWORD $DB_PASSWORD\nRUN env DB_PASSWORD x\n';
  expect(maskDockerfileLines(asked)).toBe(asked);
});
