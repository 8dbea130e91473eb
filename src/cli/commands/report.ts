import { defineCommand } from '../define-command.ts';

export const reportCommand = defineCommand({
  name: 'report',
  brief: 'Render a saved record again in any format',
  positional: { name: 'RECORD', brief: 'Record file, or the folder that was verified (default: .)' },
  flags: {
    format: {
      kind: 'text',
      brief: 'terminal, proof, markdown, acceptance, json or stryker',
      default: 'terminal',
      placeholder: 'FORMAT',
    },
    layout: {
      kind: 'choice',
      of: ['checklist', 'acceptance'],
      default: 'checklist',
      brief: 'Shape of the Markdown: a checklist in sections, or an acceptance in steps',
    },
    output: { kind: 'text', brief: 'File to write (default: stdout)', placeholder: 'FILE' },
  },
  run: async ({ flags, words }, io) => (await import('../report-flow.ts')).reportFlow(words[0] ?? '.', flags, io),
});
