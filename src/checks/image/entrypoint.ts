import { defineCheck, finding, type ImageConfig, passUnless, type PlantedFile, plant, seen } from '../kit.ts';
import {
  again,
  filesOfProgram,
  findProgram,
  headsOf,
  hide,
  hideProgram,
  layerOf,
  lookAtCommand,
  outcomeOf,
  surroundingsOf,
} from './shared.ts';

const REASONS = [
  'command-missing',
  'not-executable',
  'not-readable',
  'interpreter-missing',
  'wrong-architecture',
] as const;
type Image = Parameters<typeof lookAtCommand>[0] & { readonly config: ImageConfig };

/** A mutant that changes every file which could run for the first word of the command. */
const onProgram = (change: (file: Parameters<typeof again>[0]) => PlantedFile) => (image: Image) => {
  const [first = ''] = commandOf(image.config);
  return layerOf(filesOfProgram(image.files, first, surroundingsOf(image.config, image.accounts)).map(change));
};

export default defineCheck({
  id: 'image/entrypoint',
  version: 1,
  title: 'The command of the image is in it and can be started by its user',
  why: 'An image whose command is missing, not executable or for another machine builds, scans and ships well, and never starts.',
  remedy:
    'Copy the program to where ENTRYPOINT and CMD look for it, executable for USER, with its interpreter, for the right platform.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact',
    'https://man7.org/linux/man-pages/man2/execve.2.html',
  ],
  reads: ['image.config', 'image.accounts', 'image.files', 'image.executables'],
  reasons: REASONS,
  example: {
    image: {
      config: { user: '10001', entrypoint: ['/app/server'] },
      layers: [[plant('/app/server', { text: 'x', mode: 0o755 })]],
    },
  },
  mutants: [
    {
      level: 'L',
      title: 'the command is gone',
      reason: 'command-missing',
      edit: (image) => {
        const [first = ''] = commandOf(image.config);
        return layerOf(hideProgram(image.files, first, surroundingsOf(image.config, image.accounts)));
      },
    },
    {
      level: 'L',
      title: 'the command without its executable bits',
      reason: 'not-executable',
      edit: onProgram((file) => again(file, { mode: file.mode & ~0o111 })),
    },
    {
      level: 'L',
      title: 'a script whose interpreter is not there in place of the command',
      reason: 'interpreter-missing',
      edit: onProgram((file) => again(file, { text: '#!/tickproof/no-such-interpreter\n' })),
    },
    {
      level: 'L',
      title: 'a script with Windows line ends in place of the command',
      reason: 'interpreter-missing',
      edit: onProgram((file) => again(file, { text: '#!/bin/sh\r\nexit 0\r\n' })),
    },
    {
      level: 'K',
      title: 'no ENTRYPOINT and no CMD',
      reason: 'command-missing',
      edit: (config) => ({ ...config, entrypoint: [], cmd: [] }),
    },
  ],
  mutantsFor: ({ image }) => [...machineMutant(image), ...scriptMutant(image)],

  judge: ({ image }) => {
    const command = commandOf(image.config);
    const written = seen.value('command', command.length === 0 ? '(none)' : JSON.stringify(command));
    const { programs } = lookAtCommand(image, command);
    const script = scriptOf(image);
    const faults = faultsThatMatter(image, command).map(({ kind, message, file }) =>
      finding(kind === 'missing' ? 'command-missing' : kind, message, written, ...(file ? [seen.file(file)] : [])),
    );
    const none =
      command.length === 0 ? [finding('command-missing', 'the image has neither ENTRYPOINT nor CMD', written)] : [];
    const gone =
      script?.file === null
        ? [finding('command-missing', `the script ${script.path} is not in the image`, written)]
        : [];
    const barred = script?.barred
      ? [finding('not-readable', script.barred, written, ...(script.file ? [seen.file(script.file)] : []))]
      : [];
    const found = programs.flatMap(({ program }) =>
      program.status === 'found' ? [seen.file(program.file, program.at)] : [],
    );
    return passUnless(
      [...none, ...faults, ...gone, ...barred],
      [written, ...found, ...(script?.file ? [seen.file(script.file, 'script')] : [])],
    );
  },
});

function commandOf({ entrypoint, cmd }: ImageConfig): readonly string[] {
  return [...entrypoint, ...cmd];
}

/** The first program must start; of those that it starts, those without which nothing of the line can succeed. */
function faultsThatMatter(image: Image, command: readonly string[]) {
  const { line, programs, starts } = lookAtCommand(image, command);
  const faults = programs.flatMap(({ fault }) => fault ?? []);
  if (programs[0]?.fault) return faults.slice(0, 1);
  return outcomeOf(line, () => true).mayPass && !outcomeOf(line, starts).mayPass ? faults : [];
}

/** The script that an interpreter gets, also behind the official images' `docker-entrypoint.sh`, which runs its arguments. */
function scriptOf(image: Image) {
  const { entrypoint, cmd } = image.config;
  const passesOn = entrypoint.length === 1 && /(?:^|\/)docker-entrypoint\.sh$/.test(entrypoint[0] ?? '');
  return lookAtCommand(image, passesOn ? cmd : [...entrypoint, ...cmd]).script;
}

function machineMutant(image: Image) {
  const other = image.config.architecture === 's390x' ? 'ppc64le' : 's390x';
  const [first = ''] = commandOf(image.config);
  const around = surroundingsOf(image.config, image.accounts);
  const machine = { ...image, architecture: image.config.architecture };
  const heads = headsOf(findProgram(image.files, first, around), machine, around);
  if (!heads.some(({ kind, architecture }) => kind === 'elf' && architecture !== null)) return [];
  const edit = (config: ImageConfig) => ({ ...config, architecture: other });
  return [{ level: 'K' as const, title: `an image for ${other}`, reason: 'wrong-architecture' as const, edit }];
}

function scriptMutant(image: Image) {
  const script = scriptOf(image);
  if (!script?.file) return [];
  const { file, path } = script;
  const hidden = layerOf([hide(image.files, path)]);
  const closed = layerOf([again(file, { mode: 0 })]);
  const isRoot = surroundingsOf(image.config, image.accounts).uid === 0; // root reads whatever the mode
  return [
    {
      level: 'L' as const,
      title: `the script ${path} is gone`,
      reason: 'command-missing' as const,
      edit: () => hidden,
    },
    ...(isRoot
      ? []
      : [
          {
            level: 'L' as const,
            title: `nobody may read ${path}`,
            reason: 'not-readable' as const,
            edit: () => closed,
          },
        ]),
  ];
}
