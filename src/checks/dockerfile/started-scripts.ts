import type { ContextScript, DockerfileFacts, Instruction, Placed, Stage } from '../../domain/index.ts';
import { DEFAULT_PATH } from '../../formats/index.ts';
import { isNamedBy, takenBy } from './locks.ts';
import { under } from './paths.ts';
import { type Ending, endingOf } from './script-ending.ts';

const SHELL = /^(?:\/(?:usr\/)?bin\/)?(?:sh|ash|bash|dash|ksh|zsh)$/;

interface Started {
  readonly by: Placed<readonly string[]>;
  readonly path: string;
  readonly ending: Ending;
}

/** The script that a container starts, and the one of the command that this is given. */
export function startedBy(
  { entrypoint, cmd }: DockerfileFacts['final'],
  chain: readonly Stage[],
  scripts: readonly ContextScript[],
): readonly Started[] {
  const first = entrypoint && entrypoint.value.length > 0 ? entrypoint : cmd;
  const started = first ? scriptOf(first, chain, scripts) : null;
  if (!started) return [];
  const isGiven = cmd !== null && first !== cmd && /\$\{?[@*]/.test(started.ending.text);
  const given = isGiven ? scriptOf(cmd, chain, scripts) : null;
  return given ? [started, given] : [started];
}

function scriptOf(by: Placed<readonly string[]>, chain: readonly Stage[], scripts: readonly ContextScript[]) {
  const wanted = new Set(pathsOf(by.value, workdirAfter(chain)));
  const path = landedAt(
    wanted,
    chain,
    scripts.map((it) => it.path),
  );
  const script = scripts.find((it) => it.path === path);
  const ending = script ? endingOf(script.text) : null;
  return script && ending ? { by, path: script.path, ending } : null;
}

/** Where the program of a command may lie; of `sh FILE` the file. */
function pathsOf([program = '', ...args]: readonly string[], workdir: string): readonly string[] {
  const isShell = SHELL.test(program);
  // `sh -c` runs a text, no file
  const file = isShell ? args.find((it) => !it.startsWith('-') || /^-\w*c$/.test(it)) : program;
  if (file === undefined || file.startsWith('-')) return [];
  if (isShell || file.includes('/')) return [under(workdir, file)];
  return DEFAULT_PATH.split(':').map((folder) => `${folder}/${file}`);
}

/** The folder that what is written after these stages starts in. */
function workdirAfter(chain: readonly Stage[]): string {
  return chain.flatMap(({ body }) => body).reduce(moved, '/');
}

/** The file of the context that lies at one of these paths of the image; what is copied last stays. */
function landedAt(wanted: ReadonlySet<string>, chain: readonly Stage[], files: readonly string[]): string | undefined {
  let here = '/';
  let found: string | undefined;
  for (const it of chain.flatMap(({ body }) => body)) {
    here = moved(here, it);
    if (it.keyword !== 'COPY' && it.keyword !== 'ADD') continue;
    const place = under(here, it.args.at(-1) ?? '');
    for (const source of takenBy(it))
      found = files.findLast((file) => landings(source, file, place).some((path) => wanted.has(path))) ?? found;
  }
  return found;
}

function moved(here: string, { keyword, args }: Instruction): string {
  return keyword === 'WORKDIR' ? under(here, args.join(' ')) : here;
}

/** Where a source may bring a file: a name without a slash at its end may be a folder or the file's new name. */
function landings(source: string, file: string, place: string): readonly string[] {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (source === '') return [under(place, file)];
  if (file.startsWith(`${source}/`)) return [under(place, file.slice(source.length + 1))];
  return isNamedBy(source, file) ? [place, under(place, name)] : [];
}
