import type { Instruction, ParsedDockerfile, Stage } from '../../domain/index.ts';
import { type Command, eachCommand, effectiveOf, type Scope } from '../../formats/index.ts';

/** A place of a stage at which something stands that was compiled, or installed, for the stage's own C library. */
export interface Made {
  readonly path: string;
  /** `packages`: dependencies as an installer brings them, compiled parts and all; `compiled`: what a compiler wrote. */
  readonly kind: 'packages' | 'compiled';
  readonly language: 'python' | 'node' | 'ruby' | 'go' | 'rust' | 'c' | 'java';
  /** Needs no C library of the image. */
  readonly isStatic: boolean;
  readonly by: Instruction;
}

interface Around {
  readonly folder: string;
  readonly variables: Scope['variables'];
  /** The whole text of the instruction, here-documents included. */
  readonly text: string;
  /** The program as it is written: `/opt/venv/bin/pip`. */
  readonly program: string;
}

type Maker = (words: readonly string[], around: Around) => readonly Omit<Made, 'by'>[];

/** Where the commands of a stage, and of those below it, put what they compile and install. */
export function madeIn(parsed: ParsedDockerfile, stage: Stage): readonly Made[] {
  const made: Made[] = [];
  effectiveOf(parsed, stage, {}, (instruction, { workdir, variables, shell }) => {
    if (instruction.keyword !== 'RUN') return;
    const text = `${instruction.rest}\n${instruction.heredocs.map(({ content }) => content).join('')}`;
    let folder = workdir ?? '/';
    for (const command of eachCommand(instruction, shell)) {
      const words = wordsOf(command, variables);
      if (words[0] === 'cd' || words[0] === 'pushd') folder = under(folder, words[1] ?? '/');
      const around = { folder, variables, text, program: command.words[0]?.text ?? '' };
      made.push(...makerOf(words)(words, around).map((it) => ({ ...it, by: instruction })));
      made.push(...carried(words, folder, made).map((it) => ({ ...it, by: instruction })));
    }
  });
  return made;
}

/** Program and arguments with known variables in them; `python -m pip` is pip. */
function wordsOf({ name, words }: Command, variables: Scope['variables']): readonly string[] {
  const known = (text: string): string =>
    text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced: string | undefined, bare: string | undefined) => {
      return variables.get(braced ?? bare ?? '') ?? whole;
    });
  const texts = [name, ...words.slice(1).map(({ text }) => known(text))];
  return /^python[\d.]*$/.test(name) ? texts.slice(texts.indexOf('-m') + 1) : texts;
}

const nothing: Maker = () => [];
const C_COMPILERS =
  /^(?:(?:\w+-)*(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+|musl-gcc)(?:-\d+)?|ldc2|nim|crystal|ghc|swiftc|fpc)$/;

function makerOf([program = '']: readonly string[]): Maker {
  if (/^pip[\d.]*$/.test(program)) return pip;
  if (/^(?:npm|pnpm|yarn|bun)$/.test(program)) return node;
  if (C_COMPILERS.test(program)) return c;
  return MAKERS.get(program) ?? nothing;
}

const pip: Maker = (words, around) => {
  if (!words.includes('install') || words.includes('--no-deps')) return [];
  const to = valueOf(words, '--target', '-t', '--prefix', '--root');
  const other = valueOf(words, '--python')?.replace(/\/bin\/[^/]*$/, '');
  const home = /^(\S+)\/bin\/[^/\s]+$/.exec(around.program)?.[1]; // of a virtual environment
  const user = words.includes('--user') ? `${around.variables.get('HOME') ?? '/root'}/.local` : null;
  return [packages('python', under(around.folder, to ?? other ?? home ?? user ?? '/usr/local/lib'))];
};

const venv: Maker = (words, { folder }) => {
  const path = words.slice(1).findLast((word) => !word.startsWith('-'));
  return path === undefined ? [] : [packages('python', under(folder, path))];
};

const uv: Maker = (words, around) => {
  if (words[1] === 'venv') return venv(['venv', '.venv', ...words.slice(2)], around); // the last path counts
  if (words[1] === 'pip') return pip(words.slice(1), around);
  const home = around.variables.get('UV_PROJECT_ENVIRONMENT') ?? '.venv';
  return words[1] === 'sync' ? [packages('python', under(around.folder, home))] : [];
};

const inVenv: Maker = (words, { folder }) =>
  ['install', 'sync'].includes(words[1] ?? '') ? [packages('python', under(folder, '.venv'))] : [];

