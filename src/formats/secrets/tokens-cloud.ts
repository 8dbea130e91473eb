import { alnum, base32, base64, base64OrWord, bech32, dotted, form, hex, lowerHex, upperAlnum, word } from './body.ts';
import { isPublished } from './published.ts';
import { type SecretRule, shape, token } from './rule.ts';

const DIGITS = [...'0123456789'];

/** Clouds, infrastructure, and what runs on it. */
export const CLOUD_TOKENS: readonly SecretRule[] = [
  token('aws-access-key', ['AKIA', 'ASIA', 'ABIA', 'ACCA'], base32(16), {
    aliases: ['aws-access-token'],
    entropy: 3,
    judge: (id) => (id.endsWith('EXAMPLE') ? null : 'high'),
  }),
  token('aws-access-key', ['A3T'], form('[A-Z0-9][A-Z2-7]{16}(?![a-z0-9])', 18), {
    aliases: ['aws-access-token'],
    entropy: 3,
    judge: (id) => (/EXAMPLE$|[a-z]/.test(id) ? null : 'high'),
  }),
  shape(
    'aws-secret-key',
    ['secret_access_key', 'secretaccesskey', 'aws_secret', 'secret_key'],
    /(?:aws_?secret|secret_?(?:access_?)?key)[\w-]{0,20}["'\]]{0,2}\s{0,4}(?:=>|:=|[=:,])\s{0,4}["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
    {
      before: 20,
      after: 100,
      entropy: 3.5,
      judge: (key) => (/EXAMPLE|^[0-9a-f]{40}$/.test(key) || new Set(key).size < 14 ? null : 'high'),
    },
  ),
  shape(
    'aws-session-token',
    ['aws_session_token'],
    /aws_session_token["']?\s{0,4}[=:]\s{0,4}["']?([A-Za-z0-9/+=]{100,2000})/gi,
    {
      before: 20,
      after: 2200,
    },
  ),
  token('aws-bedrock-api-key', 'ABSK', base64(109, 271), {
    aliases: ['aws-amazon-bedrock-api-key-long-lived'],
    entropy: 3,
  }),
  token('aws-bedrock-session-key', 'bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t', base64OrWord(0, 4000), {
    aliases: ['aws-amazon-bedrock-api-key-short-lived'],
    entropy: 3,
  }),
  token('alibaba-access-key', 'LTAI', alnum(12, 20), { aliases: ['alibaba-access-key-id'], entropy: 2.5 }),
  token('gcp-api-key', 'AIza', word(35), { entropy: 3.5, judge: (key) => (isPublished(key) ? null : 'high') }),
  token('google-oauth-secret', 'GOCSPX-', word(28), { entropy: 3 }),
  token('google-oauth-token', 'ya29.', word(30, 400), { entropy: 3.5 }),
  shape('gcp-service-account', ['"service_account"'], /"type"\s{0,8}:\s{0,8}"(service_account)"/g, {
    before: 40,
    after: 4,
    judge: () => 'low', // the key beside it has a rule of its own
  }),
  shape(
    'azure-client-secret',
    DIGITS.map((digit) => `${digit}q~`),
    /(?<![\w~.-])([A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,34})(?![\w~.-])/g,
    { before: 6, after: 40, entropy: 3, aliases: ['azure-ad-client-secret'] },
  ),
  shape('azure-storage-key', ['accountkey='], /AccountKey=([A-Za-z0-9+/]{86}==)/gi, {
    before: 12,
    after: 100,
    entropy: 4,
  }),
  shape('azure-shared-access', ['sharedaccesskey='], /SharedAccessKey=([A-Za-z0-9+/]{43}=)/gi, {
    before: 18,
    after: 60,
    entropy: 4,
  }),
  token('digitalocean-token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], hex(64), {
    aliases: ['digitalocean-pat', 'digitalocean-access-token', 'digitalocean-refresh-token'],
    entropy: 3,
  }),
  token('clickhouse-cloud-key', '4b1d', alnum(38), { aliases: ['clickhouse-cloud-api-secret-key'], entropy: 3 }),
  token('cloudflare-origin-ca-key', 'v1.0-', form('[a-f0-9]{24}-[a-f0-9]{146}', 171), { entropy: 2 }),
  token('databricks-token', 'dapi', form('[a-f0-9]{32}(?:-\\d)?', 36), {
    aliases: ['databricks-api-token'],
    entropy: 3,
  }),
  token('doppler-token', 'dp.pt.', alnum(43), { aliases: ['doppler-api-token'] }),
  token('doppler-service-token', ['dp.st.', 'dp.ct.', 'dp.sa.', 'dp.scim.', 'dp.audit.'], dotted(40, 80)),
  token('dynatrace-token', 'dt0c01.', form('[a-z0-9]{24}\\.[a-z0-9]{64}', 90), {
    aliases: ['dynatrace-api-token'],
    entropy: 3.5,
  }),
  token('flyio-token', 'fo1_', word(43), { aliases: ['flyio-access-token'], entropy: 4 }),
  token('flyio-macaroon', ['fm1a_', 'fm1r_', 'fm2_'], base64(100, 3000), {
    aliases: ['flyio-access-token'],
    entropy: 4,
  }),
  token('harness-key', ['pat.', 'sat.'], form('[\\w-]{22}\\.[a-z0-9]{24}\\.[a-z0-9]{20}', 70), {
    aliases: ['harness-api-key'],
  }),
  token('heroku-key', 'HRKU-AA', word(50, 64), { aliases: ['heroku-api-key-v2'], entropy: 4 }),
  shape('terraform-token', ['.atlasv1.'], /(?<!\w)([a-z0-9]{14}\.atlasv1\.[a-z0-9\-_=]{60,70})/gi, {
    before: 16,
    after: 72,
    entropy: 3.5,
    aliases: ['hashicorp-tf-api-token'],
  }),
  token('infracost-key', 'ico-', alnum(32), { aliases: ['infracost-api-token'], entropy: 3 }),
  token('octopus-deploy-key', 'API-', upperAlnum(26), { aliases: ['octopus-deploy-api-key'], entropy: 3 }),
  token('openshift-token', 'sha256~', word(43), { aliases: ['openshift-user-token'], entropy: 3.5 }),
  token('planetscale-password', 'pscale_pw_', dotted(32, 64), { entropy: 3 }),
  token('planetscale-token', 'pscale_tkn_', dotted(32, 64), { aliases: ['planetscale-api-token'], entropy: 3 }),
  token('planetscale-oauth-token', 'pscale_oauth_', dotted(32, 64), { entropy: 3 }),
  token('prefect-key', 'pnu_', alnum(36), { aliases: ['prefect-api-token'], entropy: 2.5 }),
  token('pulumi-token', 'pul-', hex(40), { aliases: ['pulumi-api-token'] }),
  token('scalingo-token', 'tk-us-', word(48), { aliases: ['scalingo-api-token'] }),
  token('supabase-token', 'sbp_', lowerHex(40), { entropy: 3 }),
  token('tailscale-key', 'tskey-', form('(?:auth|api|client|scim|webhook)-[a-z0-9]{6,20}-[a-z0-9]{20,40}', 90), {
    entropy: 3,
  }),
  token('vault-batch-token', 'hvb.', word(138, 300), { entropy: 4 }),
  token('vault-service-token', 'hvs.', word(90, 120), { entropy: 3.5 }),
  shape(
    'vault-service-token',
    [...' \t\n"\'`=:(,>'].map((before) => `${before}s.`),
    /(?<![\w.-])(s\.[A-Za-z0-9]{24})(?![\w.=/+-])/g,
    {
      before: 0,
      after: 26,
      entropy: 3.5,
      // its characters are drawn: methods and members of programs have no capitals, small letters and digits at once
      judge: (secret) => (/\d/.test(secret) && /[a-z]/.test(secret.slice(2)) && /[A-Z]/.test(secret) ? 'high' : null),
    },
  ),
  token('age-key', 'AGE-SECRET-KEY-1', bech32(58), { aliases: ['age-secret-key'] }),
  token('1password-service-account-token', 'ops_eyJ', base64(250, 4000), { entropy: 4 }),
  token(
    '1password-secret-key',
    'A3-',
    form('[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}', 40),
    { entropy: 3.8, judge: (key) => (/[a-z]/.test(key) ? null : 'high') },
  ),
  token('defined-networking-key', 'dnkey-', form('[\\w=-]{26}-[\\w=-]{52}', 80), {
    aliases: ['defined-networking-api-token'],
  }),
];
