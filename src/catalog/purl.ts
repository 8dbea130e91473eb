import { type PackageType, TickproofError } from '../domain/index.ts';
import { fittingTo, type Purl, spelledBy } from './purl-types.ts';

export type { Purl } from './purl-types.ts';

/** Parts to build from: what is absent, null or empty is left out. */
export interface PurlParts {
  readonly type: string;
  readonly namespace?: string | null;
  readonly name: string;
  readonly version?: string | null;
  readonly qualifiers?: Readonly<Record<string, string>> | null;
  readonly subpath?: string | null;
}

/** Reads a package URL and brings it into its canonical form; what is none throws `usage`. */
export function parsePurl(text: string): Purl {
  const [beforeSubpath, subpath] = cutRight(text, '#');
  const [beforeQualifiers, qualifiers] = cutRight(beforeSubpath, '?');
  const colon = beforeQualifiers.indexOf(':');
  if (beforeQualifiers.slice(0, Math.max(0, colon)).toLowerCase() !== 'pkg')
    throw refused(text, 'it does not begin with pkg:');
  const rest = trimmed(beforeQualifiers.slice(colon + 1));
  const slash = rest.indexOf('/');
  if (slash < 0) throw refused(text, 'it has no name');
  const type = rest.slice(0, slash).toLowerCase();
  const [path, version] = cutVersion(rest.slice(slash + 1));
  if (path.endsWith('/')) throw refused(text, 'it has no name');
  const { namespace, name } = spelledBy(type).placed(decodedSegments(path, text));
  return canonical(text, {
    type,
    namespace,
    name,
    version: version === null ? null : decoded(version, text),
    qualifiers: readQualifiers(qualifiers, text),
    subpath: subpath === null ? null : decodedSegments(subpath, text).join('/'),
  });
}

/** The canonical text of a package URL. Parts that cannot be one throw `usage`. */
export function formatPurl(parts: PurlParts): string {
  return written(canonical(`${parts.type}/${parts.name}`, parts));
}

/**
 * The package URL of a package that was found: `name` may be as its ecosystem writes it (`@scope/name`, `group:artifact`,
 * `vendor/name`, a module path). Never throws: a name that breaks a rule of its type is still a package.
 */
export function purlOf(parts: Omit<PurlParts, 'type'> & { readonly type: PackageType }): string {
  const type = SPELLINGS[parts.type] ?? parts.type;
  const split = parts.namespace ? parts : { ...parts, ...spelledBy(type).split(parts.name) };
  return written(normalised({ ...split, type, ...(type === 'rpm' && withoutEpoch(parts)) }));
}

/** In package URLs the epoch of an rpm stands apart from its version. */
function withoutEpoch({ version, qualifiers }: Omit<PurlParts, 'type'>): Pick<PurlParts, 'version' | 'qualifiers'> {
  const [, epoch = '', rest = ''] = /^(\d+):(.*)$/s.exec(version ?? '') ?? [];
  return epoch === '' ? {} : { version: rest, qualifiers: { ...qualifiers, epoch } };
}

/** Kinds of ours that have another name in package URLs. */
const SPELLINGS: Readonly<Partial<Record<PackageType, string>>> = { homebrew: 'brew', kernel: 'generic' };

const TYPE = /^[a-z][a-z0-9.+-]*$/;
const KEY = /^[a-z][a-z0-9._-]*$/;

function canonical(text: string, parts: PurlParts): Purl {
  if (!parts.name) throw refused(text, 'it has no name');
  const purl = normalised(parts);
  if (!TYPE.test(purl.type)) throw refused(text, 'its type has characters that no type has');
  for (const key of Object.keys(purl.qualifiers))
    if (!KEY.test(key)) throw refused(text, 'a qualifier has a name that none may have');
  const misfit = fittingTo(purl);
  if (misfit !== null) throw refused(text, misfit);
  return purl;
}

/** Cleaned of what says nothing, and spelled as the type wants it. */
function normalised(parts: PurlParts): Purl {
  const type = (parts.type ?? '').toLowerCase();
  const cleaned: Purl = {
    type,
    namespace: segments(parts.namespace ?? '').join('/') || null,
    name: parts.name,
    version: parts.version || null,
    qualifiers: cleanQualifiers(parts.qualifiers ?? {}),
    subpath: pathSegments(parts.subpath ?? '').join('/') || null,
  };
  return { ...cleaned, ...spelledBy(type).normalised(cleaned) };
}

function cleanQualifiers(qualifiers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(qualifiers)
    .map(([key, value]) => [key.toLowerCase(), value] as const)
    .filter(([, value]) => value !== '' && value !== null && value !== undefined);
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)));
}

function written({ type, namespace, name, version, qualifiers, subpath }: Purl): string {
  const path = [
    type,
    ...segments(namespace ?? '').map(encoded),
    spelledBy(type).isPath ? pathEncoded(name) : encoded(name),
  ];
  const pairs = Object.entries(qualifiers).map(([key, value]) => `${key}=${encoded(value)}`);
  return [
    `pkg:${path.join('/')}`,
    version === null ? '' : `@${encoded(version)}`,
    pairs.length > 0 ? `?${pairs.join('&')}` : '',
    subpath === null ? '' : `#${pathEncoded(subpath)}`,
  ].join('');
}

/** Percent-encoded but for letters, digits, `.-_~` and the colon. */
function encoded(text: string): string {
  const isPlain = /^[\w.~:-]*$/.test(text);
  if (isPlain) return text;
  const wellFormed = Buffer.from(text).toString();
  return encodeURIComponent(wellFormed)
    .replaceAll('%3A', ':')
    .replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function pathEncoded(path: string): string {
  return path.split('/').map(encoded).join('/');
}

function decoded(text: string, purl: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw refused(purl, 'its percent-encoding is broken');
  }
}

function decodedSegments(path: string, purl: string): string[] {
  return segments(path).map((segment) => decoded(segment, purl));
}

function segments(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function pathSegments(path: string): string[] {
  return segments(path).filter((segment) => segment !== '.' && segment !== '..');
}

function readQualifiers(text: string | null, purl: string): Record<string, string> {
  const pairs = new Map<string, string>();
  for (const pair of (text ?? '').split('&')) {
    const [key, value] = cutLeft(pair, '=');
    const name = key.toLowerCase();
    if (!value) continue;
    if (pairs.has(name)) throw refused(purl, 'it says a qualifier twice');
    pairs.set(name, decoded(value, purl));
  }
  return Object.fromEntries(pairs);
}

/** What follows the last `@`, unless that one only begins a scope: `@scope/name` without a version. */
function cutVersion(path: string): readonly [string, string | null] {
  const at = path.lastIndexOf('@');
  const isScope = (at === 0 || path[at - 1] === '/') && path.includes('/', at);
  return at < 0 || isScope ? [path, null] : [path.slice(0, at), path.slice(at + 1)];
}

function cutRight(text: string, sign: string): readonly [string, string | null] {
  const at = text.lastIndexOf(sign);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

function cutLeft(text: string, sign: string): readonly [string, string | null] {
  const at = text.indexOf(sign);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

/** Without slashes at either end; by hand, as a run of slashes in the middle would cost a pattern the square of its length. */
function trimmed(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && text[from] === '/') from += 1;
  while (to > from && text[to - 1] === '/') to -= 1;
  return text.slice(from, to);
}

function refused(text: string, why: string): TickproofError {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return new TickproofError('usage', `${shown} is no package URL: ${why}`, {
    remedy: 'Write it as pkg:type/namespace/name@version?qualifiers#subpath',
  });
}
