import { defineCommand } from '../define-command.ts';

export const inspectCommand = defineCommand({
  name: 'inspect',
  brief: 'The facts themselves: dockerfile | context | compose | image | packages',
  positional: { name: 'KIND TARGET', brief: 'Kind of facts, and a folder or image (default: .)', most: 2 },
  flags: {
    json: { kind: 'boolean', brief: 'All of the facts as JSON on stdout' },
    sbom: {
      kind: 'text',
      brief: 'Of packages: an SBOM instead, cyclonedx or spdx (JSON)',
      placeholder: 'FORMAT',
    },
    engine: { kind: 'choice', of: ['auto', 'docker', 'podman', 'none'], default: 'auto', brief: 'Which engine to use' },
    criteria: {
      kind: 'text',
      brief: 'File with build and stack settings (default: tickproof.yaml)',
      placeholder: 'FILE',
    },
  },
  run: async ({ flags, words }, io) => (await import('../inspect-flow.ts')).inspectFlow(words, flags, io),
});
