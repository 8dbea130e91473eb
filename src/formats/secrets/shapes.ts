import { type Confidence, type SecretRule, shape } from './rule.ts';
import { entropyOf, isPlaceholder } from './placeholders.ts';

/** What is told by its shape, whoever issued it. */
export const SHAPES: readonly SecretRule[] = [
  shape(
    'private-key',
    ['private key'],
    /-----BEGIN[ A-Z0-9_-]{0,40}PRIVATE KEY(?: BLOCK)?-----((?:[^-]|-(?!----)){40,16000})-----END[ A-Z0-9_-]{0,40}PRIVATE KEY/gi,
    { before: 60, after: 16_500, judge: (body, [whole]) => privateKeyConfidence(body, whole) },
  ),
  shape(
    'jwt',
    ['eyj', 'eyai'],
    /(?<![\w+/-])(ey[JA][A-Za-z0-9_-]{14,2000}\.ey[A-Za-z0-9_/-]{8,4000}\.(?:[A-Za-z0-9_/-]{10,1000}={0,2})?)/g,
    { before: 1, after: 7100, judge: jwtConfidence },
  ),
  shape('jwt-base64', ['zxlk'], /(?<![\w+/-])(ZXlK(?:[A-Za-z0-9/_+-]|\\?[\r\n]){40,6000}={0,2})/g, {
    before: 1,
    after: 6100,
    judge: (twice) => (hasJwtHeader(Buffer.from(twice, 'base64').toString('latin1')) ? 'high' : null),
  }),
  shape(
    'url-password',
    ['://'],
    /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:@/"'`<>\\]{0,100}:([^\s@/"'`<>\\]{3,200})@([\w.[-]{1,200})/gi,
    {
      before: 40,
      after: 420,
      isWorth: hasUserInfo,
      judge: (password, match) => urlConfidence(password, match[2] ?? ''),
    },
  ),
  shape(
    'npmrc-auth',
    [':_authtoken', ':_password', ':_auth'],
    /:_(?:authToken|password|auth)\s{0,4}=\s{0,4}["']?([^\s"'$]{8,600})/g,
    { before: 2, after: 700 },
  ),
  shape('npmrc-auth', ['\n_auth'], /^_auth\s{0,4}=\s{0,4}["']?([A-Za-z0-9+/=]{8,600})/gm, { before: 1, after: 700 }),
  shape('docker-auth', ['"auth"'], /"auth"\s{0,8}:\s{0,8}"([A-Za-z0-9+/]{8,4000}={0,2})"/g, {
    before: 1,
    after: 4200,
    judge: (auth) =>
      /^[^\s:\0]{1,200}:[^\0]{3,}$/.test(Buffer.from(auth, 'base64').toString('latin1')) ? 'high' : null,
  }),
  shape(
    'netrc-password',
    ['machine '],
    /\bmachine\s{1,8}\S{1,200}\s{1,8}login\s{1,8}\S{1,200}\s{1,8}password\s{1,8}(\S{3,200})/g,
    { before: 1, after: 800, entropy: 1.5 },
  ),
  shape('kubeconfig-key', ['client-key-data:'], /client-key-data:\s{0,8}["']?([A-Za-z0-9+/]{100,8000}={0,2})/g, {
    before: 1,
    after: 8200,
    entropy: 3,
  }),
  shape(
    'htpasswd-hash',
    ['$apr1$', '$2y$'],
    /(?<=^|\n)[\w.@-]{1,64}:(\$(?:apr1\$[\w./]{1,8}\$[\w./]{22}|2y\$\d\d\$[\w./]{53}))/g,
    {
      before: 70,
      after: 70,
      judge: () => 'low',
    },
  ),
];

const DER_SEQUENCE = 0x30;

function privateKeyConfidence(body: string, whole: string): Confidence | null {
  const base64 = body.replaceAll(/\\[nr]|[\s"'+,]/g, '');
  const solid = base64.match(/[A-Za-z0-9+/=]{40,}/)?.[0];
  if (!solid || entropyOf(solid) < 2.5) return null;
  if (/ENCRYPTED/.test(whole)) return 'low';
  const isKnown = /PGP|OPENSSH|SSH2/.test(whole) || Buffer.from(base64.slice(0, 4), 'base64')[0] === DER_SEQUENCE;
  return isKnown || /DEK-Info/.test(whole) ? 'high' : 'low';
}

/** It begins with a parameter of the registry of JOSE headers and keys. */
const HEADER =
  /^\{\s{0,8}"(?:alg|ap[uv]|aud|b64|crit|cty|enc|epk|iss|iv|jku|jwk|key_ops|kid|kty|nonce|p2[cs]|ppt|sub|svt|tag|typ|url|use|ver(?:sion)?|x5[uct]|zip)\b/;

function hasJwtHeader(jwt: string): boolean {
  return HEADER.test(Buffer.from(jwt.split('.', 1)[0] ?? '', 'base64url').toString('latin1'));
}

/** Without a signature, or without a word of how it was made, it proves little to anyone who looks. */
function jwtConfidence(jwt: string): Confidence | null {
  const [header = '', , signature = ''] = jwt.split('.');
  const text = Buffer.from(header, 'base64url').toString('utf8');
  if (!HEADER.test(text)) return null;
  try {
    JSON.parse(text);
  } catch {
    return text.endsWith('}') ? 'low' : null; // damaged or made up; or it only looks like one
  }
  return signature.length >= 16 && /"alg"\s{0,8}:/.test(text) ? 'high' : 'low';
}

const [COLON, AT, SLASH, SPACE, DOUBLE, SINGLE] = Buffer.from(':@/ "\'');
const LONGEST_USER_INFO = 310;

/** Few URLs have a colon and an at sign before their first slash. */
function hasUserInfo(bytes: Uint8Array, end: number): boolean {
  let hasColon = false;
  for (let at = end; at < end + LONGEST_USER_INFO; at++) {
    const byte = bytes[at];
    if (byte === AT) return hasColon;
    if (byte === COLON) hasColon = true;
    if (byte === undefined || byte <= (SPACE ?? 0) || byte === SLASH || byte === DOUBLE || byte === SINGLE)
      return false;
  }
  return false;
}

const DOCUMENTED =
  /^(?:pass(?:w(?:or)?d)?|p(?:w|wd)|secret|s3cret|pswd|token|foo|bar|b|p|pw?d|test|pass\d*|hunter2|xxx+|port|\d{1,5})$/i;

function urlConfidence(password: string, host: string): Confidence | null {
  if (isPlaceholder(password) || DOCUMENTED.test(password) || /[$%{}()<>[\]|]/.test(password)) return null;
  return /(?:^|\.)(?:example\.(?:com|org|net)|example|test|invalid)$/i.test(host) || host === 'host' ? null : 'high';
}
