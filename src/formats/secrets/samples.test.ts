import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entropyOf } from './placeholders.ts';
import { findSecrets, maskSecrets, secretRules } from './index.ts';

// No sample stands here in clear: prefixes and bodies are put together, and bodies are drawn from a fixed beginning.
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const ALNUM = `${LOWER}${LOWER.toUpperCase()}0123456789`;
let state = 20_240_607;
const drawn = (length: number, letters = ALNUM): string => {
  let text = '';
  while (text.length < length) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    text += letters.charAt((state >> 8) % letters.length);
  }
  return text;
};
const hex = (length: number) => drawn(length, '0123456789abcdef');
const digits = (length: number) => drawn(length, '0123456789');
const uuid = () => [8, 4, 4, 4, 12].map(hex).join('-');
const capitals = (length: number) => drawn(length, `${LOWER.toUpperCase()}234567`);
const upper = (length: number) => drawn(length, `${LOWER.toUpperCase()}0123456789`);
const of = (...parts: string[]) => parts.join('');

const TOKENS: Readonly<Record<string, () => string>> = {
  'aws-access-key': () => of('AK', 'IA', capitals(16)),
  'aws-bedrock-api-key': () => of('AB', 'SK', drawn(120)),
  'gcp-api-key': () => of('AI', 'za', drawn(35)),
  'azure-client-secret': () => of('aB3', '8Q~', drawn(34)),
  'digitalocean-token': () => of('dop_', 'v1_', hex(64)),
  'databricks-token': () => of('da', 'pi', hex(32)),
  'dynatrace-token': () => of('dt0', 'c01.', drawn(24), '.', drawn(64)),
  'harness-key': () => of('pa', 't.', drawn(22), '.', drawn(24), '.', drawn(20)),
  'terraform-token': () => of(drawn(14), '.atlas', 'v1.', drawn(64)),
  'vault-service-token': () => of('hv', 's.', drawn(95)),
  'vault-batch-token': () => of('hv', 'b.', drawn(150)),
  '1password-secret-key': () => of('A', '3-', upper(6), '-', upper(11), '-', upper(5), '-', upper(5), '-', upper(5)),
  'github-token': () => of('gh', 'p_', drawn(36)),
  'github-fine-grained-token': () => of('github', '_pat_', drawn(82)),
  'gitlab-token': () => of('gl', 'pat-', drawn(20)),
  'gitlab-runner-token': () => of('gl', 'rt-', drawn(20)),
  'npm-token': () => of('np', 'm_', drawn(36)),
  'pypi-token': () => of('pypi-', 'AgEIcHlwaS5vcmc', drawn(90)),
  'rubygems-token': () => of('ruby', 'gems_', hex(48)),
  'crates-token': () => of('ci', 'o', drawn(32)),
  'hugging-face-token': () => of('h', 'f_', drawn(34, LOWER + LOWER.toUpperCase())),
  'grafana-service-account-token': () => of('gl', 'sa_', drawn(32), '_', hex(8)),
  'notion-token': () => of('nt', 'n_', digits(11), drawn(35)),
  'postman-key': () => of('PM', 'AK-', hex(24), '-', hex(34)),
  'openai-key': () => of('sk-', 'proj-', drawn(74), 'T3Blbk', 'FJ', drawn(74)),
  'anthropic-key': () => of('sk-', 'ant-api03-', drawn(93), 'AA'),
  'sendgrid-key': () => of('S', 'G.', drawn(22), '.', drawn(43)),
  'shopify-access-token': () => of('shp', 'at_', hex(32)),
  'slack-bot-token': () => of('xo', 'xb-', digits(12), '-', digits(12), '-', drawn(24)),
  'slack-user-token': () => of('xo', 'xp-', digits(12), '-', digits(12), '-', digits(12), '-', hex(32)),
  'stripe-key': () => of('sk_', 'live_', drawn(24)),
  'telegram-bot-token': () => of(digits(9), ':A', 'A', drawn(33)),
  'twilio-key': () => of('S', 'K', hex(32)),
  'facebook-app-token': () => of(digits(15), '|', drawn(27)),
  'maxmind-license-key': () => of(drawn(6), '_', drawn(29), '_m', 'mk'),
  'airtable-personal-token': () => of('pa', 't', drawn(14), '.', hex(64)),
};

/** What only the name beside it tells. */
const BY_NAME: Readonly<Record<string, readonly [name: string, value: () => string]>> = {
  'adobe-client-id': ['adobe', () => hex(32)],
  'algolia-key': ['algolia', () => drawn(32)],
  'cloudflare-global-key': ['cloudflare', () => hex(37)],
  'datadog-key': ['datadog', () => drawn(40)],
  'heroku-uuid-key': ['heroku', uuid],
  'lob-key': ['lob', () => of('live', '_', hex(35))],
  'mailchimp-key': ['mailchimp', () => of(hex(32), '-us12')],
  'okta-token': ['okta', () => of('0', '0', drawn(40))],
  'snyk-token': ['snyk', uuid],
  'sumologic-access-id': ['sumo', () => of('s', 'u', drawn(12))],
  'twitter-bearer-token': ['twitter', () => of('A'.repeat(22), drawn(90))],
  'yandex-key': ['yandex', () => of('AQ', 'VN', drawn(36))],
};

