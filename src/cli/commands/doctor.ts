import { defineCommand } from '../define-command.ts';

export const doctorCommand = defineCommand({
  name: 'doctor',
  brief: 'What this machine can do: engine, compose, builder, versions, and how to get what is missing',
  flags: {
    json: { kind: 'boolean', brief: 'As JSON on stdout' },
    engine: {
      kind: 'choice',
      of: ['auto', 'docker', 'podman', 'none'],
      default: 'auto',
      brief: 'Which engine to look for',
    },
  },
  run: async ({ flags }, io) => (await import('../doctor-flow.ts')).doctorFlow(flags, io),
});
