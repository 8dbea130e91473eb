import type { PlantedFile } from '../../../domain/index.ts';
import {
  type FindCall,
  type FoundEntry,
  nameOf,
  type Naming,
  readFind,
  readGrep,
  type Step,
  type StepWord,
  within,
} from '../../../formats/index.ts';
import { amountWanted } from './amount.ts';
import { type Falsehood, layered, reasonOf, reasonOfOutput, shown, type Wanted, without } from './falsehood.ts';
import { type ImageSeen, isOfTheImage, nearestFolder } from './image-seen.ts';
import { brokenFor } from './named.ts';
import type { Amount } from './tests.ts';

const MOST_TAKEN = 300;
const MOST_FOLDERS = 60;
const PLANT = 'tickproof-plant';

/** A filter behind a search, on the lines that it prints. */
interface Filter {
  readonly test: (line: string) => boolean;
  readonly sample: string | null;
  readonly hides: boolean;
}

/** A search for files, and what is asked of what it finds. */
interface Search {
  readonly step: Step;
  readonly call: FindCall;
  readonly filters: readonly Filter[];
  readonly image: ImageSeen;
  readonly reason: Falsehood['reason'];
  readonly text: string;
}

/** One place that is searched: as written, and where that is. */
interface Root {
  readonly written: string;
  readonly path: string;
  readonly present: boolean;
}

/** Worlds in which a `find` finds what it should not, or nothing of what it should. */
export function searched(step: Step, image: ImageSeen, wanted: Wanted): readonly Falsehood[] {
  const call = readFind(step);
  const filters = call && filtersOf(step);
  if (!call || !filters) return [];
  const { runs, reader } = runOn(step, call);
  const text = runs ? brokenFor(runs) : '';
  if (text === null) return [];
  const reason = reader ? reasonOf(reader, wanted) : reasonOfOutput(step, wanted);
  const search: Search = { step, call, filters, image, reason, text };
  const roots = call.roots.flatMap((word) => rootOf(word, image));
  if (roots.length < call.roots.length) return [];
  const found = () => roots.flatMap((root) => foundBelow(root, search));
  const amount: Amount = runs
    ? { kind: 'none', least: 1 }
    : (amountWanted(step, wanted) ?? (found().length > 0 ? { kind: 'some' } : { kind: 'none', least: 1 }));
  if (amount.kind === 'none') return roots.flatMap((root) => plantsFor(root, search, amount.least));
  const paths = found();
  if (paths.length === 0 || paths.length > MOST_TAKEN) return [];
  return [{ title: `${shown(paths)} taken away`, reason, change: without(paths, image) }];
}

/** What is run on each file found, by `-exec` or `xargs`, and the step whose outcome that is. */
function runOn(
  step: Step,
  call: FindCall,
): { readonly runs: Pick<Step, 'name' | 'words'> | null; readonly reader?: Step } {
  const run = (words: readonly StepWord[]) => ({ name: nameOf(words[0]?.text ?? ''), words });
  if (call.runs) return { runs: run(call.runs), reader: step };
  const xargs = step.readBy.find(({ name }) => name === 'xargs');
  if (!xargs) return { runs: null };
  const from = xargs.words.findIndex(
    ({ text }, at) => at > 0 && /^[a-z./]/i.test(text) && !/^(?:\{\}|\d+)$/.test(text),
  );
  return { runs: run(xargs.words.slice(from)), reader: xargs };
}

/** The greps between a search and what counts or judges; null where one is not understood. */
function filtersOf({ readBy }: Step): readonly Filter[] | null {
  const filters: Filter[] = [];
  for (const reader of readBy) {
    const grep = readGrep(reader);
    if (!grep) break;
    if (!grep.pattern) return null;
    const { test, sample } = grep.pattern;
    filters.push({ test: (line) => test(line) !== grep.inverted, sample, hides: grep.inverted });
    if (grep.counts) break; // what comes next reads a number
  }
  return filters;
}

