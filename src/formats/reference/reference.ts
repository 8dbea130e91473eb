/** An image reference in its parts, as written and as engines complete it. */
export interface ImageReference {
  /** `docker.io` when the name does not say. */
  readonly registry: string;
  /** Path within the registry, `library/` added where engines add it. */
  readonly repository: string;
  readonly tag: string | null;
  readonly digest: string | null;
  /** Short form that people know: `node:22`, without the default registry and `library/`. */
  readonly familiar: string;
  /** The whole form: `docker.io/library/node:22`; without tag and digest it gets `:latest`. */
  readonly normalized: string;
  /** The name alone, as in `familiar`: `node`. */
  readonly name: string;
}

const COMPONENT = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const REGISTRY =
  /^(?:\[[0-9a-fA-F:]+\]|[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*)(?::[0-9]+)?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[+._-][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const DEFAULT_REGISTRY = 'docker.io';
const LONGEST_NAME = 255;

/** Reads `host:port/name:tag@digest` as engines do; null when it is no reference. */
export function parseReference(text: string): ImageReference | null {
  const { named, tag, digest } = parts(text);
  if ((tag !== null && !TAG.test(tag)) || (digest !== null && !DIGEST.test(digest))) return null;
  const { registry, path } = hosted(named);
  const repository = registry === DEFAULT_REGISTRY && !path.includes('/') ? `library/${path}` : path;
  if (named.length > LONGEST_NAME || !REGISTRY.test(registry) || !path.split('/').every((part) => COMPONENT.test(part)))
    return null;
  const isDefault = registry === DEFAULT_REGISTRY;
  const name = isDefault ? repository.replace(/^library\/(?=[^/]+$)/, '') : `${registry}/${repository}`;
  const suffix = `${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`;
  const normalized = `${registry}/${repository}${suffix === '' ? ':latest' : suffix}`;
  return { registry, repository, tag, digest, name, familiar: `${name}${suffix}`, normalized };
}

function parts(text: string): { named: string; tag: string | null; digest: string | null } {
  const at = text.indexOf('@');
  const digest = at < 0 ? null : text.slice(at + 1);
  const rest = at < 0 ? text : text.slice(0, at);
  const colon = rest.lastIndexOf(':');
  if (colon < 0 || rest.indexOf('/', colon) >= 0) return { named: rest, tag: null, digest };
  return { named: rest.slice(0, colon), tag: rest.slice(colon + 1), digest };
}

/** The first part is a host when it could not be a folder of the default registry. */
function hosted(named: string): { registry: string; path: string } {
  const slash = named.indexOf('/');
  const first = named.slice(0, slash);
  const isHost = slash > 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  if (!isHost) return { registry: DEFAULT_REGISTRY, path: named };
  const registry = first === `index.${DEFAULT_REGISTRY}` ? DEFAULT_REGISTRY : first;
  return { registry, path: named.slice(slash + 1) };
}

/** Whether a reference, in any of its spellings, matches one of the patterns; `*` stands for anything. */
export function matchesReference(reference: string, patterns: readonly string[]): boolean {
  const parsed = parseReference(reference);
  const names = parsed
    ? [parsed.name, parsed.familiar, parsed.normalized, `${parsed.registry}/${parsed.repository}`]
    : [];
  return patterns.some((pattern) => {
    const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '[^]*');
    const expression = new RegExp(`^${source}$`);
    return [reference, ...names].some((name) => expression.test(name));
  });
}
