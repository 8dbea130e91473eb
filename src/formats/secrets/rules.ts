import { entropyOf, isPlaceholder } from './placeholders.ts';

/** A secret that its own value gives away. Group 1 of `pattern` is the secret; quantifiers are bounded, so a match is too. */
export interface ValueRule {
  readonly id: string;
  /** Lower-case; one of them stands in every match. */
  readonly keywords: readonly string[];
  readonly pattern: RegExp;
  /** Characters that are looked at before and after the keyword. */
  readonly before: number;
  readonly after: number;
  /** Last look at what matched; null = not a secret. */
  readonly confidence: (secret: string, match: RegExpMatchArray) => 'high' | 'low' | null;
}

type Options = Partial<Pick<ValueRule, 'before' | 'after' | 'confidence'>> & { readonly entropy?: number };

function rule(id: string, keywords: readonly string[], pattern: RegExp, options: Options = {}): ValueRule {
  const { entropy = 2.5, before = 120, after = 400 } = options;
  const plain = (secret: string) => (entropyOf(secret) >= entropy && !isPlaceholder(secret) ? 'high' : null);
  return { id, keywords, pattern, before, after, confidence: options.confidence ?? plain };
}

/** A token with its provider's prefix: the prefix is the keyword, and no word character may stand before it. */
function token(
  id: string,
  prefixes: readonly string[],
  rest: string,
  options: Options & { flags?: string } = {},
): ValueRule {
  const heads = prefixes.map((prefix) => prefix.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('|');
  const pattern = new RegExp(`(?<![A-Za-z0-9_])((?:${heads})${rest})(?![A-Za-z0-9_])`, `g${options.flags ?? ''}`);
  return rule(
    id,
    prefixes.map((prefix) => prefix.toLowerCase()),
    pattern,
    { before: 40, ...options },
  );
}

const W = '[A-Za-z0-9_-]';
const DIGITS = [...'0123456789'];

const PROVIDERS: readonly ValueRule[] = [
  rule(
    'aws-access-key',
    ['akia', 'asia', 'abia', 'acca', 'a3t'],
    /(?<![A-Za-z0-9])((?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})(?![A-Za-z0-9])/g,
    {
      before: 40,
      confidence: (id) => (id.endsWith('EXAMPLE') || entropyOf(id) < 3 ? null : 'high'),
    },
  ),
  rule(
    'aws-secret-key',
    ['secret_access_key', 'secretaccesskey', 'aws_secret', 'secret_key'],
    /(?:aws_?secret|secret_?(?:access_?)?key)[\w-]{0,20}["'\]]{0,2}\s{0,4}(?:=>|:=|[=:,])\s{0,4}["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
    {
      entropy: 3.5,
      confidence: (key) => (/EXAMPLE/.test(key) || entropyOf(key) < 3.5 || /^[0-9a-f]{40}$/.test(key) ? null : 'high'),
    },
  ),
  token('aws-bedrock-api-key', ['ABSK'], '[A-Za-z0-9+/]{109,269}={0,2}', { after: 300 }),
  token('github-token', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], '[0-9A-Za-z]{36}', { entropy: 3 }),
  token('github-fine-grained-token', ['github_pat_'], '\\w{82}', { entropy: 3 }),
  token(
    'gitlab-token',
    [
      'glpat-',
      'gldt-',
      'glrt-',
      'glptt-',
      'glcbt-',
      'glft-',
      'glimt-',
      'glagent-',
      'gloas-',
      'glsoat-',
      'glffct-',
      'gr1348941',
      'GR1348941',
    ],
    '[A-Za-z0-9_.-]{20,300}',
    { entropy: 3 },
  ),
  token(
    'slack-token',
    ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxo-', 'xoxe-', 'xoxe.xox', 'xapp-'],
    '[A-Za-z0-9.-]{10,200}',
    { flags: 'i' },
  ),
  rule(
    'slack-webhook',
    ['hooks.slack.com'],
    /(hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9+/]{43,56})(?![A-Za-z0-9+/])/gi,
  ),
  token('stripe-key', ['sk_test_', 'sk_live_', 'sk_prod_', 'rk_test_', 'rk_live_', 'rk_prod_'], '[A-Za-z0-9]{10,99}', {
    entropy: 2.5,
  }),
  rule(
    'openai-key',
    ['t3blbkfj'],
    /(?<![\w-])(sk-(?:(?:proj|svcacct|admin)-)?[A-Za-z0-9_-]{20,110}T3BlbkFJ[A-Za-z0-9_-]{20,110})(?![\w-])/g,
    { before: 160 },
  ),
  token('anthropic-key', ['sk-ant-api03-', 'sk-ant-admin01-', 'sk-ant-oat01-'], `${W}{80,120}`),
  rule('google-api-key', ['aiza'], /(?<![\w-])(AIza[\w-]{35})(?![\w-])/g, { entropy: 3.5, before: 40 }),
  token('google-oauth-secret', ['GOCSPX-'], `${W}{28}`),
  token('npm-token', ['npm_'], '[A-Za-z0-9]{36}', { entropy: 3 }),
  token('pypi-token', ['pypi-AgEIcHlwaS5vcmc', 'pypi-AgENdGVzdC5weXBpLm9yZw'], `${W}{50,1000}`, { after: 1100 }),
  token('rubygems-token', ['rubygems_'], '[a-f0-9]{48}'),
  token('crates-token', ['cio'], '[a-zA-Z0-9]{32}', { entropy: 3.5 }),
  token('docker-token', ['dckr_pat_', 'dckr_oat_'], `${W}{27,40}`),
  token('hugging-face-token', ['hf_', 'api_org_'], '[a-zA-Z]{34}', { entropy: 3 }),
  token('digitalocean-token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], '[a-f0-9]{64}', { entropy: 3 }),
  token('sendgrid-key', ['SG.'], '[\\w=.-]{66}', { entropy: 3 }),
  token('shopify-token', ['shpat_', 'shpca_', 'shppa_', 'shpss_'], '[a-fA-F0-9]{32}'),
  token('square-token', ['sq0atp-', 'sq0csp-', 'EAAAE'], `${W}{22,60}`, { entropy: 3.5 }),
  rule('telegram-bot-token', [':aa'], /(?<![\w:])([0-9]{8,10}:AA[A-Za-z0-9_-]{33})(?![\w-])/g, {
    before: 40,
    after: 80,
  }),
  token('vault-token', ['hvs.', 'hvb.'], `${W}{90,300}`, { entropy: 3.5 }),
  token('databricks-token', ['dapi'], '[a-f0-9]{32}(?:-\\d)?', { entropy: 3 }),
  token('grafana-token', ['glsa_', 'glc_'], '[A-Za-z0-9+/_]{32,400}={0,3}', { entropy: 3, after: 500 }),
  token('pulumi-token', ['pul-'], '[a-f0-9]{40}'),
  token('linear-key', ['lin_api_'], '[a-z0-9]{40}', { flags: 'i' }),
  token('planetscale-token', ['pscale_pw_', 'pscale_tkn_', 'pscale_oauth_'], '[\\w=.-]{32,64}', {
    flags: 'i',
    entropy: 3,
  }),
  token('postman-key', ['PMAK-'], '[a-f0-9]{24}-[a-f0-9]{34}', { flags: 'i', entropy: 3 }),
  token('prefect-key', ['pnu_'], '[a-z0-9]{36}', { flags: 'i', entropy: 3 }),
  token('doppler-token', ['dp.pt.', 'dp.st.'], '[a-z0-9._-]{40,60}', { flags: 'i' }),
  token('age-key', ['AGE-SECRET-KEY-1'], '[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}'),
  token('notion-token', ['ntn_'], '[0-9]{11}[A-Za-z0-9]{35}'),
  token('sentry-token', ['sntrys_', 'sntryu_'], '[A-Za-z0-9+/=_]{64,400}', { after: 500 }),
  token('new-relic-key', ['NRAK-', 'NRII-', 'NRJS-'], `${W}{19,32}`, { flags: 'i' }),
  token('flyio-token', ['fo1_', 'fm1r_', 'fm1a_', 'fm2_'], '[\\w+/=-]{43,500}', { entropy: 4, after: 600 }),
  token('1password-token', ['ops_eyJ'], '[A-Za-z0-9+/]{250,4000}={0,3}', { after: 4200, entropy: 4 }),
  token('perplexity-key', ['pplx-'], '[A-Za-z0-9]{48}', { entropy: 4 }),
  token('easypost-key', ['EZAK', 'EZTK'], '[a-zA-Z0-9]{54}'),
  token('mailgun-key', ['key-'], '[a-f0-9]{32}', { entropy: 3 }),
  token(
    'twilio-key',
    [...DIGITS, 'a', 'b', 'c', 'd', 'e', 'f'].map((digit) => `SK${digit}`),
    '[0-9a-f]{31}',
    { entropy: 3 },
  ),
  rule('terraform-token', ['.atlasv1.'], /(?<!\w)([a-z0-9]{14}\.atlasv1\.[a-z0-9\-_=]{60,70})/gi, { entropy: 3.5 }),
  rule(
    'azure-client-secret',
    DIGITS.map((digit) => `${digit}q~`),
    /(?<![\w~.-])([A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,34})(?![\w~.-])/g,
    {
      entropy: 3,
      before: 40,
      after: 80,
    },
  ),
  rule('azure-storage-key', ['accountkey='], /AccountKey=([A-Za-z0-9+/]{86}==)/gi, { entropy: 4 }),
];

const SHAPES: readonly ValueRule[] = [
  rule(
    'private-key',
    ['private key'],
    /-----BEGIN[ A-Z0-9]{0,40}PRIVATE KEY(?: BLOCK)?-----((?:[^-]|-(?!----)){40,16000})-----END[ A-Z0-9]{0,40}PRIVATE KEY/g,
    {
      before: 60,
      after: 16_500,
      confidence: (body, [whole]) => privateKeyConfidence(body, whole),
    },
  ),
  rule('jwt', ['eyj'], /(?<![\w+/-])(eyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{16,1000})/g, {
    before: 1,
    after: 7100,
    confidence: (jwt) => (hasJwtHeader(jwt) ? 'high' : null),
  }),
  rule(
    'url-password',
    ['://'],
    /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:@/"'`<>\\]{0,100}:([^\s@/"'`<>\\]{3,200})@([\w.[-]{1,200})/gi,
    {
      before: 40,
      after: 420,
      confidence: (password, match) => urlConfidence(password, match[2] ?? ''),
    },
  ),
  rule(
    'npmrc-auth',
    ['_authtoken', '_password', '_auth'],
    /:_(?:authToken|password|auth)\s{0,4}=\s{0,4}["']?([^\s"'$]{8,600})/g,
    { before: 300, after: 700 },
  ),
  rule('npmrc-auth', ['_auth'], /^_auth\s{0,4}=\s{0,4}["']?([A-Za-z0-9+/=]{8,600})/gm, { before: 2, after: 700 }),
  rule('docker-auth', ['"auth"'], /"auth"\s{0,8}:\s{0,8}"([A-Za-z0-9+/]{8,4000}={0,2})"/g, {
    after: 4200,
    confidence: (auth) =>
      /^[^\s:\0]{1,200}:[^\0]{3,}$/.test(Buffer.from(auth, 'base64').toString('latin1')) ? 'high' : null,
  }),
  rule(
    'netrc-password',
    ['machine '],
    /\bmachine\s{1,8}\S{1,200}\s{1,8}login\s{1,8}\S{1,200}\s{1,8}password\s{1,8}(\S{3,200})/g,
    { after: 800, entropy: 1.5 },
  ),
  rule(
    'aws-session-token',
    ['aws_session_token'],
    /aws_session_token["']?\s{0,4}[=:]\s{0,4}["']?([A-Za-z0-9/+=]{100,2000})/gi,
    { after: 2200 },
  ),
];

/** Every rule that looks at values, the surest first: where two match the same place, the first one names it. */
export const VALUE_RULES: readonly ValueRule[] = [...PROVIDERS, ...SHAPES];

function privateKeyConfidence(body: string, whole: string): 'high' | 'low' | null {
  const base64 = body.replace(/\\[nr]|[\s"'+,]/g, '').replace(/^(?:[A-Za-z-]+:\S*?,\S*?)/, '');
  const solid = base64.match(/[A-Za-z0-9+/=]{40,}/)?.[0];
  if (!solid || entropyOf(solid) < 2.5) return null;
  return /ENCRYPTED/.test(whole) ? 'low' : 'high';
}

function hasJwtHeader(jwt: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString('utf8'));
    return typeof header === 'object' && header !== null && 'alg' in header;
  } catch {
    return false; // it only looks like one: its header is no JSON
  }
}

const DOCUMENTED =
  /^(?:pass(?:w(?:or)?d)?|p(?:w|wd)|secret|s3cret|pswd|token|foo|bar|b|p|pw?d|test|pass\d*|hunter2|xxx+|port|\d{1,5})$/i;

function urlConfidence(password: string, host: string): 'high' | null {
  if (isPlaceholder(password) || DOCUMENTED.test(password) || /[$%{}()<>[\]|]/.test(password)) return null;
  return /(?:^|\.)(?:example\.(?:com|org|net)|example|test|invalid)$/i.test(host) || host === 'host' ? null : 'high';
}