function rootOf({ text, known, quoted }: StepWord, image: ImageSeen): readonly Root[] {
  if (!known || text === '' || (!quoted && /[*?[]/.test(text))) return [];
  const written = text.replace(/(?<=.)\/+$/, '');
  const path = image.folder(text);
  return [{ written, path: path ?? image.placeOf(text), present: path !== null }];
}

function shownAs({ written, path }: Root, file: string): string {
  if (file === path) return written;
  const rest = path === '/' ? file.slice(1) : file.slice(path.length + 1);
  return within(written, rest);
}

function passes(entry: FoundEntry, root: Root, { call, filters }: Search, hidden?: Naming | Filter): boolean {
  const without_ = hidden && 'kind' in hidden ? hidden : undefined;
  return call.finds(entry, root.written, without_) && filters.every((it) => it === hidden || it.test(entry.path));
}

function below(root: Root, { image }: Search) {
  const base = root.path === '/' ? '/' : `${root.path}/`;
  return image.files.filter(({ path }) => (path === root.path || path.startsWith(base)) && isOfTheImage(path));
}

function foundBelow(root: Root, search: Search): readonly string[] {
  return below(root, search)
    .filter((file) => {
      const type = file.type === 'directory' || file.type === 'symlink' ? file.type : 'file';
      return passes({ ...file, type, path: shownAs(root, file.path) }, root, search);
    })
    .map(({ path }) => path);
}

/** A plant where it looks, and one in each place that it leaves out. */
function plantsFor(root: Root, search: Search, least: number): readonly Falsehood[] {
  const { reason, image } = search;
  if (!root.present) {
    const folder = nearestFolder(image.files, root.path);
    const beside = within(folder, namesFor(search)[0]?.[0] ?? PLANT);
    const title = `${beside}, as ${root.path}, which is searched, is not in the image`;
    return [{ title, reason, change: plants([beside], search) }];
  }
  const folders = foldersOf(root, search);
  const seen = namesFor(search).flatMap((choices) => {
    const paths = placed(choices, folders.slice(0, MOST_FOLDERS), least, (path) =>
      passes(entryAt(path, root, search), root, search),
    );
    return paths ? [{ title: `${shown(paths)} planted`, reason, change: plants(paths, search) }] : [];
  });
  if (search.text !== '') return seen; // a checker may be spared what others wrote
  const hides = [...search.call.namings.filter((it) => it.hides), ...search.filters.filter((it) => it.hides)];
  const behind = hides.flatMap((hidden) => {
    const isHidden = (entry: FoundEntry) => passes(entry, root, search, hidden) && !passes(entry, root, search);
    const paths = placed(namesFor(search).flat(), folders, least, (path) => isHidden(entryAt(path, root, search)));
    if (!paths) return [];
    return [
      { title: `${shown(paths)} planted, where the search does not look`, reason, change: plants(paths, search) },
    ];
  });
  return [...seen, ...behind];
}

/** As many paths as are wanted, by the first name and in the first folder that will do. */
function placed(
  names: readonly string[],
  folders: readonly string[],
  count: number,
  isRight: (path: string) => boolean,
): readonly string[] | null {
  for (const name of names) {
    const folder = folders.find((it) => isRight(within(it, name)));
    if (folder !== undefined)
      return Array.from({ length: count }, (_, index) => within(folder, index === 0 ? name : numbered(name, index)));
  }
  return null;
}

function foldersOf(root: Root, search: Search): readonly string[] {
  const inside = below(root, search)
    .filter(({ type }) => type === 'directory')
    .map(({ path }) => path)
    .filter((path) => path !== root.path)
    .sort((one, other) => one.split('/').length - other.split('/').length || (one < other ? -1 : 1));
  return [root.path, ...fromPaths(root, search), ...inside];
}

/** Folders that a `-path` of the search names. */
function fromPaths({ written, path }: Root, { call }: Search): readonly string[] {
  return call.namings.flatMap(({ kind, hides, sample }) => {
    if (kind === 'name' || hides || sample === null) return [];
    const inside = sample.startsWith(`${written}/`) ? sample.slice(written.length + 1) : sample.replace(/^\.?\/+/, '');
    const cut = inside.lastIndexOf('/');
    return cut > 0 && !inside.split('/').includes('..') ? [within(path, inside.slice(0, cut))] : [];
  });
}

/** Names that it looks for: for each that it is told the choices, best first. */
function namesFor({ call, filters }: Search): readonly (readonly string[])[] {
  const told = call.namings.filter(({ hides }) => !hides);
  const names = told.flatMap(({ sample }) => (sample === null ? [] : [nameOf(sample)])).filter((name) => name !== '');
  if (names.length > 0) return [...new Set(names)].map((name) => [name]);
  const endings = filters.flatMap(({ sample, hides }) => (hides || sample === null ? [] : [nameOf(sample)]));
  return [[...endings.flatMap((ending) => [`${PLANT}${ending}`, ending]).filter((name) => name !== ''), PLANT]];
}

function numbered(name: string, index: number): string {
  const dot = name.indexOf('.', 1);
  return dot < 0 ? `${name}${index}` : `${name.slice(0, dot)}${index}${name.slice(dot)}`;
}

function entryAt(path: string, root: Root, { call }: Search): FoundEntry {
  const { mode = 0o644, sizeBytes = 0 } = call.wants;
  return { path: shownAs(root, path), type: call.type, mode, sizeBytes };
}

function plants(paths: readonly string[], { call, text }: Search) {
  const { type, wants } = call;
  const { mode = type === 'directory' ? 0o755 : 0o644, sizeBytes } = wants;
  return layered(
    paths.map((path): PlantedFile => {
      if (type === 'symlink') return { path, type, linkTarget: '/' };
      if (type === 'directory') return { path, type, mode };
      return { path, type, mode, ...(sizeBytes === undefined ? { text } : { sizeBytes }) };
    }),
  );
}
