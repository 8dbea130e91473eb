import { defineCommand } from '../define-command.ts';

export const explainCommand = defineCommand({
  name: 'explain',
  brief: 'What a check asks, why, how to mend it, how it is proven; without a name, the list',
  positional: { name: 'CHECK', brief: 'Id, alias or group: image/user, DL3002, image' },
  flags: { json: { kind: 'boolean', brief: 'As JSON on stdout' } },
  run: async ({ flags, words }, io) => (await import('../explain-flow.ts')).explainFlow(words[0], flags, io),
});
