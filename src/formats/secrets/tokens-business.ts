import { alnum, dotted, form, hex, lowerHex, word } from './body.ts';
import { type SecretRule, shape, token } from './rule.ts';

/** Grouped as a UUID is, whatever letters it has. */
const GROUPS = '[a-z0-9]{8}(?:-[a-z0-9]{4}){3}-[a-z0-9]{12}';
const HEX_DIGITS = [...'0123456789abcdef'];

/** Payments, shops, mail, messages and what else companies rent. */
export const BUSINESS_TOKENS: readonly SecretRule[] = [
  token('adobe-client-secret', 'p8e-', alnum(32)),
  token('duffel-token', ['duffel_test_', 'duffel_live_'], form('[\\w=-]{43}', 44), { aliases: ['duffel-api-token'] }),
  token('dropbox-short-lived-token', 'sl.', form('[\\w=-]{135,1400}', 1400), {
    aliases: ['dropbox-short-lived-api-token'],
    entropy: 3,
  }),
  token('easypost-key', 'EZAK', alnum(54), { aliases: ['easypost-api-token'], entropy: 3 }),
  token('easypost-test-key', 'EZTK', alnum(54), { aliases: ['easypost-test-api-token'], entropy: 3 }),
  token('flutterwave-secret-key', ['FLWSECK_TEST-', 'FLWSECK-'], form('[a-h0-9]{32}-X', 36)),
  token('flutterwave-public-key', ['FLWPUBK_TEST-', 'FLWPUBK-'], form('[a-h0-9]{32}-X', 36), { judge: () => 'low' }),
  token('flutterwave-encryption-key', 'FLWSECK_TEST', form('[-]?[a-h0-9]{12}', 14)),
  token('mailgun-key', 'key-', lowerHex(32), { aliases: ['mailgun-private-api-token'], entropy: 3 }),
  shape(
    'teams-webhook',
    ['webhook.office.com'],
    new RegExp(
      `(https://[a-z0-9]{1,60}\\.webhook\\.office\\.com/webhookb2/${GROUPS}@${GROUPS}/IncomingWebhook/[a-z0-9]{32}/${GROUPS})`,
      'gi',
    ),
    { before: 70, after: 200, aliases: ['microsoft-teams-webhook'] },
  ),
  token('sendgrid-key', 'SG.', dotted(66), { aliases: ['sendgrid-api-token'], entropy: 3 }),
  token('brevo-key', 'xkeysib-', form('[a-f0-9]{64}-[a-z0-9]{16}', 82), { aliases: ['sendinblue-api-token'] }),
  token('brevo-smtp-key', 'xsmtpsib-', form('[a-f0-9]{64}-[a-z0-9]{16}', 82)),
  token('resend-key', 're_', form('[a-z0-9]{8}_[a-z0-9]{24}', 36), {
    entropy: 3.5,
    judge: (it) => (/\d/.test(it) && /[A-Z]/.test(it) ? 'high' : null),
  }),
  token('shippo-token', ['shippo_live_', 'shippo_test_'], hex(40), { aliases: ['shippo-api-token'] }),
  token('shopify-access-token', 'shpat_', hex(32)),
  token('shopify-custom-access-token', 'shpca_', hex(32)),
  token('shopify-private-app-access-token', 'shppa_', hex(32)),
  token('shopify-shared-secret', 'shpss_', hex(32)),
  token('slack-bot-token', 'xoxb-', form('[0-9]{10,13}-[0-9]{10,13}[a-z0-9-]*', 120), { entropy: 3 }),
  token('slack-legacy-bot-token', 'xoxb-', form('[0-9]{8,14}-[a-z0-9]{18,26}', 44), { entropy: 2.5 }),
  token('slack-user-token', ['xoxp-', 'xoxe-'], form('(?:[0-9]{10,13}-){3}[a-z0-9-]{28,34}', 84), { entropy: 2.5 }),
  token('slack-app-token', ['xapp-', 'XAPP-'], form('\\d-[A-Z0-9]{1,40}-\\d{1,40}-[a-z0-9]{1,100}', 190), {
    entropy: 2.5,
  }),
  token(
    'slack-config-token',
    ['xoxe.xoxb-', 'xoxe.xoxp-', 'XOXE.XOXB-', 'XOXE.XOXP-'],
    form('\\d-[A-Z0-9]{163,166}', 170),
    {
      aliases: ['slack-config-access-token'],
      entropy: 2.5,
    },
  ),
  token('slack-config-refresh-token', ['xoxe-', 'XOXE-'], form('\\d-[A-Z0-9]{146}', 150), { entropy: 2.5 }),
  token('slack-legacy-token', ['xoxo-', 'xoxs-'], form('\\d{1,20}-\\d{1,20}-\\d{1,20}-[a-f\\d]{1,80}', 145), {
    entropy: 2.5,
  }),
  token(
    'slack-legacy-workspace-token',
    ['xoxa-', 'xoxr-'],
    form('(?:\\d-)?[0-9a-z]{8,48}(?:-[0-9a-z]{2,48}){0,4}', 260),
    { entropy: 2.5 },
  ),
  token('slack-session-token', ['xoxc-', 'xoxd-'], form('[\\w%-]{40,300}', 300), { entropy: 3 }),
  shape(
    'slack-webhook',
    ['hooks.slack.com'],
    /((?:https?:\/\/)?hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9+/]{43,90})(?![A-Za-z0-9+/])/gi,
    { before: 8, after: 110, entropy: 3, aliases: ['slack-webhook-url'] },
  ),
  shape(
    'discord-webhook',
    ['/api/webhooks/'],
    /(https:\/\/(?:\w{1,10}\.)?discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/[\w-]{60,72})/gi,
    { before: 36, after: 100, entropy: 3 },
  ),
  token('square-token', ['EAAA', 'sq0atp-'], word(22, 60), { aliases: ['square-access-token'], entropy: 3.5 }),
  token('square-secret', 'sq0csp-', word(43, 60), { aliases: ['square-secret'], entropy: 3.5 }),
  token('stripe-key', ['sk_test_', 'sk_live_', 'sk_prod_', 'rk_test_', 'rk_live_', 'rk_prod_'], alnum(10, 99), {
    aliases: ['stripe-access-token'],
    entropy: 2.5,
  }),
  token('stripe-webhook-secret', 'whsec_', alnum(32, 64), { entropy: 3.5 }),
  shape('telegram-bot-token', [':aa'], /(?:(?<![\w:])|(?<=\/bot))([0-9]{8,10}:AA[A-Za-z0-9_-]{33})(?![\w-])/g, {
    before: 16,
    after: 40,
    entropy: 3.5,
    aliases: ['telegram-bot-api-token'],
  }),
  token(
    'twilio-key',
    HEX_DIGITS.map((digit) => `SK${digit}`),
    hex(31),
    { aliases: ['twilio-api-key'], entropy: 3 },
  ),
  token(
    'twilio-key',
    [...'ABCDEF'].map((digit) => `SK${digit}`),
    hex(31),
    { aliases: ['twilio-api-key'], entropy: 3 },
  ),
  shape(
    'facebook-app-token',
    [...'0123456789'].flatMap((tens) => [...'0123456789'].map((ones) => `${tens}${ones}|`)).concat('%7c'),
    /(?<!\w)(\d{15,16}(?:\||%7C|%)[\w-]{27,40})(?![\w-])/gi,
    { before: 16, after: 44, entropy: 3, aliases: ['facebook-access-token'] },
  ),
  // a percent sign between them tells too little, but beside their name
  shape('facebook-app-token', ['facebook'], /(?<!\w)(\d{15,16}%[\w-]{27,40})(?![\w-])/g, {
    before: 100,
    after: 160,
    entropy: 3,
    aliases: ['facebook-access-token'],
  }),
  shape(
    'sidekiq-sensitive-url',
    ['.contribsys.com'],
    /https?:\/\/([a-f0-9]{8}:[a-f0-9]{8})@(?:gems|enterprise)\.contribsys\.com(?![\w.])/gi,
    { before: 50, after: 2, entropy: 1.5 },
  ),
  shape('freemius-secret-key', ['secret_key'], /["']secret_key["']\s{0,8}=>\s{0,8}["'](sk_\S{29})["']/gi, {
    before: 1,
    after: 60,
    entropy: 3,
    path: /\.php$/i,
  }),
  shape(
    'nuget-password',
    ['cleartextpassword'],
    /<add\s{1,8}key\s{0,4}=\s{0,4}["'](?:ClearTextPassword|Password)["']\s{1,8}value\s{0,4}=\s{0,4}["']([^"'<>]{8,300})["']\s{0,4}\/?>/gi,
    {
      before: 30,
      after: 330,
      aliases: ['nuget-config-password'],
      entropy: 1,
      // the samples of the format's documentation
      judge: (it) => (/^%.*%$|^\$\{|^(?:33f!!lloppa|hal\+9ooo_da!sY)$|^(.)\1*$/.test(it) ? null : 'high'),
    },
  ),
  shape(
    'terraform-password',
    ['administrator_login_password', 'password'],
    /(?:administrator_login_password|(?<![\w-])password)\s{0,20}=\s{0,8}"([\w=-]{8,20})"/gi,
    { before: 28, after: 60, path: /\.(?:tf|tfvars|hcl)$/i, aliases: ['hashicorp-tf-password'] },
  ),
];
