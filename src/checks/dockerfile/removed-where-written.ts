import type { Instruction } from '../../domain/index.ts';
import { inStages } from './layout.ts';
import { isPlainPath, under } from './paths.ts';
import { type Command, commandsOf, mountsOf } from './shared.ts';
import { defineRule, type ParsedDockerfile, type Sighting } from './rule.ts';
import { lastStages, throughStages } from './through.ts';

/** Places that package managers fill, with what fills them. */
const CACHES: readonly (readonly [RegExp, RegExp])[] = [
  [/^\/var\/lib\/apt(?:\/lists)?(?:\/\*?)?$/, /^(?:apt|apt-get|aptitude)$/],
  [/^\/var\/cache\/apk(?:\/\*?)?$/, /^apk$/],
  [/^\/var\/cache\/(?:yum|dnf)(?:\/\*?)?$/, /^(?:yum|dnf|microdnf)$/],
];
/** What fills them. */
const FILLS = new Set([
  'update',
  'upgrade',
  'dist-upgrade',
  'install',
  'add',
  'makecache',
  'groupinstall',
  'reinstall',
]);
/** Options of downloads and archivers behind which the file stands that they make. */
const OUTPUT = new Set(['-o', '-O', '--output', '--output-document']);
const MOST_FILES = 200;

interface State {
  readonly workdir: string;
  /** Files that earlier layers hold for sure, with the line that brought them. */
  readonly files: ReadonlyMap<string, number>;
  readonly managers: ReadonlyMap<string, number>;
}

const FIRST: State = { workdir: '/', files: new Map(), managers: new Map() };

const words = ({ words: all }: Command): readonly string[] => all.slice(1).map(({ text }) => text);

/** The files that an instruction leaves in its layer, as far as it names them. */
function madeBy(it: Instruction, workdir: string): readonly string[] {
  if (it.keyword === 'RUN') {
    const commands = commandsOf(it);
    if (commands.some(({ name }) => name === 'cd')) return [];
    return commands
      .filter(({ name }) => name === 'curl' || name === 'wget')
      .flatMap((command) => words(command).flatMap((word, at, all) => (OUTPUT.has(word) ? (all[at + 1] ?? []) : [])))
      .filter((path) => isPlainPath(path) && path !== '-' && !path.startsWith('/dev/'))
      .map((path) => under(workdir, path));
  }
  const [target = '', ...sources] = it.args.toReversed();
  return sources
    .filter((source) => isPlainPath(source) && isPlainPath(target) && /\.[\w]+$/.test(source) && it.keyword === 'COPY')
    .map((source) => source.slice(source.lastIndexOf('/') + 1))
    .map((name) => under(workdir, target.endsWith('/') || target === '.' ? `${target}/${name}` : target));
}

/** What an `rm` takes away that an earlier layer holds, and the line of that. */
function lateIn(run: Instruction, state: State): readonly (readonly [Command, string, number])[] {
  const commands = commandsOf(run);
  if (mountsOf(run).length > 0 || commands.some(({ name }) => name === 'cd')) return [];
  const own = CACHES.filter(([, manager]) => commands.some((it) => manager.test(it.name) && fills(it)));
  return commands
    .filter(({ name }) => name === 'rm')
    .flatMap((command) =>
      words(command).flatMap((word) => {
        const file = isPlainPath(word) ? state.files.get(under(state.workdir, word)) : undefined;
        const cache = CACHES.find(([place]) => place.test(word));
        const line = file ?? (cache && !own.includes(cache) ? lineOf(state.managers, cache[1]) : undefined);
        return line === undefined ? [] : [[command, word, line] as const];
      }),
    );
}

function lineOf(managers: State['managers'], wanted: RegExp): number | undefined {
  return [...managers].find(([name]) => wanted.test(name))?.[1];
}

function find({ stages }: ParsedDockerfile): readonly Sighting[] {
  const found: Sighting[] = [];
  const ends = new Set(lastStages(stages).slice(-1));
  throughStages<State>(
    stages,
    () => FIRST,
    (before, stage) => {
      let { workdir } = before;
      const files = new Map(before.files);
      const managers = new Map(before.managers);
      for (const it of stage.body) {
        if (it.keyword === 'WORKDIR') workdir = under(workdir, it.args[0] ?? '');
        if (it.keyword === 'RUN' && ends.has(stage))
          for (const [{ at, text }, path, line] of lateIn(it, { workdir, files, managers }).slice(0, 1))
            found.push({ at, text, message: `\`${path}\` stays in the layer of line ${line}` });
        if (!['RUN', 'COPY', 'ADD'].includes(it.keyword) || files.size > MOST_FILES) continue;
        for (const path of madeBy(it, workdir)) files.set(path, it.at.startLine);
        if (it.keyword === 'RUN') noteManagers(it, managers);
      }
      return { workdir, files, managers };
    },
  );
  return found;
}

/** A step that cleans up after itself leaves nothing for a later one. */
function noteManagers(run: Instruction, managers: Map<string, number>): void {
  const commands = commandsOf(run);
  if (mountsOf(run).length > 0 || commands.some(({ name, words: all }) => name === 'rm' && all.some(isCache))) return;
  for (const command of commands)
    if (CACHES.some(([, manager]) => manager.test(command.name)) && fills(command))
      managers.set(command.name, run.at.startLine);
}

const fills = (command: Command): boolean => words(command).some((word) => FILLS.has(word));

const isCache = ({ text }: { readonly text: string }): boolean => CACHES.some(([place]) => place.test(text));

export default defineRule({
  id: 'dockerfile/removed-where-written',
  title: 'Files that are not wanted are removed in the step that makes them',
  why: 'Every step is a layer of its own: an `rm` in a later one hides the file, whose bytes are shipped and pulled all the same.',
  remedy:
    'Join download, use and removal in one RUN, or take only what is wanted from an earlier stage with `COPY --from`.',
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  aliases: [],
  severity: 'warning',
  reason: 'removed-later',
  good: 'FROM debian:bookworm-slim\nRUN curl -o /tmp/a.tar.gz https://example.org/a.tar.gz && tar -xf /tmp/a.tar.gz -C /opt && rm /tmp/a.tar.gz\n',
  bad: 'COPY planted.tar /planted/\nRUN rm /planted/planted.tar',
  looksAt: (source) => inStages(source, 'RUN'),
  find,
});
