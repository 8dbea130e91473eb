import { type Call, hasArgument } from './commands/calls.ts';
import { objections } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

/** Switches of `gem install`; every other option is taken to have a value. */
const SWITCHES =
  /^-(?:[fENg]|-(?:force|no-document|no-ri|no-rdoc|conservative|env-shebang|wrappers|user-install|local|quiet|verbose))$/;

function unpinned(call: Call): string | undefined {
  if (call.name !== 'gem' || !hasArgument(call, 'install', 'i') || hasVersion(call)) return undefined;
  const end = call.args.findIndex(({ text }) => text === '--');
  const words = call.args.slice(0, end < 0 ? undefined : end).map(({ text }) => text);
  return words.find((text, at) => !isOption(words, at) && !['install', 'i'].includes(text) && !text.includes(':'));
}

function hasVersion({ args }: Call): boolean {
  return args.some(({ text }) => /^(?:-v|--version(?:=|$))/.test(text));
}

function isOption(words: readonly string[], at: number): boolean {
  const before = words[at - 1] ?? '';
  return words[at]?.startsWith('-') || (before.startsWith('-') && !before.includes('=') && !SWITCHES.test(before));
}

export default defineRule({
  id: 'dockerfile/gem-pinned',
  title: 'Gems are installed at a named version',
  why: 'Without a version, the same Dockerfile gives another image tomorrow, and a bad release reaches it unasked.',
  remedy: 'Write `gem install bundler:2.5.22`, or install from a lock file with `bundle install`.',
  references: ['https://guides.rubygems.org/command-reference/#gem-install'],
  aliases: ['DL3028'],
  severity: 'warning',
  profile: 'strict',
  reason: 'unpinned-gem',
  good: 'FROM ruby:3.3-slim\nRUN gem install bundler:2.5.22\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN gem install tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: ({ calls }) => calls.filter((call) => unpinned(call) !== undefined),
      message: (call) => `\`${unpinned(call)}\` is installed at whatever version there is`,
    }),
});