const node: Maker = (words, { folder }) => {
  const does = words.slice(1).find((word) => !word.startsWith('-'));
  const installs = does === undefined ? words[0] === 'yarn' : /^(?:ci|install|i|add|clean-install)$/.test(does);
  const home = valueOf(words, '--prefix', '-C', '--dir', '--cwd');
  if (!installs) return [];
  const isGlobal = words.some((word) => /^(?:-g|--global)$/.test(word));
  return [packages('node', isGlobal ? '/usr/local/lib' : under(folder, `${home ?? '.'}/node_modules`))];
};

const bundle: Maker = (words, { folder }) => {
  const does = words[1] ?? 'install';
  if (does !== 'install' && !does.startsWith('-')) return [];
  return ['/usr/local/bundle', under(folder, 'vendor/bundle')].map((path) => packages('ruby', path));
};

const go: Maker = (words, { folder, variables, text }) => {
  if (words[1] !== 'build' && words[1] !== 'install') return [];
  const isStatic =
    /\bCGO_ENABLED=["']?0/.test(text) || variables.get('CGO_ENABLED') === '0' || /-static\b/.test(words.join(' '));
  const to = words[1] === 'install' ? '/go/bin' : under(folder, valueOf(words, '-o') ?? '.');
  return [{ path: to, kind: 'compiled', language: 'go', isStatic }];
};

const cargo: Maker = (words, { folder, text, variables }) => {
  const said = `${words.join(' ')} ${text} ${variables.get('RUSTFLAGS') ?? ''} ${variables.get('CARGO_BUILD_TARGET') ?? ''}`;
  const isStatic = /linux-musl|crt-static/.test(said);
  const of = (path: string): Omit<Made, 'by'> => ({ path, kind: 'compiled', language: 'rust', isStatic });
  if (words.includes('install')) {
    const root = valueOf(words, '--root') ?? variables.get('CARGO_HOME') ?? '/usr/local/cargo';
    return [of(under(folder, root))];
  }
  const target = valueOf(words, '--target-dir') ?? variables.get('CARGO_TARGET_DIR') ?? 'target';
  return words.some((word) => /^(?:build|b|rustc|zigbuild)$/.test(word)) ? [of(under(folder, target))] : [];
};

const c: Maker = (words, { folder }) => {
  const to = valueOf(words, '-o');
  const isStatic = words.some((word) => /^(?:-static|-static-pie|--static)$/.test(word));
  const isObject = words.includes('-c');
  return to === null || isObject ? [] : [{ path: under(folder, to), kind: 'compiled', language: 'c', isStatic }];
};

const jlink: Maker = (words, { folder }) => {
  const to = valueOf(words, '--output');
  return to === null ? [] : [{ path: under(folder, to), kind: 'compiled', language: 'java', isStatic: false }];
};

const MAKERS: ReadonlyMap<string, Maker> = new Map([
  ['bundle', bundle],
  ['bundler', bundle],
  ['cargo', cargo],
  ['go', go],
  ['jlink', jlink],
  ['pdm', inVenv],
  ['pipenv', inVenv],
  ['poetry', inVenv],
  ['rustc', c],
  ['uv', uv],
  ['venv', venv],
  ['virtualenv', venv],
]);

function packages(language: Made['language'], path: string): Omit<Made, 'by'> {
  return { path, kind: 'packages', language, isStatic: false };
}

/** `cp`, `mv`, `install` and `ln` take what was made to another place. */
function carried(words: readonly string[], folder: string, made: readonly Made[]): readonly Made[] {
  if (!/^(?:cp|mv|install|ln)$/.test(words[0] ?? '')) return [];
  const paths = words.slice(1).filter((word) => !word.startsWith('-'));
  const to = under(folder, paths.at(-1) ?? '');
  const from = paths.slice(0, -1).map((path) => under(folder, path.replace(/\*.*$/, '')));
  const taken = made.filter(({ path }) => from.some((source) => overlaps(source, path)));
  return taken.slice(0, 1).map((it) => ({ ...it, path: to }));
}

/** The value of an option, as the next word or behind `=`. */
function valueOf(words: readonly string[], ...names: readonly string[]): string | null {
  for (const [index, word] of words.entries()) {
    const [name = '', value] = word.split(/=([^]*)/);
    if (names.includes(name)) return value ?? words[index + 1] ?? null;
  }
  return null;
}

const LONGEST_PATH = 4_096; // no kernel goes deeper, and so no build

/** A path without `.`, `..` and doubled slashes, below a folder unless it is absolute. */
export function under(folder: string, path: string): string {
  if (folder.length > LONGEST_PATH && !path.startsWith('/')) return folder;
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Whether one is the other, or stands in it. */
export function overlaps(left: string, right: string): boolean {
  return contains(left, right) || contains(right, left);
}

export function contains(folder: string, path: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}