const wordOf = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
const ASSIGNMENTS: readonly ((name: string, value: string) => string)[] = [
  (name, value) => `${name.toUpperCase()}_TOKEN=${value}`,
  (name, value) => `export ${name.toUpperCase()}_TOKEN="${value}"\n`,
  (name, value) => `${name}_token: ${value}\n`,
  (name, value) => `{"${name}_token": "${value}"}`,
  (name, value) => `${name}Token := \`${value}\``,
  (name, value) => `string my${wordOf(name)}Token = "${value}";`,
  (name, value) => `"${name}Token" => '${value}',`,
  (name, value) => `${name.toUpperCase()}_TOKEN ?= ${value}\n`,
  (name, value) => `${name}.token = """${value}"""`,
  (name, value) => `${name}_token: |\n  ${value}\n`,
  (name, value) => `${name}_token: >\n  ${value}\n`,
  (name, value) => `<${name}Token>\n    ${value}\n</${name}Token>`,
  (name, value) => `{\\"${name}_token\\": \\"${value}\\"}`,
  (name, value) => `{"settings": "${name.toUpperCase()}_TOKEN=${value}\\nDEBUG=1"}`,
  (name, value) => `${name.toUpperCase()}_TOKEN += "${value}"\n`,
  (name, value) => `var ${name}Token string = "${value}"`,
  (name, value) => `put("${name.toUpperCase()}_TOKEN", "${value}")`,
];

const rulesAt = (text: string) => findSecrets(text).flatMap(({ rule, also = [] }) => [rule, ...also]);

describe('finds and masks', () => {
  it.each(Object.entries(TOKENS))('%s', (id, sample) => {
    for (const around of [(it: string) => it, (it: string) => `x = "${it}"`, (it: string) => `curl ${it}\n`]) {
      const secret = sample();
      expect(rulesAt(around(secret))).toContain(id);
      expectMasked(around(secret), secret);
    }
  });

  it.each(Object.entries(BY_NAME))('%s by its name', (id, [name, sample]) => {
    for (const assigned of ASSIGNMENTS) {
      const secret = sample();
      const text = assigned(name, secret);
      expect(rulesAt(text), text).toContain(id);
      expectMasked(text, secret);
    }
  });
});

it('finds what any secret is assigned to, in every form of assignment, and no names of programs beside names', () => {
  for (const name of ['service', 'my.own'])
    for (const assigned of ASSIGNMENTS) {
      const text = assigned(name, `k7${drawn(30)}`);
      expect(rulesAt(text), text).toContain('secret-variable');
    }
  for (const text of [
    'e[e.CommaToken=5]="CommaToken",e[e.Colon9Token=6]',
    'x("openToken",t1Reader9abc)',
    'a.token>b1cdefgh2',
  ])
    expect(findSecrets(text), text).toEqual([]);
});

it('takes equals signs before a value for a part of it where its form needs them', () => {
  const value = `=${drawn(30)}=`;
  expect(rulesAt(`fastlyToken=${value}`)).toContain('fastly-token');
  expect(rulesAt(`fastly_token: "${value}"`)).toContain('fastly-token');
});

it('tells the tokens of Facebook by a percent sign beside its name only', () => {
  const token = of(digits(15), '%', drawn(30));
  expect(rulesAt(`facebook: ${token}`)).toContain('facebook-app-token');
  expect(rulesAt(`share: ${token}`)).not.toContain('facebook-app-token');
});

describe('web tokens', () => {
  const part = (json: string) => Buffer.from(json).toString('base64url');
  const rest = `${part('{"sub":"somebody","exp":1300819380}')}.${drawn(43)}`;

  it.each(['alg', 'b64', 'iss', 'key_ops', 'nonce', 'p2c', 'use', 'ver', 'x5t#S256'])('with %s first', (parameter) => {
    const twice = Buffer.from(`${part(`{"${parameter}":"value"}`)}.${rest}`).toString('base64');
    expect(rulesAt(twice)).toContain('jwt-base64');
  });

  it('count for little with a damaged header, and only by their name without one', () => {
    const damaged = `${part('{"alg":"HS256').slice(0, 12)}____${part('"typ":"JWT"}')}.${rest}`;
    expect(findSecrets(`x ${damaged}`)).toMatchObject([{ rule: 'jwt', confidence: 'low' }]);
    const unknown = `ey${drawn(30)}.ey${drawn(30)}.${drawn(20)}`;
    expect(rulesAt(`jwt_token = "${unknown}"`)).toContain('named-jwt');
    expect(findSecrets(`x ${unknown}`, { names: 'none' })).toEqual([]);
  });
});

