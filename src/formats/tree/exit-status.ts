import { unreachable } from '../../domain/index.ts';
import { isFilter, setsPipefail } from './pipes.ts';
import { readShellLine, type ShellLine } from './shell-line.ts';

/** How a command line can end: with 0, with anything else. */
export interface Outcome {
  readonly mayPass: boolean;
  readonly mayFail: boolean;
}

/** Ends of a part, told apart from ends of the whole shell (`exit`). */
interface Ends {
  readonly pass: boolean;
  readonly fail: boolean;
  readonly quitPass: boolean;
  readonly quitFail: boolean;
}

const EITHER: Ends = { pass: true, fail: true, quitPass: false, quitFail: false };
const PASSES: Ends = { pass: true, fail: false, quitPass: false, quitFail: false };
const FAILS: Ends = { pass: false, fail: true, quitPass: false, quitFail: false };

/** Where a line is run. */
interface World {
  /** Whether a program of that name can be run. */
  readonly exists: (program: string) => boolean;
  /** Whether a pipe ends as badly as the worst of its parts, and not as its last. */
  readonly pipefail: boolean;
}

/**
 * How a line can end where only some programs exist. `exists` says of a program's name whether it can be run; `shell` are the
 * words of the shell that reads it, where it may have been told to heed every part of a pipe.
 */
export function outcomeOf(
  line: ShellLine,
  exists: (program: string) => boolean,
  shell: readonly string[] = [],
): Outcome {
  const ends = endsOf(line, { exists, pipefail: shell.includes('pipefail') || setsPipefail(line) });
  return { mayPass: ends.pass || ends.quitPass, mayFail: ends.fail || ends.quitFail };
}

/** Every program that a line names, in order, wrappers and what they wrap alike; without the shell's own words. */
export function programsOf(line: ShellLine): readonly string[] {
  switch (line.kind) {
    case 'run':
      return needsOf(line.words, line.direct).flatMap((it) => (typeof it === 'string' ? it : programsOf(it)));
    case 'and':
    case 'or':
    case 'then':
    case 'pipe':
      return [...programsOf(line.left), ...programsOf(line.right)];
    case 'not':
    case 'subshell':
    case 'background':
      return programsOf(line.of);
    case 'opaque':
      return [];
    default:
      return unreachable(line);
  }
}

function endsOf(line: ShellLine, world: World): Ends {
  switch (line.kind) {
    case 'run':
      return endsOfRun(line.words, line.direct, world);
    case 'and':
    case 'or':
    case 'then': {
      const left = endsOf(line.left, world);
      const goesOn = line.kind === 'and' ? left.pass : line.kind === 'or' ? left.fail : left.pass || left.fail;
      const right = goesOn ? endsOf(line.right, world) : { pass: false, fail: false, quitPass: false, quitFail: false };
      return {
        pass: right.pass || (line.kind === 'or' && left.pass),
        fail: right.fail || (line.kind === 'and' && left.fail),
        quitPass: left.quitPass || right.quitPass,
        quitFail: left.quitFail || right.quitFail,
      };
    }
    case 'pipe': {
      const left = contained(endsOf(line.left, world));
      const right =
        !world.pipefail && isFilter(line.right, world.exists) ? PASSES : contained(endsOf(line.right, world));
      return left.pass ? right : FAILS; // without its source the rest of a pipe has nothing to find
    }
    case 'not': {
      const { pass, fail, ...quits } = endsOf(line.of, world);
      return { pass: fail, fail: pass, ...quits };
    }
    case 'subshell':
      return contained(endsOf(line.of, world));
    case 'background':
      return PASSES;
    case 'opaque':
      return EITHER;
    default:
      return unreachable(line);
  }
}

function contained({ pass, fail, quitPass, quitFail }: Ends): Ends {
  return { pass: pass || quitPass, fail: fail || quitFail, quitPass: false, quitFail: false };
}

const ALWAYS_PASS = new Set(['true', ':', 'echo', 'printf', 'sleep', 'export', 'set', 'unset', 'umask']);
const BUILTINS = new Set(
  'true false : echo printf export set unset umask test [ cd read kill wait eval . source type hash local return trap pwd times ulimit alias let declare getopts shift exit break continue'.split(
    ' ',
  ),
);
/** A script that can only end well: `python -c "import sys; sys.exit(0)"`, `node -e "process.exit(0)"`. */
const EMPTY_SCRIPT =
  /^\s*(?:import [\w, ]+[;\n]\s*)*(?:(?:sys\.|os\._|process\.)?exit\(0?\)|pass|print\([^()]*\)|console\.log\([^()]*\)|true|0)?\s*;?\s*$/;

function endsOfRun(words: readonly (string | null)[], direct: boolean, world: World): Ends {
  const needs = needsOf(words, direct);
  const missing = needs.some((it) => typeof it === 'string' && !world.exists(it));
  if (missing) return FAILS;
  const script = needs.find((it) => typeof it !== 'string');
  if (script) {
    const pipefail = world.pipefail || words.includes('pipefail') || setsPipefail(script);
    return contained(endsOf(script, { ...world, pipefail }));
  }
  const inner = words.slice(innermost(words, direct));
  const [name] = inner;
  if (name === undefined) return PASSES; // assignments and redirections alone
  if (name === null) return EITHER;
  if (!direct && name === 'exit') return quits(inner[1]);
  const base = name.slice(name.lastIndexOf('/') + 1);
  if (ALWAYS_PASS.has(base)) return PASSES;
  if (base === 'false') return FAILS;
  return isEmptyScript(base, inner) ? PASSES : EITHER;
}

