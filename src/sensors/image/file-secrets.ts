import { createHash } from 'node:crypto';
import { findSecrets, type SecretHit } from '../../formats/secrets/index.ts';
import type { LayerSecret } from './layer-facts.ts';
import { baseOf } from './names.ts';

const LOOKS_LIKE_TEXT_BYTES = 8000;
export const LARGEST_SCANNED = 1 << 20;

/** Places that package managers fill: names like `password` mean nothing there, values still do. */
const DEPENDENCIES =
  /\/(?:node_modules|site-packages|dist-packages|vendor|gems|\.cargo\/registry|pkg\/mod|\.m2)\/|^\/(?:usr\/(?:share|lib\w*|include|libexec|s?bin|local\/(?:lib|share|include|go|s?bin))|lib\w*|s?bin|var\/lib\/(?:dpkg|apt|pam|systemd)|opt\/(?:java|yarn)[^/]*|etc\/(?:ssl\/certs|ca-certificates|pam\.d|init\.d|security))\//;

/** Tests, examples and documentation of others hold keys that are meant to be seen. */
const MEANT_TO_BE_SEEN =
  /\/(?:tests?|testing|test-?data|__tests__|specs?|fixtures?|examples?|samples?|docs?|documentation|man|botocore\/data|idlelib|contrib)\/|\.(?:md|rst|txt|html?|adoc|d\.ts)$|[._-](?:test|spec)\.\w{1,5}$|\/(?:test_\w+\.py|README|CHANGELOG|HISTORY|LICENSE|copyright)[^/]*$/i;

/** Shapes that programs and their documentation hold for other reasons than to keep a secret. */
const OFTEN_HARMLESS: ReadonlySet<string> = new Set(['url-password', 'curl-user', 'curl-header', 'jwt', 'jwt-base64']);

/** Files that hold little but secrets: what a name says there counts. */
const VARIABLES =
  /^\.env(?:\.|$)|\.env$|^\.?envrc$|^(?:\.pypirc|\.netrc|_netrc|\.pgpass|\.my\.cnf|pip\.conf|\.s3cfg|\.boto|credentials|\.npmrc|\.yarnrc(?:\.yml)?|\.git-credentials)$|\.tfvars$|\.tfstate(?:\.backup)?$|^\.(?:bash|zsh|sh|ash|python|psql|mysql|node_repl)_history$/;
const TEMPLATE = /\.(?:example|sample|template|dist|defaults?)$/;

/** Whether the beginning holds no NUL byte. */
export function isTextLike(head: Buffer): boolean {
  const nul = head.indexOf(0);
  return nul === -1 || nul >= LOOKS_LIKE_TEXT_BYTES;
}

/** What looks like a secret in a file of a layer. */
export function secretsOf(path: string, body: Buffer): readonly LayerSecret[] {
  const isThirdParty = DEPENDENCIES.test(path);
  const hits = findSecrets(body, { names: isThirdParty ? 'none' : namesIn(path), path });
  if (hits.length === 0) return [];
  const sums = { md5: sumOf('md5', body), sha1: sumOf('sha1', body) };
  return hits.map(({ rule, line, masked, confidence, ...hit }) => {
    const isExpected = isThirdParty && (MEANT_TO_BE_SEEN.test(path) || OFTEN_HARMLESS.has(rule));
    return { rule, path, line, masked: shown({ ...hit, masked }), confidence: isExpected ? 'low' : confidence, sums };
  });
}

/** The variable's name says more than its value may. */
function shown({ name, masked }: Pick<SecretHit, 'name' | 'masked'>): string {
  return name === undefined ? masked : `${name}=${masked}`;
}

function namesIn(path: string): 'variables' | 'text' {
  const base = baseOf(path);
  return VARIABLES.test(base) && !TEMPLATE.test(base) ? 'variables' : 'text';
}

/** Package databases tell files by these sums: a file that a package brought is published. */
function sumOf(algorithm: 'md5' | 'sha1', body: Buffer): string {
  return createHash(algorithm).update(body).digest('hex');
}
