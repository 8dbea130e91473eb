/** The parts of a package URL; absent ones are null or empty. `namespace` and `subpath` with slashes, nothing encoded. */
export interface Purl {
  readonly type: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly version: string | null;
  readonly qualifiers: Readonly<Record<string, string>>;
  readonly subpath: string | null;
}

/** What one type of package URL asks of its parts. */
interface Spelling {
  /** The name has slashes that stay: the path of a repository on its host. */
  readonly isPath?: boolean;
  /** Namespace and name of the decoded segments of a path. */
  readonly placed: (segments: readonly string[]) => { readonly namespace: string | null; readonly name: string };
  /** Namespace and name of a name as the ecosystem writes it. */
  readonly split: (name: string) => { readonly namespace: string | null; readonly name: string };
  readonly normalised: (purl: Purl) => Partial<Purl>;
}

const LOWER_NAMES = new Set(
  'alpm apk bitbucket bitnami brew composer deb github gitee golang hex luarocks npm oci otp pub'.split(' '),
);
const LOWER_NAMESPACES = new Set(
  'alpm apk bitbucket brew composer deb github gitee golang hex luarocks npm qpkg rpm'.split(' '),
);
const NO_NAMESPACE = new Set(
  'bazel bitnami cargo chrome-extension cocoapods conda cran gem hackage julia mlflow nuget oci opam otp pub pypi vcpkg'.split(
    ' ',
  ),
);
const NAMESPACE_NEEDED = new Set(['git', 'swift', 'vscode-extension']);
/** Types whose names are written with slashes: all but the last part is the namespace. */
const SLASHED = new Set(
  'npm composer golang github gitee bitbucket swift terraform pear huggingface cpan wordpress-plugin'.split(' '),
);

const plain: Spelling = {
  placed: onLastSlash,
  split: (name) => ({ namespace: null, name }),
  normalised: () => ({}),
};

/** How a type is spelled. Types that nobody knows are taken as they are. */
export function spelledBy(type: string): Spelling {
  return {
    ...plain,
    ...(type === 'git' && { isPath: true, placed: afterHost }),
    split: splitOf(type),
    normalised: (purl) => normalisedAs(type, purl),
  };
}

/** Why a package URL breaks a rule of its type; null where it does not. */
export function fittingTo({ type, namespace, name, version, qualifiers }: Purl): string | null {
  if (namespace !== null && NO_NAMESPACE.has(type)) return `${type} has no namespaces`;
  if (namespace === null && NAMESPACE_NEEDED.has(type)) return `${type} needs a namespace`;
  if (type === 'cpan' && name.includes('::')) return 'a distribution is wanted, not a module';
  if (type === 'julia' && !Object.hasOwn(qualifiers, 'uuid')) return 'a Julia package is known by its uuid';
  if (type !== 'chrome-extension') return null;
  if (!/^[a-p]{32}$/.test(name)) return 'an extension is named by 32 letters from a to p';
  return version === null || /^\d+(\.\d+){0,3}$/.test(version) ? null : 'the version has one to four numbers';
}

function normalisedAs(type: string, purl: Purl): Partial<Purl> {
  const namespace = purl.namespace && LOWER_NAMESPACES.has(type) ? purl.namespace.toLowerCase() : purl.namespace;
  const name = LOWER_NAMES.has(type) ? purl.name.toLowerCase() : purl.name;
  switch (type) {
    case 'pypi':
      return { name: purl.name.toLowerCase().replaceAll('_', '-') };
    case 'cpan':
      return { namespace: purl.namespace?.toUpperCase() ?? null };
    case 'chrome-extension':
      return { name: purl.name.toLowerCase() };
    case 'huggingface':
      return { version: purl.version?.toLowerCase() ?? null };
    case 'mlflow': // Databricks does not tell cases apart, Azure ML does
      return purl.qualifiers['repository_url']?.includes('databricks') ? { name: purl.name.toLowerCase() } : {};
    case 'git':
      return purl.namespace?.toLowerCase() === 'github' ? { namespace: 'github', name: purl.name.toLowerCase() } : {};
    default:
      return { namespace, name };
  }
}

function splitOf(type: string): Spelling['split'] {
  if (type === 'maven') return (name) => onSign(name, ':');
  if (SLASHED.has(type)) return (name) => onSign(name, '/');
  return plain.split;
}

function onSign(name: string, sign: string): { namespace: string | null; name: string } {
  const at = name.lastIndexOf(sign);
  return at <= 0 || at === name.length - 1
    ? { namespace: null, name }
    : { namespace: name.slice(0, at), name: name.slice(at + 1) };
}

function onLastSlash(segments: readonly string[]): { namespace: string | null; name: string } {
  return { namespace: segments.slice(0, -1).join('/') || null, name: segments.at(-1) ?? '' };
}

/** Of a repository the host is the namespace, the whole path on it the name. */
function afterHost(segments: readonly string[]): { namespace: string | null; name: string } {
  return { namespace: segments[0] ?? null, name: segments.slice(1).join('/') };
}
