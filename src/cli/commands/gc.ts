import { defineCommand } from '../define-command.ts';

export const gcCommand = defineCommand({
  name: 'gc',
  brief: 'Remove every container, network, volume, image that any earlier run left behind',
  flags: {
    json: { kind: 'boolean', brief: 'What was removed, as JSON on stdout' },
    engine: {
      kind: 'choice',
      of: ['auto', 'docker', 'podman', 'none'],
      default: 'auto',
      brief: 'Which engine to clean up',
    },
  },
  run: async ({ flags }, io) => (await import('../gc-flow.ts')).gcFlow(flags, io),
});
