import { type Files, isAtLeast, type LintedFile, type LintFinding, TickproofError } from '../domain/index.ts';
import { checksOfFolders } from '../checks/static.ts';
import { makeFilePorts } from '../engines/file-ports.ts';
import { fixText, kindOf, type LintTarget, planLint, targetsIn } from '../lint/index.ts';
import { type LintFormat, renderLint, unifiedDiff } from '../reports/lint/index.ts';
import type { FlagValues } from './define-command.ts';
import type { Io } from './io.ts';
import { type Bench, faultsIn, findIn, lintOne } from './lint-one.ts';
import { failLevel, hadolintSettings, settingsWarnings } from './lint-settings.ts';
import { version } from './version.ts';

type LintFlags = FlagValues<{
  profile: { kind: 'choice'; of: readonly ['default', 'strict']; default: 'default'; brief: string };
  only: { kind: 'texts'; brief: string };
  skip: { kind: 'texts'; brief: string };
  failLevel: { kind: 'text'; default: string; brief: string };
  format: { kind: 'choice'; of: readonly LintFormat[]; default: 'pretty'; brief: string };
  fix: { kind: 'boolean'; brief: string };
  fixDryRun: { kind: 'boolean'; brief: string };
  config: { kind: 'text'; brief: string };
  stdinFilename: { kind: 'text'; brief: string };
}>;

interface Source {
  readonly target: LintTarget;
  readonly text: string;
}

const STDIN = '-';
const MOST_CHARACTERS = 50_000_000;

/** `tickproof lint [FILES…]`: 0 where nothing weighs as much as the level, 1 where something does. */
export async function lintFlow(words: readonly string[], flags: LintFlags, io: Io): Promise<number> {
  await using ports = makeFilePorts({ signal: io.signal, env: io.env });
  const { files, processes } = ports;
  const config = await hadolintSettings(flags.config, files, io);
  const lists = { only: idsIn(flags.only), skip: idsIn(flags.skip) };
  const sources = sourcesOf(words, flags, files, io, ports.readInput);
  if (sources.length === 0)
    throw new TickproofError('usage', `no Dockerfile and no compose file in ${words.join(', ') || 'this folder'}`, {
      remedy: 'Name a file, whatever it is called, or a folder that holds one.',
    });
  const hasCompose = sources.some(({ target }) => target.kind === 'compose');
  const isNamed = [...lists.only, ...lists.skip].some(
    (id) => !/^(?:DL\d+|SC\d+|shellcheck.*|dockerfile\/.*)$/.test(id),
  );
  const ofCompose = hasCompose || isNamed ? (await import('../checks/static-compose.ts')).checksOfProjects : [];
  const plan = planLint([...checksOfFolders, ...ofCompose], { profile: flags.profile, ...lists, config });
  for (const warning of settingsWarnings(config, plan)) io.err(`tickproof: hadolint's settings: ${warning}\n`);
  const bench: Bench = {
    plan,
    files,
    processes: wantsShellcheck(lists) && processes.find('shellcheck') ? processes : null,
    checkOptions: io.env['BUILDKIT_DOCKERFILE_CHECK'],
    readCompose: hasCompose ? (await import('../sensors/static-compose.ts')).readCompose : null,
  };
  const level = failLevel(flags.failLevel, config);
  const results: LintedFile[] = [];
  for (const source of sources) {
    io.signal.throwIfAborted();
    results.push(
      await (flags.fix || flags.fixDryRun ? mended(source, flags, bench, io) : lintOne(...of(source), bench)),
    );
  }
  report(results, sources, flags, io);
  const isHeavy = ({ severity, superseded }: LintFinding) =>
    !superseded && level !== null && isAtLeast(severity, level);
  return results.some(({ findings }) => findings.some(isHeavy)) ? 1 : 0;
}

const of = ({ target, text }: Source): readonly [LintTarget, string] => [target, text];

const idsIn = (lists: readonly string[]): readonly string[] =>
  lists.flatMap((list) => list.split(',').map((it) => it.trim())).filter((it) => it !== '');

function wantsShellcheck({ only, skip }: { readonly only: readonly string[]; readonly skip: readonly string[] }) {
  const isMeant = (it: string) => /^(?:shellcheck|SC\d{4})/.test(it);
  return !skip.includes('shellcheck') && (only.length === 0 || only.some(isMeant));
}

function sourcesOf(
  words: readonly string[],
  { stdinFilename }: LintFlags,
  files: Files,
  { cwd }: Io,
  readInput: () => string,
): readonly Source[] {
  const paths = words.filter((it) => it !== STDIN);
  const asked = words.length === 0 ? ['.'] : paths;
  const fromFiles = targetsIn(files, cwd, asked).map((target) => ({
    target,
    text: bounded(files.readText(target.file) ?? '', target.path),
  }));
  if (!words.includes(STDIN)) return fromFiles;
  const path = stdinFilename ?? STDIN;
  const kind = kindOf(path.split('/').at(-1) ?? '') ?? 'dockerfile';
  const target: LintTarget = { path, file: files.resolve(cwd, path), kind, context: null };
  return [...fromFiles, { target, text: bounded(readInput(), path) }];
}

function bounded(text: string, path: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  throw new TickproofError('file-unreadable', `${path} is too large to be linted`, {
    remedy: 'Name only files that are written by people.',
  });
}

/** What a file is like once it is mended; `--fix` writes it, `--fix-dry-run` shows the difference and leaves it. */
async function mended(source: Source, flags: LintFlags, bench: Bench, io: Io): Promise<LintedFile> {
  const { target, text } = source;
  const fixed = fixText(text, {
    find: (it) => findIn(target, it, bench),
    faults: (it) => faultsIn(target, it, bench),
  });
  if (flags.fixDryRun) {
    io.out(unifiedDiff(target.path, text, fixed.text));
    return lintOne(target, text, bench);
  }
  if (isInput(source, flags)) io.out(fixed.text);
  else if (fixed.text !== text) bench.files.writeAtomic(target.file, fixed.text);
  if (fixed.applied > 0) io.err(`${target.path}: ${fixed.applied} mended\n`);
  return lintOne(target, fixed.text, bench);
}

const isInput = ({ target }: Source, { stdinFilename }: LintFlags): boolean =>
  target.path === (stdinFilename ?? STDIN) && target.context === null;

/** Findings go to stdout, unless a text or a diff is there already. */
function report(results: readonly LintedFile[], sources: readonly Source[], flags: LintFlags, io: Io): void {
  if (flags.fixDryRun) return;
  const isTaken = flags.fix && sources.some((it) => isInput(it, flags));
  const text = renderLint(flags.format, results, { style: { colour: io.colour, columns: io.columns }, version });
  (isTaken ? io.err : io.out)(text);
}
