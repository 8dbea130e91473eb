import type { CatalogFile, Reader, Reading } from '../../types.ts';
import { given, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { unique } from '../../shared/values.ts';
import { type LuaValue, readAssignments } from './lua-values.ts';

const CATALOGUER = 'lua-rockspec';

/** Rocks of LuaRocks, by the rockspec that is kept of each. */
export const rockspec: Reader = {
  cataloguer: CATALOGUER,
  says: 'installed',
  extensions: ['.rockspec'],
  mostBytes: 1 << 20,
  read,
};

function read(file: CatalogFile): Reading | null {
  const said = readAssignments(textOf(file.bytes));
  const [name, version] = [text(said.get('package')), text(said.get('version'))];
  if (name === '' || version === '') return reading(CATALOGUER, file, [], 'no package and version are in it');
  const licence = text(field(said.get('description'), 'license'));
  const needs = items(said.get('dependencies')).map((it) => /^[\w.-]+(?:\/[\w.-]+)?/.exec(it.trim())?.[0] ?? '');
  return reading(CATALOGUER, file, [
    {
      type: 'luarocks',
      name,
      version,
      ...given('licences', licence === '' ? [] : [licence]),
      ...given(
        'requires',
        unique(needs).filter((it) => it !== '' && it !== 'lua'),
      ),
    },
  ]);
}

const text = (value: LuaValue | undefined): string => (typeof value === 'string' ? value : '');

const field = (value: LuaValue | undefined, key: string): LuaValue =>
  value !== null && typeof value === 'object' ? (value.fields.get(key) ?? null) : null;

const items = (value: LuaValue | undefined): string[] =>
  value !== null && typeof value === 'object' ? value.items.filter((it) => typeof it === 'string') : [];
