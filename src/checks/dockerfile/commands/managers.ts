import type { Instruction, ParsedDockerfile } from '../rule.ts';
import { assignmentsOf, type CommandWord } from '../shared.ts';
import { type Call, hasArgument, operandsOf, type Part, type Run, runsIn } from './calls.ts';

/** `pip install …` in any spelling, `python -m pip install …` too. */
export function isPipInstall(call: Call): boolean {
  if (!hasArgument(call, 'install')) return false;
  if (call.name.startsWith('pip')) return !call.name.startsWith('pipenv');
  return call.name.startsWith('python') && hasArgument(call, '-m') && hasArgument(call, 'pip');
}

/** Whether a `rm -r` names one of these folders, something inside, or what only the shell knows. */
export function removes({ name, args }: Call, ...folders: readonly string[]): boolean {
  if (name !== 'rm') return false;
  return args.some(
    ({ text, literal }) =>
      !text.startsWith('-') && (!literal || text.includes('{') || folders.some((folder) => text.includes(folder))),
  );
}

/** The last install of a tool that nothing cleans up after in the same step; `cleans` names the tools that a call cleans up after. */
export function leftUnclean(
  { calls }: Run,
  installs: (call: Call) => boolean,
  cleans: (call: Call) => readonly string[],
): readonly Call[] {
  const cleaned = new Set<string>();
  for (const call of calls.toReversed()) {
    for (const tool of cleans(call)) cleaned.add(tool);
    if (installs(call) && !cleaned.has(call.name)) return [call];
  }
  return [];
}

const RPM_OPTIONS = [
  'enablerepo',
  'disablerepo',
  'repo',
  'repoid',
  'setopt',
  'releasever',
  'installroot',
  'exclude',
  'config',
  'c',
  'x',
];

/** Whether an `install` of yum or dnf names a package or module that no version is given of. */
export function isUnpinnedRpm(call: Call, run: Run, source: ParsedDockerfile): boolean {
  if (!hasArgument(call, 'install') || hasArgument(call, 'group')) return false;
  const named = operandsOf(call, RPM_OPTIONS).filter(({ text }) => text !== 'install' && text !== 'module');
  if (hasArgument(call, 'module')) return named.some(({ text }) => !text.includes(':'));
  return named.some((word) => !isPinnedRpm(word.text) && !variablesIn(word).some((name) => isKnown(name, run, source)));
}

/** `name-1.2.3`, with more parts behind the name as long as all of them may stand in a version; a file of a package. */
function isPinnedRpm(text: string): boolean {
  const [, ...parts] = text.split('-');
  if (parts.length > 0 && text.endsWith('.rpm')) return true;
  return parts.every((part) => /^[\w.~^+:]+$/.test(part)) && parts.some((part) => /^\d/.test(part));
}

function variablesIn({ text, literal }: CommandWord): readonly string[] {
  return literal ? [] : [...text.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name);
}

const variablesOf = new WeakMap<object, ReadonlySet<string>>();

/** ENV of the stage and those that it is made from; ARG of the file, as nobody misses its own. Triggers know their own only. */
function isKnown(name: string, { part }: Run, source: ParsedDockerfile): boolean {
  const args = part.isTrigger ? part.body : source.instructions;
  return (
    [part, ...part.parents].some((it) => namesSet(it, it.body, 'ENV').has(name)) ||
    namesSet(args, args, 'ARG').has(name)
  );
}

/** What all instructions of a kind assign, read once per owner. */
function namesSet(owner: object, body: readonly Instruction[], keyword: string): ReadonlySet<string> {
  const names =
    variablesOf.get(owner) ??
    new Set(body.filter((it) => it.keyword === keyword).flatMap((it) => assignmentsOf(it).map(({ name }) => name)));
  variablesOf.set(owner, names);
  return names;
}

/** The stages that the file shows to be of a distribution with GNU tools. */
export function partsWithGnuTools(source: ParsedDockerfile): ReadonlySet<Part> {
  const managers = ['apt-get', 'apt', 'yum', 'dnf', 'microdnf', 'zypper'];
  return new Set(
    runsIn(source).flatMap(({ part, calls }) => (calls.some(({ name }) => managers.includes(name)) ? [part] : [])),
  );
}
