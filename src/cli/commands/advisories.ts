import { defineCommand } from '../define-command.ts';

export const advisoriesCommand = defineCommand({
  name: 'advisories',
  brief: 'Data about vulnerabilities: `update` fetches it, `info` says what there is and of when',
  details:
    'The data is in the format of OSV, a zip for each ecosystem. Where there is no internet, fetch `<ECOSYSTEM>/all.zip` elsewhere, and name the folder or zip with `--advisories` here or `scan: { advisories: … }` in tickproof.yaml. Exit codes: 0 done; 2 usage; 5 could not be fetched, or there is no data.',
  positional: { name: 'update|info', brief: 'What to do (default: info)' },
  flags: {
    ecosystem: {
      kind: 'texts',
      brief: 'Fetch this one: Debian, npm, PyPI, … (default: those that images use)',
      placeholder: 'NAME',
    },
    source: {
      kind: 'text',
      brief:
        'Address that ECOSYSTEM/all.zip is below (default: $TICKPROOF_ADVISORIES_SOURCE, else the public data of OSV)',
      placeholder: 'URL',
    },
    advisories: {
      kind: 'text',
      brief: 'Folder that the data is kept in; for info also a zip (default: advisories in the cache)',
      placeholder: 'DIR',
    },
    json: { kind: 'boolean', brief: 'As JSON on stdout' },
  },
  run: async ({ flags, words }, io) =>
    (await import('../advisories-flow.ts')).advisoriesFlow(words[0] ?? 'info', flags, io),
});
