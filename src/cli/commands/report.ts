import { defineCommand } from '../define-command.ts';

export const reportCommand = defineCommand({
  name: 'report',
  brief: 'Render a saved record again in any format',
  positional: { name: 'RECORD', brief: 'Record file, or the folder that was verified (default: .)' },
  flags: {
    format: { kind: 'text', brief: 'terminal, markdown or json', default: 'terminal', placeholder: 'FORMAT' },
    output: { kind: 'text', brief: 'File to write (default: stdout)', placeholder: 'FILE' },
  },
  run: async ({ flags, words }, io) => (await import('../report-flow.ts')).reportFlow(words[0] ?? '.', flags, io),
});
