import { defineCommand } from '../define-command.ts';

export const statusCommand = defineCommand({
  name: 'status',
  brief: 'What is still true of the last record, and what changed; needs no engine',
  positional: { name: 'DIR|IMAGE', brief: 'What was verified, as it was written for verify (default: .)' },
  flags: { json: { kind: 'boolean', brief: 'As JSON on stdout' } },
  run: async ({ flags, words }, io) => (await import('../status-flow.ts')).statusFlow(words[0] ?? '.', flags, io),
});
