import type { Instruction, Stage } from '../domain/index.ts';
import { chainOf } from './dockerfile/index.ts';
import { type Command, eachCommand } from './shell/index.ts';

/** A step that fetches what the application depends on. */
export interface Install {
  readonly stage: Stage;
  readonly instruction: Instruction;
  readonly command: Command;
  readonly manager: string;
}

interface Installer {
  readonly names: RegExp;
  /** First words after the options: `mod download`; an empty text is the bare command. */
  readonly does: readonly string[];
  /** What of its kind has run before has fetched everything already. */
  readonly family?: string;
  /** The command only puts the application itself in place, if one of its family has run before. */
  readonly completes?: (words: readonly string[]) => boolean;
  /** Never fetches, written like this. */
  readonly spares?: RegExp;
}

const OPTIONS_WITH_VALUE =
  /^(?:-[cirtft]|--(?:constraint|index-url|extra-index-url|target|prefix|find-links|requirement|root))$/;

/** Only paths of this machine are named: `.`, `./pkg[extra]`, `dist/*.whl`; no list of requirements. */
function namesOnlyPaths(words: readonly string[]): boolean {
  if (words.some((word) => /^(?:-r|--requirement)/.test(word))) return false;
  const named = words.filter((word, at) => !word.startsWith('-') && !OPTIONS_WITH_VALUE.test(words[at - 1] ?? ''));
  return named.length > 0 && named.every((word) => /^[./~$]|\.(?:whl|tar\.gz|zip)$/.test(word));
}

const always = (): boolean => true;

const INSTALLERS: readonly Installer[] = [
  { names: /^npm$/, does: ['ci', 'install', 'i', 'add', 'clean-install', 'isntall'] },
  { names: /^yarn(?:pkg)?$/, does: ['', 'install', 'add', 'workspaces focus'] },
  {
    names: /^pnpm$/,
    does: ['install', 'i', 'add', 'fetch'],
    family: 'pnpm',
    completes: (words) => words.some((word) => /^--(?:prefer-)?offline$/.test(word)),
  },
  { names: /^bun$/, does: ['install', 'i', 'add'] },
  {
    names: /^pip[\d.]*$/,
    does: ['install', 'download', 'wheel'],
    family: 'python',
    completes: (words) => namesOnlyPaths(words.slice(1)),
    spares: /^--no-deps$/,
  },
  {
    names: /^uv$/,
    does: ['pip install', 'pip sync'],
    family: 'python',
    completes: (words) => namesOnlyPaths(words.slice(2)),
    spares: /^--no-deps$/,
  },
  { names: /^uv$/, does: ['sync', 'add'], family: 'python', completes: always },
  { names: /^(?:poetry|pdm|pipenv)$/, does: ['install', 'sync', 'add'], family: 'python', completes: always },
  {
    names: /^(?:conda|mamba|micromamba)$/,
    does: ['install', 'create', 'env create', 'env update'],
    family: 'python',
  },
  { names: /^(?:apt|apt-get|aptitude)$/, does: ['install'] },
  { names: /^apk$/, does: ['add'] },
  { names: /^(?:yum|dnf|dnf5|microdnf|tdnf|zypper)$/, does: ['install', 'in', 'groupinstall'] },
  { names: /^go$/, does: ['mod download', 'mod vendor', 'get'] },
  { names: /^cargo$/, does: ['fetch', 'vendor', 'chef cook'] },
  { names: /^(?:bundle|bundler)$/, does: ['', 'install'] },
  { names: /^gem$/, does: ['install'] },
  { names: /^composer$/, does: ['install', 'require'] },
  { names: /^mvnw?$/, does: ['dependency:go-offline', 'dependency:resolve'] },
  { names: /^(?:gradle|gradlew)$/, does: ['dependencies'] },
  { names: /^dotnet$/, does: ['restore'] },
  { names: /^mix$/, does: ['deps.get'] },
  { names: /^(?:dart|flutter)$/, does: ['pub get'] },
  { names: /^swift$/, does: ['package resolve'] },
];

/**
 * The steps of these stages that install dependencies, in file order. A second pass that only adds the application
 * (`uv sync` after `uv sync --no-install-project`, `pip install .` after the requirements) is none.
 */
export function installsOf(stages: readonly Stage[], among: ReadonlySet<number>): readonly Install[] {
  return stages.filter(({ index }) => among.has(index)).flatMap((stage) => installsIn(stages, stage));
}

function installsIn(stages: readonly Stage[], stage: Stage): readonly Install[] {
  const families = new Set<string>();
  const own: Install[] = [];
  for (const link of chainOf(stages, stage)) {
    for (const instruction of link.body.filter(({ keyword }) => keyword === 'RUN')) {
      for (const { install, installer } of readInstalls(link, instruction)) {
        const { family, completes } = installer;
        const isSecond = family !== undefined && families.has(family) && completes?.(wordsOf(install.command).slice(1));
        if (family !== undefined) families.add(family);
        if (link === stage && !isSecond) own.push(install);
      }
    }
  }
  return own;
}

function readInstalls(stage: Stage, instruction: Instruction): { install: Install; installer: Installer }[] {
  return eachCommand(instruction).flatMap((command) => {
    const [manager = '', ...words] = wordsOf(command);
    const installer = INSTALLERS.find(
      ({ names, does, spares }) =>
        names.test(manager) && does.some((it) => isDone(it, words)) && !words.some((word) => spares?.test(word)),
    );
    return installer ? [{ install: { stage, instruction, command, manager }, installer }] : [];
  });
}

const TAKES_FOLDER = /^(?:-[CwFRo]|--(?:prefix|cwd|dir|directory|filter|workspace|project|root|file|option))$/;

function isDone(wanted: string, words: readonly string[]): boolean {
  const said = words.filter((word, at) => !word.startsWith('-') && !TAKES_FOLDER.test(words[at - 1] ?? ''));
  if (wanted === '') return said.length === 0 && !words.some((word) => /^(?:-v|--version|--help)$/.test(word));
  return wanted.split(' ').every((word, at) => said[at] === word);
}

const WRAPPERS = /^(?:sudo|env|exec|command|time|nice|corepack|npx|xx-apt-get|xx-apk)$/;

/** Program and arguments, the program by its bare name; `python -m pip` is pip. */
function wordsOf({ name, words }: Command): readonly string[] {
  const texts = [name, ...words.slice(1).map(({ text }) => text)];
  const module = /^python[\d.]*$/.test(name) ? texts.indexOf('-m') : -1;
  if (module > 0) return texts.slice(module + 1);
  if (/^xx-(?:apt-get|apk)$/.test(name)) return [name.slice(3), ...texts.slice(1)];
  const program = WRAPPERS.test(name) ? texts.findIndex((it, at) => at > 0 && !/^-|=/.test(it)) : 0;
  return texts.slice(Math.max(program, 0));
}
