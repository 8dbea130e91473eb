import { defineCommand } from '../define-command.ts';

export const verifyCommand = defineCommand({
  name: 'verify',
  brief: 'Judge a deployment; build, run, prove, write the record and the reports',
  details:
    'DIR is a folder with a Dockerfile; IMAGE is docker:NAME, docker-archive:FILE, oci:DIR[:TAG] or oci-archive:FILE. Exit codes: 0 every required criterion holds, is proven and fresh; 1 failed; 2 usage or criteria; 3 stale; 4 unproven or vacuous; 5 could not be judged, or was left out; 70 a bug; 130 interrupted.',
  positional: { name: 'DIR|IMAGE', brief: 'What to judge (default: .)', most: 2 },
  flags: {
    criteria: {
      kind: 'text',
      brief: 'File with the acceptance criteria (default: tickproof.yaml, else the profile production)',
      placeholder: 'FILE',
    },
    only: { kind: 'texts', brief: 'Judge only criteria whose id or check matches', placeholder: 'GLOB' },
    skip: { kind: 'texts', brief: 'Leave out criteria whose id or check matches (recorded)', placeholder: 'GLOB' },
    engine: { kind: 'choice', of: ['auto', 'docker', 'podman', 'none'], default: 'auto', brief: 'Which engine to use' },
    proof: {
      kind: 'choice',
      of: ['none', 'quick', 'full'],
      default: 'full',
      brief: 'How much to prove; only what is missing is run',
    },
    report: {
      kind: 'texts',
      brief: 'FORMAT or FORMAT=FILE: terminal, proof, markdown, acceptance, json, stryker',
      placeholder: 'FORMAT[=FILE]',
    },
    advisories: {
      kind: 'text',
      brief: 'Advisory data in OSV format (default: what `tickproof advisories update` fetched)',
      placeholder: 'DIR|ZIP',
    },
    json: { kind: 'boolean', brief: 'The record as JSON on stdout, everything else on stderr' },
    allowUnproven: { kind: 'boolean', brief: 'Let unproven passes through, and say so in the record' },
    noCache: { kind: 'boolean', brief: 'Take over nothing from the last record' },
    quiet: { kind: 'boolean', brief: 'The last line only; beside a report on stdout, errors only' },
  },
  run: async ({ flags, words }, io) => (await import('../verify-flow.ts')).verifyCommandFlow(words, flags, io),
});
