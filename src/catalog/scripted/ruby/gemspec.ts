import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { baseOf, folderOf, given, reading } from '../../shared/reading.ts';
import { linesOf, textOf } from '../../shared/text.ts';
import { unique } from '../../shared/values.ts';

const CATALOGUER = 'ruby-gemspec';

/** Installed gems, by the specification that RubyGems writes for each: Ruby source of a fixed shape, which is not run. */
export const gemspec: Reader = {
  cataloguer: CATALOGUER,
  says: 'installed',
  paths: /(?:^|\/)specifications\/(?:[^/]+\/)*[^/]+\.gemspec$/,
  mostBytes: 1 << 20,
  read,
};

function read(file: CatalogFile): Reading | null {
  const lines = linesOf(textOf(file.bytes));
  const [, variable] =
    lines.map((line) => /^\s*Gem::Specification\.new\s+do\s+\|\s*(\w+)\s*\|/.exec(line)).find((it) => it !== null) ??
    [];
  const fields = variable === undefined ? new Map<string, string>() : fieldsOf(lines, variable);
  const name = string(fields.get('name'));
  const version =
    string(fields.get('version')) || (/Gem::Version\.new\(["']([^"']+)/.exec(fields.get('version') ?? '')?.[1] ?? '');
  if (variable === undefined || name === '' || version === '') {
    const lacking = name === '' ? 'name' : 'version';
    return reading(CATALOGUER, file, [], `no ${lacking} of a gem is in it`);
  }
  const found: Found = {
    type: 'gem',
    name,
    version,
    ...given('licences', licencesOf(fields)),
    ...given('requires', needs(lines, variable)),
    ...given('folder', folderOfGem(file.path)),
  };
  return reading(CATALOGUER, file, [found]);
}

/** `variable.field = value`, the first of each. */
function fieldsOf(lines: readonly string[], variable: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const trimmed = line.trimStart();
    if (!trimmed.startsWith(`${variable}.`)) continue;
    const [, field, value] = /^(\w+)\s*=(?!=)\s*(.*)$/.exec(trimmed.slice(variable.length + 1)) ?? [];
    if (field !== undefined && value !== undefined && !fields.has(field)) fields.set(field, value);
  }
  return fields;
}

/** `"text".freeze`, `'text'`, `%q<text>`. */
const string = (value = ''): string =>
  /^(?:"([^"]*)"|'([^']*)'|%q<([^>]*)>)/
    .exec(value)
    ?.slice(1)
    .find((it) => it) ?? '';

/** `licenses` is a list; a text there is a mistake. `license` is a text. */
function licencesOf(fields: ReadonlyMap<string, string>): string[] {
  const listed = fields.get('licenses') ?? '';
  const single = string(fields.get('license'));
  if (!listed.startsWith('[')) return single === '' ? [] : [single];
  const end = listed.indexOf(']');
  return unique(
    [...listed.slice(1, end < 0 ? undefined : end).matchAll(/"([^"]+)"|'([^']+)'/g)].map((it) => it[1] ?? it[2] ?? ''),
  );
}

function needs(lines: readonly string[], variable: string): string[] {
  const calls = [`${variable}.add_runtime_dependency`, `${variable}.add_dependency`];
  return unique(
    lines
      .map((line) => line.trimStart())
      .flatMap((line) => calls.filter((it) => line.startsWith(it)).map((it) => line.slice(it.length)))
      .map((rest) => string(rest.replace(/^[\s(]+/, '')))
      .filter((name) => name !== ''),
  );
}

/** `…/specifications/rake-13.0.6.gemspec` describes `…/gems/rake-13.0.6`. */
function folderOfGem(path: string): string | undefined {
  const at = path.lastIndexOf('/specifications/');
  if (at < 0) return undefined;
  const inside = folderOf(path).slice(at + '/specifications'.length);
  return inside === '' || inside === '/default'
    ? `${path.slice(0, at)}/gems/${baseOf(path).replace(/\.gemspec$/, '')}`
    : undefined;
}
