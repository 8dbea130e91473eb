import { describe, expect, it } from 'vitest';
import { judged, judgedOn as judgedOnExample, memoryFiles } from '../../../test/kit/index.ts';
import { readCompose } from '../../sensors/static-compose.ts';
import check from './mounted-files.ts';
import { serviceExample } from './shared.ts';

const volumes = [{ type: 'bind', source: '/p/a.conf', target: '/a.conf' }];
const model = serviceExample('web', { image: 'web', volumes }).facts?.compose?.model ?? null;

/** The statuses and messages for a service with these mounts, beside these files. */
function judgedOn(mounts: readonly string[], there: Readonly<Record<string, string>> = {}) {
  const lines = mounts.map((it) => `      - ${it}\n`).join('');
  const text = `services:\n  web:\n    image: web\n    volumes:\n${lines}volumes: {data: }\n`;
  return judgedIn(text, there);
}

function judgedIn(text: string, there: Readonly<Record<string, string>>) {
  const files = memoryFiles('/home/p', { 'compose.yaml': text, ...there });
  const compose = readCompose(files, { folder: '/home/p', files: ['compose.yaml'], variables: {}, profiles: [] });
  const verdict = check.judge({ compose: { ...compose, references: compose.references ?? [] } }, {});
  return verdict.status === 'fail'
    ? verdict.findings.map(({ message, evidence: [first] }) => {
        const line = first.kind === 'source' ? first.at.startLine : null;
        return `${line} ${message.split(',')[0]}`;
      })
    : verdict.status;
}

describe('a file that is mounted', () => {
  it('is there, or the engine makes a folder of it', () => {
    const mounts = [
      './a.conf:/etc/a.conf:ro',
      './conf/b.yaml:/etc/b.yaml',
      '{type: bind, source: ./c.json, target: /c.json}',
    ];
    expect(judgedOn(mounts, { 'a.conf': '' })).toEqual(['6 web mounts conf/b.yaml', '7 web mounts c.json']);
    expect(judgedOn(mounts, { 'a.conf': '', 'conf/b.yaml': '', 'c.json': '' })).toBe('pass');
  });

  it('is missed for the one reason that there is', () => {
    const verdict = judged(check, { compose: { files: ['a'], problems: [], model, references: [] } });
    expect(verdict).toMatchObject({ findings: [{ reason: 'file-missing' }] });
  });

  it('is shown by its path where it is there', async () => {
    expect(await judgedOnExample(check, check.example)).toMatchObject({
      status: 'pass',
      evidence: [{ what: 'web mounts', value: 'web.conf' }],
    });
  });

  it('is not another of the same name in another folder', () => {
    const mounts = ['./a.conf:/a.conf', './x/a.conf:/x.conf', './y/x/a.conf:/y.conf'];
    expect(judgedOn(mounts, { 'a.conf': '' })).toEqual(['6 web mounts x/a.conf', '7 web mounts y/x/a.conf']);
    expect(judgedOn(mounts, { 'x/a.conf': '' })).toEqual(['5 web mounts a.conf', '7 web mounts y/x/a.conf']);
    expect(judgedOn(mounts.toReversed(), { 'a.conf': '' })).toEqual([
      '5 web mounts y/x/a.conf',
      '6 web mounts x/a.conf',
    ]);
    expect(judgedOn(['data:/data', ...mounts], { 'a.conf': '', 'x/a.conf': '' })).toEqual(['8 web mounts y/x/a.conf']);
  });

  it('is looked for by each service of its own', () => {
    const service = (name: string, path: string) => `  ${name}:\n    image: a\n    volumes: ['${path}:/a.conf']\n`;
    const text = `services:\n${service('api', './x/a.conf')}${service('web', './a.conf')}`;
    expect(judgedIn(text, { 'x/a.conf': '' })).toEqual(['7 web mounts a.conf']);
    expect(judgedIn(text, { 'a.conf': '' })).toEqual(['4 api mounts x/a.conf']);
  });

  it('is missed too where nothing may be made in its place', () => {
    const mount = '{type: bind, source: ./conf, target: /conf, bind: {create_host_path: false}}';
    expect(judgedOn([mount])).toEqual(['5 web mounts conf']);
  });
});

describe('nothing is said', () => {
  it('without a compose file, or where the project does not load', () => {
    const compose = { files: ['compose.yaml'], problems: [], model: null, references: [] };
    expect(judged(check, { compose: { ...compose, files: [] } }).status).toBe('inapplicable');
    expect(judged(check, { compose }).status).toBe('inconclusive');
  });

  it.each([
    ['of folders', './data:/data'],
    ['of what git does not keep', './certs/key.pem:/key.pem'],
    ['of what a build makes', './dist/main.js:/main.js'],
    ['of what a variable names', '${CONF:-./a.conf}:/etc/a.conf'],
    ['of what lies beside the project', '../a.conf:/etc/a.conf'],
    ['of the machine', '/etc/a.conf:/etc/a.conf'],
    ['of the home', '~/a.conf:/etc/a.conf'],
    ['of volumes', 'data:/data'],
  ])('%s', (_, mount) => {
    const status = judgedOn([mount], { '.gitignore': '# made\n*.pem\n/local/\n', '.git/HEAD': '' });
    expect(['pass', 'inapplicable']).toContain(status);
  });

  it.each([
    ['local/a.conf', './local/a.conf:/a.conf'],
    ['a folder at any depth', './x/secret/a.conf:/a.conf'],
    ['a path with a slash', './etc/own/a.conf:/a.conf'],
  ])('where an ignore file of the repository names %s', (_, mount) => {
    const text = '/local/\nsecret/\netc/own\n';
    expect(judgedOn([mount], { '.gitignore': text, '.git/HEAD': '' })).toBe('pass');
    expect(judgedOn([mount], { '.gitignore': '[\n!x\n', '.git/HEAD': '' })).toHaveLength(1);
  });
});
