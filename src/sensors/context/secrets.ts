import type { ContextFile, Files, SecretSighting } from '../../domain/index.ts';
import { findSecrets, mask } from '../../formats/index.ts';

const LARGEST_READ = 1_000_000;
const ENVIRONMENT =
  /^\.env(?:\.|$)|\.env$|^\.envrc$|\.tfvars$|^(?:\.pypirc|\.netrc|\.pgpass|\.npmrc|pip\.conf|\.git-credentials)$/;
const TEMPLATE = /\.(?:example|sample|template|dist|defaults?)$/i;
const PRIVATE_KEY = /^(?:id_rsa|id_dsa|id_ecdsa|id_ed25519)$/;
const KEY_STORE = /\.(?:p12|pfx|jks|keystore|ppk)$/i;
const ELSEWHERE = /(?:^|\/)(?:node_modules|vendor|site-packages|test|tests|__tests__|fixtures|testdata)\//;

/** What looks like a secret in files that are sent: by content, and by names that hold nothing else. */
export function secretsIn(sent: readonly ContextFile[], files: Files, root: string): SecretSighting[] {
  return sent.flatMap((file) => {
    const sightings = isReadForSecrets(file)
      ? byContent(file.path, files.readBytes(files.resolve(root, file.path)))
      : [];
    return sightings.length > 0 || file.type !== 'file' ? sightings : byName(file.path);
  });
}

/** Whether a file's content is looked at. */
export function isReadForSecrets({ type, sizeBytes }: ContextFile): boolean {
  return type === 'file' && sizeBytes > 0 && sizeBytes < LARGEST_READ;
}

function byContent(path: string, bytes: Uint8Array | null): SecretSighting[] {
  if (bytes === null || bytes.includes(0)) return []; // not a text
  const base = baseOf(path);
  const names = TEMPLATE.test(base) ? 'none' : ENVIRONMENT.test(base) ? 'variables' : 'text';
  return findSecrets(bytes, { names, path }).map((hit) => ({
    rule: hit.rule,
    where: { kind: 'file', path, line: hit.line },
    masked: hit.name === undefined ? hit.masked : `${hit.name}=${hit.masked}`,
    confidence: ELSEWHERE.test(path) ? 'low' : hit.confidence,
  }));
}

function byName(path: string): SecretSighting[] {
  const base = baseOf(path);
  const rule = PRIVATE_KEY.test(base) ? 'private-key-file' : KEY_STORE.test(base) ? 'key-store-file' : null;
  if (rule === null) return [];
  return [{ rule, where: { kind: 'file', path, line: 1 }, masked: mask(base), confidence: 'high' }];
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
