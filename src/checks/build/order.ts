import type { Stage } from '../../domain/index.ts';
import { chainOf, flagValue, type Install, mountsOf } from '../../formats/index.ts';
import type { Instruction } from '../kit.ts';

/** What an install step is preceded by, in its own stage and those below it. */
function before(stages: readonly Stage[], { stage, instruction }: Install): readonly Instruction[] {
  const all = chainOf(stages, stage).flatMap(({ body }) => body);
  return all.slice(0, all.indexOf(instruction));
}

/** Instructions that bring application sources above an install step, or mount them into it. */
export function sourcesAbove(
  stages: readonly Stage[],
  install: Install,
  touched: readonly string[] | null,
): readonly Instruction[] {
  const brings = (source: string): boolean =>
    touched === null ? isLikelySource(source) : touched.some((file) => covers(source, file));
  const copies = before(stages, install).filter((it) => contextSources(it).some(brings));
  const mounts = mountsOf(install.instruction).filter(({ type, from }) => type === 'bind' && from === null);
  return mounts.some(({ source }) => brings(source ?? '.')) ? [...copies, install.instruction] : copies;
}

/** The COPY that stands below an install step in its stage and brings one of the files. */
export function copyBelow({ stage, instruction }: Install, touched: readonly string[]): Instruction | null {
  const below = stage.body.slice(stage.body.indexOf(instruction)); // which itself brings nothing
  return below.find((it) => contextSources(it).some((source) => touched.some((file) => covers(source, file)))) ?? null;
}

/** What an instruction takes of the context, as written. */
export function contextSources(instruction: Instruction): readonly string[] {
  const { keyword, args, heredocs } = instruction;
  if ((keyword !== 'COPY' && keyword !== 'ADD') || flagValue(instruction, 'from') !== null) return [];
  return heredocs.length > 0 ? [] : args.slice(0, -1).filter((source) => !source.includes('://'));
}

/** Whether a source of COPY takes a file of the context: all of it, a folder above the file, or a pattern of either. */
export function covers(source: string, file: string): boolean {
  const wanted = partsOf(source);
  const parts = partsOf(file);
  return wanted.length <= parts.length && wanted.every((part, at) => matches(part, parts[at] ?? ''));
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

/** As Go's `path.Match` on one name: `*`, `?`, `[a-z]`, `\\x`. Goes back to the last `*` only, so that it ends soon. */
function matches(pattern: string, name: string): boolean {
  const wanted = [...pattern.matchAll(/\[[^\]]+\]|\\[^]|[^]/g)].map(([token]) => token);
  let [at, next] = [0, 0];
  let star: { readonly next: number; at: number } | null = null; // what follows the last `*`, and from where
  while (at < name.length) {
    const token = wanted[next];
    if (token === '*') star = { next: ++next, at };
    else if (token !== undefined && matchesOne(token, name.charAt(at))) [at, next] = [at + 1, next + 1];
    else if (star) [at, next] = [++star.at, star.next];
    else return false;
  }
  return wanted.slice(next).every((token) => token === '*');
}

function matchesOne(token: string, char: string): boolean {
  if (token === '?') return true;
  if (token.length === 1) return token !== '[' && token === char;
  if (token.startsWith('\\')) return token.slice(1) === char;
  const inner = token.slice(1, -1);
  const isNot = inner.startsWith('^');
  const ranges = [...(isNot ? inner.slice(1) : inner).matchAll(/([^])-([^])|[^]/g)];
  const hit = ranges.some(([one, low, high]) => (low && high ? low <= char && char <= high : one === char));
  return hit !== isNot;
}

/** Names that declare dependencies or configure their installation, by which an install may well depend. */
const DECLARES =
  /^(?:setup\.py|build\.gradle\.kts|settings\.gradle\.kts|build\.rs|mix\.exs|Package\.swift|.*\.gemspec|.*\.config\.\w+|\..+)$/;
const PROGRAM = /\.(?:[cm]?[jt]sx?|py|go|rs|java|kt|rb|php|c|cc|cpp|h|cs|swift|scala|exs?|vue|svelte|html?|css)$/;
const HOME = /^(?:src|app|apps|lib|cmd|internal|pkg|server|api|web|client|services?|source|sources|\*|\*\*)$/;

/** Without a file that was changed for a proof: the whole context, a folder of sources, or a program text. */
export function isLikelySource(source: string): boolean {
  const parts = partsOf(source);
  const last = parts.at(-1);
  if (last === undefined) return true;
  return !DECLARES.test(last) && (HOME.test(last) || PROGRAM.test(last));
}
