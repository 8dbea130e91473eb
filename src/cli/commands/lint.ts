import { defineCommand } from '../define-command.ts';

const MOST_FILES = 100_000;

export const lintCommand = defineCommand({
  name: 'lint',
  brief: 'The static checks only: Dockerfiles and compose files, with --fix',
  details:
    'Looks at Dockerfiles and compose files, offline. Settings of other linters count: .hadolint.yaml, `# hadolint ignore=`, `# check=`.',
  positional: { name: 'FILES', brief: 'Files, folders, or - for standard input (default: .)', most: MOST_FILES },
  flags: {
    profile: { kind: 'choice', of: ['default', 'strict'], default: 'default', brief: 'Which checks are asked' },
    only: { kind: 'texts', brief: 'Ask only these: ids or aliases, also several by commas', placeholder: 'ID' },
    skip: { kind: 'texts', brief: 'Do not ask these: ids or aliases, `shellcheck`', placeholder: 'ID' },
    failLevel: {
      kind: 'choice',
      of: ['error', 'warning', 'info', 'style', 'none', 'configured'],
      default: 'configured',
      brief: 'Exit 1 from this severity on (configured: failure-threshold of .hadolint.yaml, else info)',
    },
    format: {
      kind: 'choice',
      of: ['pretty', 'json', 'sarif', 'github', 'junit', 'hadolint-json', 'buildkit-json'],
      default: 'pretty',
      brief: 'How findings are written',
    },
    fix: { kind: 'boolean', brief: 'Mend what can be mended safely, and show what is left' },
    fixDryRun: { kind: 'boolean', brief: 'Show what --fix would change, as a diff' },
    config: { kind: 'text', brief: 'A .hadolint.yaml (default: searched where hadolint does)', placeholder: 'FILE' },
    stdinFilename: { kind: 'text', brief: 'The name of what comes on standard input', placeholder: 'NAME' },
  },
  run: async ({ flags, words }, io) => (await import('../lint-flow.ts')).lintFlow(words, flags, io),
});
