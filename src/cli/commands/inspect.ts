import { defineCommand } from '../define-command.ts';

export const inspectCommand = defineCommand({
  name: 'inspect',
  brief: 'The facts themselves: dockerfile | context | compose | image | packages',
  details:
    'Nothing is judged. Exit codes: 0 the facts are shown; 2 usage, or there is nothing of the kind; 5 a Dockerfile or compose file that does not load (what there is of it is shown), or what cannot be read.',
  positional: {
    name: 'KIND',
    brief: 'Kind of facts: dockerfile, context, compose, image or packages',
    required: true,
    next: { name: 'TARGET', brief: 'A folder, a Dockerfile or compose file, or an image (default: .)' },
  },
  flags: {
    json: { kind: 'boolean', brief: 'All of the facts as JSON on stdout' },
    sbom: {
      kind: 'text',
      brief: 'Of packages: an SBOM instead, cyclonedx or spdx (JSON)',
      placeholder: 'FORMAT',
    },
    weight: {
      kind: 'boolean',
      brief: 'Of packages: where every byte came from, whose and what it is, and what could go',
    },
    try: {
      kind: 'boolean',
      brief: 'With --weight, of a folder: build it, and try the edits that would make its image smaller',
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