function quits(status: string | null | undefined): Ends {
  const known = status !== undefined && status !== null && /^\d+$/.test(status);
  const zero = known && Number(status) % 256 === 0;
  return { pass: false, fail: false, quitPass: !known || zero, quitFail: !zero };
}

function isEmptyScript(base: string, words: readonly (string | null)[]): boolean {
  if (!/^(?:python|node|nodejs|ruby|perl|bun)[\d.]*$/.test(base)) return false;
  const flag = words.findIndex((it) => it === '-c' || it === '-e' || it === '--eval');
  return flag !== -1 && EMPTY_SCRIPT.test(words[flag + 1] ?? 'unknown');
}

interface Wrapper {
  /** Options that take the next word. */
  readonly taking?: readonly string[];
  /** Words between options and the wrapped command. */
  readonly operands?: number;
  readonly assignments?: boolean;
}

/** Programs that run the program named behind them. */
const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  exec: { taking: ['-a'] },
  command: {},
  nohup: {},
  env: { taking: ['-u', '--unset', '-C', '--chdir'], assignments: true },
  timeout: { taking: ['-k', '--kill-after', '-s', '--signal'], operands: 1 },
  nice: { taking: ['-n', '--adjustment'] },
  tini: { taking: ['-p', '-e'] },
  'tini-static': { taking: ['-p', '-e'] },
  'dumb-init': { taking: ['-r', '--rewrite'] },
  catatonit: {},
  'su-exec': { operands: 1 },
  gosu: { operands: 1 },
};

/** Where the innermost wrapped command begins; the number of words where a wrapper wraps nothing. */
function innermost(words: readonly (string | null)[], direct: boolean): number {
  return chainOf(words, direct).at(-1) ?? 0;
}

/** Offsets of every command in `env A=b timeout 5 curl`: the wrappers and what they wrap. */
function chainOf(words: readonly (string | null)[], direct: boolean): readonly number[] {
  const starts = [0];
  for (;;) {
    const at = starts.at(-1) ?? 0;
    const next = wrappedAt(words, at, direct && at === 0);
    if (next === null || next >= words.length) return starts;
    starts.push(next);
  }
}

function wrappedAt(words: readonly (string | null)[], start: number, direct: boolean): number | null {
  const name = words[start];
  const base = name?.slice(name.lastIndexOf('/') + 1) ?? '';
  const wrapper = Object.hasOwn(WRAPPERS, base) ? WRAPPERS[base] : undefined;
  if (!wrapper || (direct && (base === 'exec' || base === 'command'))) return null;
  let at = start + 1;
  for (let word = words[at]; word?.startsWith('-') && word !== '--'; word = words[at]) {
    if (base === 'command' && /^-[vV]/.test(word)) return null;
    at += wrapper.taking?.includes(word) ? 2 : 1;
  }
  if (words[at] === '--') at++;
  while (wrapper.assignments && /^\w+=/.test(words[at] ?? '')) at++;
  return at + (wrapper.operands ?? 0);
}

/** The programs that a simple command needs, and the line that a shell among them reads. */
function needsOf(words: readonly (string | null)[], direct: boolean): readonly (string | ShellLine)[] {
  return chainOf(words, direct).flatMap((start, index) => {
    const name = words[start];
    if (name === null || name === undefined) return [];
    const builtIn = !direct && index === 0 ? BUILTINS.has(name) || name === 'exec' || name === 'command' : false;
    const script = scriptOf(words.slice(start));
    return [...(builtIn ? [] : [name]), ...(script === null ? [] : [readShellLine(script)])];
  });
}

/** The text of `sh -c text`. */
function scriptOf(words: readonly (string | null)[]): string | null {
  const [name] = words;
  if (!/(?:^|\/)(?:sh|ash|bash|dash|zsh|ksh)$/.test(name ?? '')) return null;
  let at = 1;
  // `-o pipefail` takes a word with it.
  while (words[at]?.startsWith('-') && !/^-\w*c/.test(words[at] ?? '')) at += /^-\w*o$/.test(words[at] ?? '') ? 2 : 1;
  return /^-\w*c/.test(words[at] ?? '') ? (words[at + 1] ?? null) : null;
}

/** A line for words that no shell reads: an exec-form command. */
export function directLine(words: readonly string[]): ShellLine {
  return { kind: 'run', words, direct: true };
}

/**
 * The file that an interpreter is told to run, by name: `server.js` of `node server.js`. Null where that cannot be told
 * (modules, inline scripts, names without an extension).
 */
export function scriptFileOf(line: ShellLine): string | null {
  if (line.kind !== 'run') return null;
  const words = line.words.slice(innermost(line.words, line.direct));
  const base = (words[0] ?? '').replace(/^.*\//, '');
  if (!/^(?:python|node|nodejs|ruby|perl|php|sh|bash|ash|dash|bun|java)[\d.]*$/.test(base)) return null;
  const at = words.findIndex(
    (it, index) => index > 0 && !/^-(?:[uBOEsIx]+|jar|-[\w-]+(?:=.*)?)$/.test(it ?? '-unknown'),
  );
  const file = words[at];
  return file && /^[^-].*\.(?:js|mjs|cjs|py|pyc|sh|rb|pl|php|jar)$/s.test(file) && !/\s/.test(file) ? file : null;
}
