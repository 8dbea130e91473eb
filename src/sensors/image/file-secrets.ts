import { findSecrets, type SecretOptions } from '../../formats/secrets/index.ts';
import type { LayerSecret } from './layer-facts.ts';
import { baseOf } from './names.ts';

const LOOKS_LIKE_TEXT_BYTES = 8000;
export const LARGEST_SCANNED = 1 << 20;

/** Places that package managers fill: names like `password` mean nothing there, values still do. */
const DEPENDENCIES =
  /\/(?:node_modules|site-packages|dist-packages|vendor|gems|\.cargo\/registry|pkg\/mod|\.m2)\/|^\/(?:usr\/(?:share|lib\w*|include|libexec|s?bin|local\/(?:lib|share|include|go|s?bin))|lib\w*|s?bin|var\/lib\/(?:dpkg|apt|pam|systemd)|opt\/(?:java|yarn)[^/]*|etc\/(?:ssl\/certs|ca-certificates|pam\.d|init\.d|security))\//;

/** Tests, examples and documentation of others hold keys that are meant to be seen. */
const MEANT_TO_BE_SEEN =
  /\/(?:tests?|testing|test-?data|__tests__|specs?|fixtures?|examples?|samples?|docs?|documentation|man|botocore\/data|idlelib)\/|\.(?:md|rst|txt|html?|adoc|d\.ts)$|\/(?:README|CHANGELOG|HISTORY|LICENSE)[^/]*$/i;

/** Whether the beginning holds no NUL byte. */
export function isTextLike(head: Buffer): boolean {
  const nul = head.indexOf(0);
  return nul === -1 || nul >= LOOKS_LIKE_TEXT_BYTES;
}

/** What looks like a secret in a file of a layer. */
export function secretsOf(path: string, body: Buffer): readonly LayerSecret[] {
  const isThirdParty = DEPENDENCIES.test(path);
  const names: SecretOptions['names'] = isThirdParty ? 'none' : isDotenv(path) ? 'variables' : 'text';
  return findSecrets(body, { names }).map(({ rule, line, masked, confidence }) => {
    const isExpected = isThirdParty && (MEANT_TO_BE_SEEN.test(path) || rule === 'url-password');
    return { rule, path, line, masked, confidence: isExpected ? 'low' : confidence };
  });
}

function isDotenv(path: string): boolean {
  const base = baseOf(path);
  return /^\.env(?:\.|$)|\.env$|^\.?envrc$/.test(base) && !/\.(?:example|sample|template|dist|defaults?)$/.test(base);
}
