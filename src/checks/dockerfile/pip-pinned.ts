import { type Call, operandsOf } from './commands/calls.ts';
import { isPipInstall } from './commands/managers.ts';
import { objections } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

const VALUED = [
  'abi',
  'b',
  'build',
  'e',
  'editable',
  'extra-index-url',
  'f',
  'find-links',
  'i',
  'index-url',
  'implementation',
  'no-binary',
  'only-binary',
  'platform',
  'prefix',
  'progress-bar',
  'proxy',
  'python-version',
  'root',
  'root-user-action',
  'src',
  't',
  'target',
  'timeout',
  'trusted-host',
  'upgrade-strategy',
  'cache-dir',
  'retries',
  'cert',
  'client-cert',
  'log',
  'exists-action',
  'global-option',
  'config-settings',
  'python',
];
const GIVEN_ELSEWHERE = /^(?:-[rc]|--(?:requirement|constraint)(?:=|$))/;

function unpinned(call: Call): string | undefined {
  if (!isPipInstall(call) || namesList(call)) return undefined;
  const words = operandsOf(call, VALUED).map(({ text }) => text);
  return words.slice(words.indexOf('install') + 1).find((text) => !isPinned(text));
}

function namesList({ args }: Call): boolean {
  return args.some(({ text }) => GIVEN_ELSEWHERE.test(text));
}

function isPinned(text: string): boolean {
  if (/^(?:git|hg|bzr|svn)\+/.test(text)) return text.replace(/^[a-z]+\+[a-z]+:\/\/(?:[^/@]*@)?/, '').includes('@');
  return text === '.' || /[=<>~!]=|[<>]|@|\/|^\.\[|\.(?:whl|tar\.gz)$/.test(text);
}

export default defineRule({
  id: 'dockerfile/pip-pinned',
  title: 'Packages of pip are installed at a named version',
  why: 'Without a version, the same Dockerfile gives another image tomorrow, and a bad release reaches it unasked.',
  remedy: 'Write `pip install name==1.2.3`, or install from a locked list: `pip install -r requirements.txt`.',
  references: ['https://pip.pypa.io/en/stable/cli/pip_install/'],
  aliases: ['DL3013'],
  severity: 'warning',
  profile: 'strict',
  reason: 'unpinned-pip',
  good: 'FROM python:3.13-slim\nRUN pip install --no-cache-dir requests==2.32.3\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN pip install tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: ({ calls }) => calls.filter((call) => unpinned(call) !== undefined),
      message: (call) => `\`${unpinned(call)}\` is installed at whatever version there is`,
    }),
});
