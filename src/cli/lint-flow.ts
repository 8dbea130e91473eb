import { isAtLeast, type LintedFile, type LintFinding, TickproofError } from '../domain/index.ts';
import { checksOfFolders } from '../checks/static.ts';
import { makeFilePorts } from '../engines/file-ports.ts';
import { plural } from '../formats/index.ts';
import { fixText, orTold, planLint } from '../lint/index.ts';
import { type LintFormat, renderLint, unifiedDiff } from '../reports/lint/index.ts';
import type { FlagValues } from './define-command.ts';
import type { Io } from './io.ts';
import { type Bench, faultsIn, findIn, lintAll, type LintSource } from './lint-one.ts';
import { failLevel, hadolintSettings, settingsWarnings } from './lint-settings.ts';
import { sourcesOf } from './lint-sources.ts';
import { sayFault } from './main.ts';
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

/** `tickproof lint [FILES…]`: 1 where something weighs as much as the level, else 5 where something cannot be read, else 0. */
export async function lintFlow(words: readonly string[], flags: LintFlags, io: Io): Promise<number> {
  await using ports = makeFilePorts({ signal: io.signal, env: io.env });
  const { files, processes } = ports;
  const config = await hadolintSettings(flags.config, files, io);
  const lists = { only: idsIn(flags.only), skip: idsIn(flags.skip) };
  const unread = new Map<string, TickproofError>();
  const tell = (fault: TickproofError) => void unread.set(fault.message, fault);
  const sources = sourcesOf({ words, stdinFilename: flags.stdinFilename }, files, io, ports.readInput, tell);
  if (sources.length === 0 && unread.size === 0)
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
    onMuch: shellcheckNotice(io),
    checkOptions: io.env['BUILDKIT_DOCKERFILE_CHECK'],
    readCompose: hasCompose ? (await import('../sensors/static-compose.ts')).readCompose : null,
    tell,
  };
  const level = failLevel(flags.failLevel, config);
  const wanted =
    flags.fix || flags.fixDryRun ? sources.map((it) => orTold(tell, () => mended(it, flags, bench, io), it)) : sources;
  const results = await lintAll(wanted, bench, io.signal);
  if (results.length > 0 || flags.format !== 'pretty') report(results, sources, flags, io);
  for (const fault of unread.values()) sayFault(fault, io);
  const isHeavy = ({ severity, superseded }: LintFinding) =>
    !superseded && level !== null && isAtLeast(severity, level);
  return results.some(({ findings }) => findings.some(isHeavy)) ? 1 : unread.size > 0 ? 5 : 0;
}

const idsIn = (lists: readonly string[]): readonly string[] =>
  lists.flatMap((list) => list.split(',').map((it) => it.trim())).filter((it) => it !== '');

function wantsShellcheck({ only, skip }: { readonly only: readonly string[]; readonly skip: readonly string[] }) {
  const isMeant = (it: string) => /^(?:shellcheck|SC\d{4})/.test(it);
  return !skip.includes('shellcheck') && (only.length === 0 || only.some(isMeant));
}

/** Says once, to who waits at a terminal, what takes long and how to go without. */
function shellcheckNotice(io: Io): (steps: number) => void {
  let isTold = !io.live;
  return (steps) => {
    if (!isTold)
      io.err(
        `tickproof: ShellCheck looks at ${plural(steps, 'step')}, which takes a while; --skip shellcheck leaves it out\n`,
      );
    isTold = true;
  };
}

/** A file as it is once it is mended; `--fix` writes it, `--fix-dry-run` shows the difference and leaves it. What is not changed leaves as it came. */
function mended(source: LintSource, flags: LintFlags, bench: Bench, io: Io): LintSource {
  io.signal.throwIfAborted();
  const { target, text, input, isWhole } = source;
  const fixed = fixText(text, {
    find: (it) => findIn(target, it, bench),
    faults: (it) => faultsIn(target, it, bench),
  });
  const isChanged = fixed.text !== text;
  if (isChanged && !isWhole)
    io.err(`${target.path}: not mended: it is not in UTF-8, and letters of it would be lost\n`);
  const wanted = isWhole ? fixed.text : text;
  if (flags.fixDryRun) {
    const shown = unifiedDiff(target.path, text, wanted);
    io.out(shown);
    if (shown !== unifiedDiff(target.path, text, wanted, (it) => it))
      io.err(
        `${target.path}: secrets are masked in this diff, so it cannot be applied; \`--fix\` keeps them as they are\n`,
      );
    return source;
  }
  if (wanted === text) {
    if (input) io.outBytes(input);
    return source;
  }
  if (input) io.out(wanted);
  else bench.files.writeAtomic(target.file, wanted);
  io.err(`${target.path}: ${fixed.applied} mended\n`);
  return { ...source, text: wanted };
}

/** Findings go to stdout, unless a text or a diff is there already. */
function report(results: readonly LintedFile[], sources: readonly LintSource[], flags: LintFlags, io: Io): void {
  if (flags.fixDryRun) {
    const left = results.flatMap(({ findings }) => findings.filter(({ superseded }) => !superseded));
    if (left.length > 0 && !left.some(({ fix }) => fix))
      io.err(`tickproof: nothing here can be mended, ${plural(left.length, 'finding')} left; see \`tickproof lint\`\n`);
    return;
  }
  const isTaken = flags.fix && sources.some(({ input }) => input !== null);
  const text = renderLint(flags.format, results, { style: { colour: io.colour, columns: io.columns }, version });
  (isTaken ? io.err : io.out)(text);
}
