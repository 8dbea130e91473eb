import { type Call, operandsOf } from './commands/calls.ts';
import { objections } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

const VALUED = ['loglevel', 'registry', 'prefix', 'omit', 'include', 'w', 'workspace', 'cache', 'userconfig'];

function unpinned(call: Call): string | undefined {
  if (call.name !== 'npm') return undefined;
  const [does, ...named] = operandsOf(call, VALUED).map(({ text }) => text);
  return does === 'install' ? named.find((text) => !isPinned(text)) : undefined;
}

function isPinned(text: string): boolean {
  if (/^git(?:\+\w+)?:\/\//.test(text)) return text.includes('#');
  if (/^(?:\.{0,2}|~)\/|^\.{1,2}$|\.(?:tar|tar\.gz|tgz)$/.test(text)) return true;
  return text.slice(1).includes('@'); // the first is that of a scope
}

export default defineRule({
  id: 'dockerfile/npm-pinned',
  title: 'Packages of npm are installed at a named version',
  why: 'Without a version, the same Dockerfile gives another image tomorrow, and a bad release reaches it unasked.',
  remedy: 'Write `npm install name@1.2.3`, or install from the lock file: `npm ci`.',
  references: ['https://docs.npmjs.com/cli/commands/npm-install'],
  aliases: ['DL3016'],
  severity: 'warning',
  profile: 'strict',
  reason: 'unpinned-npm',
  good: 'FROM node:22-slim\nRUN npm install -g pnpm@9.12.0\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN npm install tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: ({ calls }) => calls.filter((call) => unpinned(call) !== undefined),
      message: (call) => `\`${unpinned(call)}\` is installed at whatever version there is`,
    }),
});
