import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { given, reading } from '../../shared/reading.ts';
import { linesOf, textOf } from '../../shared/text.ts';

const CATALOGUER = 'ruby-gemfile-lock';

/** Gemfile.lock, also `gems.locked` and `Gemfile.next.lock`. */
export const gemfileLock: Reader = {
  cataloguer: CATALOGUER,
  says: 'declared',
  paths: /(?:^|\/)(?:Gemfile(?:\.[\w-]+)?\.lock|gems\.locked)$/,
  read,
};

interface Spec {
  readonly name: string;
  readonly version: string;
  readonly needs: string[];
  readonly line: number;
}

/** Sections with `specs:`; the others name platforms and what is asked for directly. */
const SOURCES: ReadonlySet<string> = new Set(['GEM', 'GIT', 'PATH', 'PLUGIN SOURCE']);

function read(file: CatalogFile): Reading | null {
  const { specs, direct } = readSections(linesOf(textOf(file.bytes)));
  const byName = new Map(specs.map((it) => [it.name, it]));
  const packages = specs.map(
    ({ name, version, needs, line }): Found => ({
      type: 'gem',
      name,
      version,
      ...given(
        'requires',
        needs.flatMap((need) => (byName.has(need) ? [`${need}@${byName.get(need)?.version}`] : [])),
      ),
      isDirect: direct.has(name),
      lines: [line, line],
    }),
  );
  return reading(CATALOGUER, file, packages);
}

/** Four blanks stand before a gem, six before what it needs, two before a direct dependency. */
function readSections(lines: readonly string[]): { specs: Spec[]; direct: Set<string> } {
  const specs: Spec[] = [];
  const direct = new Set<string>();
  let section = '';
  for (const [index, line] of lines.entries()) {
    const blanks = line.length - line.trimStart().length;
    if (blanks === 0 && line !== '') section = line.trim();
    const [, name, version] = /^([^\s(!]+)!?(?: \(([^)]*)\))?!?$/.exec(line.trim()) ?? [];
    if (name === undefined) continue;
    if (section === 'DEPENDENCIES' && blanks === 2) direct.add(name);
    if (!SOURCES.has(section)) continue;
    if (blanks === 4 && version !== undefined) specs.push({ name, version, needs: [], line: index + 1 });
    else if (blanks === 6) specs.at(-1)?.needs.push(name);
  }
  return { specs, direct };
}
