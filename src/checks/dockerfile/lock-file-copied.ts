import { defineCheck, type Finding, finding, passUnless, seen } from '../kit.ts';
import { foldersWith, installIn, type Lock, LOCKS, mayBring, type Stage, takenBy } from './locks.ts';
import { atEnd } from './shared.ts';

const PLANTED = 'tickproof-planted';
const MOST_FOLDERS = 100;

export default defineCheck({
  id: 'dockerfile/lock-file-copied',
  version: 1,
  title: 'The lock file is copied together with its manifest, before the install',
  why: 'Without it the install looks for the newest versions that fit: the image is not what was tested, and is another one tomorrow.',
  remedy: 'Copy both: `COPY package.json package-lock.json ./`.',
  references: ['https://docs.npmjs.com/cli/commands/npm-ci'],
  reads: ['context.files', 'dockerfile.stages'],
  reasons: ['lock-not-copied'],
  lint: { severity: 'warning', profile: 'default', supersedes: ['dockerfile/lock-file-obeyed'] },
  example: {
    dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\n',
    context: [
      { path: 'package.json', sizeBytes: 2, text: '{}' },
      { path: 'package-lock.json', sizeBytes: 2, text: '{}' },
    ],
  },
  mutants: [
    {
      level: 'S',
      title: 'a manifest copied without the lock file beside it',
      reason: 'lock-not-copied',
      edit: (sources) => {
        const planted = ['package.json', 'package-lock.json'].map((name) => ({
          path: `${PLANTED}/${name}`,
          sizeBytes: 2,
          text: '{}',
        }));
        const stage = `FROM node:22\nCOPY ${PLANTED}/package.json ./\nRUN npm install`;
        const all = { ...sources, ignore: null, planted: [...sources.planted, ...planted] };
        return atEnd(stage)(all);
      },
    },
  ],

  judge: ({ context: { files }, dockerfile: { stages } }) => {
    const locks = LOCKS.map((lock) => ({ lock, folders: foldersWith(lock.name, files).slice(0, MOST_FOLDERS) }));
    const judged = locks.flatMap(({ lock, folders }) =>
      folders.flatMap((folder) => stages.flatMap((stage) => judgedIn(stage, lock, folder))),
    );
    return passUnless(
      judged.flatMap(({ fault }) => fault ?? []),
      judged.map(({ path }) => seen.path(path, 'is copied before the install')),
      'no lock file belongs to a manifest that is copied and installed from',
    );
  },
});

interface Judged {
  readonly path: string;
  readonly fault: Finding<'lock-not-copied'> | null;
}

/** What a stage does with a lock file, where it copies the manifest beside it by name and installs. */
function judgedIn({ body }: Stage, lock: Lock, folder: string): readonly Judged[] {
  const inFolder = (name: string) => (folder === '' ? name : `${folder}/${name}`);
  const path = inFolder(lock.name);
  let hasManifest = false;
  let hasLock = false;
  for (const it of body) {
    const taken = takenBy(it);
    hasManifest ||= taken.includes(inFolder(lock.manifest));
    hasLock ||= taken.some((source) => mayBring(source, path));
    const install = hasManifest ? installIn(it, lock) : undefined;
    if (!install) continue;
    const message = `${path} is in the context, and nothing has copied it before \`${lock.tool}\` installs`;
    return [
      { path, fault: hasLock ? null : finding('lock-not-copied', message, seen.place(install.text, install.at)) },
    ];
  }
  return [];
}
