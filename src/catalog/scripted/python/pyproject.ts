import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { readToml } from '../../shared/toml.ts';
import { entries, isRecord, own, texts } from '../../shared/values.ts';
import { normalised } from './names.ts';
import { requirementOf } from './requirements.ts';

const CATALOGUER = 'python-pyproject';

/** What pyproject.toml asks for: `[project]`, `[dependency-groups]`, and Poetry's own tables. */
export const pyproject: Reader = { cataloguer: CATALOGUER, says: 'declared', names: ['pyproject.toml'], read };

function read(file: CatalogFile): Reading | null {
  const toml = readToml(textOf(file.bytes));
  if ('fault' in toml) return reading(CATALOGUER, file, [], toml.fault);
  const project = own(toml.value, 'project');
  const poetry = own(own(toml.value, 'tool'), 'poetry');
  const found = [
    ...required(own(project, 'dependencies'), false),
    ...entries(own(project, 'optional-dependencies')).flatMap(([, it]) => required(it, false)),
    ...entries(own(toml.value, 'dependency-groups')).flatMap(([, it]) => required(it, true)),
    ...tabled(own(poetry, 'dependencies'), false),
    ...tabled(own(poetry, 'dev-dependencies'), true),
    ...entries(own(poetry, 'group')).flatMap(([, it]) => tabled(own(it, 'dependencies'), true)),
  ];
  return reading(CATALOGUER, file, onePerName(found));
}

const required = (requirements: unknown, isDev: boolean): Found[] =>
  texts(requirements).flatMap((it) => {
    const found = requirementOf(it);
    return found === null ? [] : [{ ...found, isDev, isDirect: true }];
  });

/** Poetry: `name = "^1.0"`; a version that stands alone is not a pin there. */
const tabled = (table: unknown, isDev: boolean): Found[] =>
  (isRecord(table) ? Object.keys(table) : [])
    .filter((name) => normalised(name) !== 'python')
    .map((name) => ({ type: 'pypi', name, version: '', isDev, isDirect: true }));

function onePerName(found: readonly Found[]): Found[] {
  const byName = new Map<string, Found>();
  for (const it of found) {
    const key = normalised(it.name);
    const before = byName.get(key);
    if (before === undefined || (before.isDev === true && it.isDev !== true)) byName.set(key, it);
  }
  return [...byName.values()];
}
