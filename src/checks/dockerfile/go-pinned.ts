import { type Call, operandsOf } from './commands/calls.ts';
import { objections } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

const VALUED = [
  'tags',
  'ldflags',
  'gcflags',
  'asmflags',
  'o',
  'mod',
  'modfile',
  'C',
  'p',
  'exec',
  'buildmode',
  'overlay',
];

function unpinned(call: Call): string | undefined {
  if (call.name !== 'go') return undefined;
  const [does, ...named] = operandsOf(call, VALUED).map(({ text }) => text);
  const modules = does === 'run' ? named.slice(0, 1) : does === 'install' || does === 'get' ? named : [];
  return modules.find((text) => !isPinned(text));
}

/** What belongs to the toolchain, or to the module at hand. */
const OWN = ['tool', 'std', 'cmd', 'all'];

function isPinned(text: string): boolean {
  if (OWN.includes(text) || /^(?:\.{0,2}\/|\.{1,3}$)|\.go$/.test(text)) return true;
  return text.includes('@') && !/@(?:latest|none)$/.test(text);
}

export default defineRule({
  id: 'dockerfile/go-pinned',
  title: 'Modules of Go are installed at a named version',
  why: 'Without a version, the same Dockerfile gives another image tomorrow, and a bad release reaches it unasked.',
  remedy: 'Write `go install example.com/tool@v1.2.3`.',
  references: ['https://go.dev/ref/mod#go-install'],
  aliases: ['DL3062'],
  severity: 'warning',
  profile: 'strict',
  reason: 'unpinned-go',
  good: 'FROM golang:1.25\nRUN go install example.com/tool@v1.2.3\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN go install example.com/tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: ({ calls }) => calls.filter((call) => unpinned(call) !== undefined),
      message: (call) => `\`${unpinned(call)}\` is taken at whatever version there is`,
    }),
});