/** Nothing of the middle is left: neither in what is reported nor in what is printed. */
function expectMasked(text: string, secret: string): void {
  const middle = secret.slice(4, -2);
  expect(maskSecrets(text)).not.toContain(middle);
  expect(JSON.stringify(findSecrets(text))).not.toContain(middle);
}

it('leaves alone the same forms of one character, and names in the middle of words', () => {
  for (const [id, sample] of Object.entries(TOKENS)) {
    const secret = sample();
    const body = secret.replace(/[A-Za-z0-9]{14,}/g, (part) => 'x'.repeat(part.length));
    if (entropyOf(body) < 2) expect(rulesAt(body), id).not.toContain(id);
  }
  expect(rulesAt(`globalKey = "${of('live', '_', hex(35))}"`)).not.toContain('lob-key');
  expect(rulesAt(`rookTable = ${of('0', '0', drawn(40))}`)).not.toContain('okta-token');
});

it('knows every rule by one name, and no alias of two forms by none', () => {
  const rules = secretRules();
  expect(rules.length).toBeGreaterThan(200);
  for (const { id, aliases } of rules) expect([id, ...aliases].every((name) => /^[a-z0-9-]+$/.test(name))).toBe(true);
});

it('masks whatever is planted into anything', () => {
  // drawn once: of those drawn anew for each run some have no digit, or so few letters that they are taken for words
  const samples = Object.values(TOKENS).map((sample) => sample());
  const noise = fc.string({ maxLength: 60 });
  fc.assert(
    fc.property(noise, noise, fc.constantFrom(...samples), (before, after, secret) => {
      const masked = maskSecrets(`${before} ${secret} ${after}`);
      expect(masked).not.toContain(secret.slice(4, -2));
    }),
  );
});

describe('reads commands and manifests', () => {
  it.each([
    ['curl-user', 'curl -s -u admin:w7Kq-92xLm https://db.example.org', 'w7Kq-92xLm'],
    ['curl-user', "curl --user=robot:'pRf7vG2h1L8n' -X PUT https://db.example.org", 'pRf7vG2h1L8n'],
    ['curl-header', `curl https://a.example.org \\\n  -H "Authorization: Bearer ${'w7Kq92xLmT4v'}"`, 'w7Kq92xLmT4v'],
    ['curl-header', "curl -H 'X-Api-Key: w7Kq92xLmT4v' https://a.example.org", 'w7Kq92xLmT4v'],
    ['kubernetes-secret', 'kind: Secret\ndata:\n  password: dzdLcTkyeExtVDR2\n', 'dzdLcTkyeExtVDR2'],
    ['kubernetes-secret', '{"kind": "Secret", "data": {"password": "dzdLcTkyeExtVDR2"}}', 'dzdLcTkyeExtVDR2'],
    [
      'telegram-bot-token',
      `https://api.telegram.org/bot${of('123456789:', 'A', 'AHdqTcvCH1vGWJxfSeofSAs0K5PALDsawq')}/getMe`,
      'vGWJxfSeofSAs',
    ],
  ])('%s: %s', (rule, text, secret) => {
    expect(rulesAt(text)).toContain(rule);
    expect(maskSecrets(text)).not.toContain(secret);
  });

  it.each([
    'curl -u "$USER:$PASSWORD" https://db.example.org',
    'curl -u user:password https://db.example.org',
    'curl -H "Authorization: Bearer <token>" https://a.example.org',
    'curl -H "Authorization: Bearer $(token)" https://a.example.org',
    'kind: Secret\ndata:\n  password: {{ password }}\n',
    'kind: Secret\ndata:\n  size: dzdLcQ==\n',
    'kind: ExternalSecret\ndata:\n  password: dzdLcTkyeExtVDR2\n',
    'kind: Secret\n---\nkind: ConfigMap\ndata:\n  name: dzdLcTkyeExtVDR2\n',
  ])('leaves alone %j', (text) => {
    expect(findSecrets(text, { names: 'none' })).toEqual([]);
  });

  it('looks at some kinds in their own files only', () => {
    const text = 'password = "rootpasswd1"';
    for (const path of ['main.tf', 'live.tfvars', 'live.hcl'])
      expect(findSecrets(text, { path, names: 'none' })).toMatchObject([{ rule: 'terraform-password' }]);
    expect(findSecrets(text, { path: 'main.py', names: 'none' })).toEqual([]);
  });
});

it('names the surest rule of a place, and the others beside it', () => {
  const text = `curl -H "Authorization: Bearer ${TOKENS['github-token']?.() ?? ''}"`;
  expect(findSecrets(text)).toMatchObject([{ rule: 'github-token', also: ['curl-header'] }]);
});
