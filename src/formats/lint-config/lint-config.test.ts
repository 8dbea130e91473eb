import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type HadolintConfig, readHadolintConfig, withVariables } from './index.ts';

function read(text: string): HadolintConfig {
  const config = readHadolintConfig(text);
  if ('fault' in config) throw new Error(config.fault);
  return config;
}

it('reads every setting', () => {
  const text = [
    'failure-threshold: warning',
    'format: json',
    'ignored: [DL3008, SC2086]',
    'override: { error: [DL3001], style: [DL3015] }',
    'label-schema: { author: text, contact: email, version: "" }',
    'strict-labels: true',
    'trustedRegistries:',
    '  - docker.io',
    'no-fail: false',
    'disable-ignore-pragma: true',
    'somebody-elses: { key: 1 }',
  ].join('\n');
  expect(read(text)).toMatchObject({
    failureThreshold: 'warning',
    formats: ['json'],
    ignored: ['DL3008', 'SC2086'],
    override: { error: ['DL3001'], warning: [], info: [], style: ['DL3015'] },
    labelSchema: { author: 'text', contact: 'email', version: 'text' },
    strictLabels: true,
    trustedRegistries: ['docker.io'],
    noFail: false,
    disableIgnorePragma: true,
  });
});

it.each([
  ['nothing', ''],
  ['a list', '- a\n'],
  ['no YAML', 'a: [\n'],
  ['an unknown level', 'failure-threshold: heavy\n'],
  ['an unknown format', 'formats: [xml]\n'],
  ['an unknown type of label', 'label-schema: { a: number }\n'],
  ['a word for a list', 'ignored: DL3008\n'],
  ['a word for a truth', 'no-fail: perhaps\n'],
])('refuses %s', (_, text) => {
  expect(readHadolintConfig(text)).toHaveProperty('fault');
});

it('keeps a key of the prototype as a label', () => {
  expect(Object.keys(read('label-schema: { "__proto__": text, constructor: url }\n').labelSchema)).toContain(
    'constructor',
  );
  expect(readHadolintConfig('label-schema: { a: constructor }\n')).toHaveProperty('fault');
});

it('joins the lists of variables, and gives the file the last word on the rest', () => {
  const config = withVariables(read('ignored: [DL3008]\nfailure-threshold: error\n'), {
    HADOLINT_IGNORE: 'DL3009, DL3015',
    HADOLINT_FAILURE_THRESHOLD: 'style',
    HADOLINT_NOFAIL: 'on',
    HADOLINT_REQUIRE_LABELS: 'author:text,contact:email',
  });
  expect(config).toMatchObject({
    ignored: ['DL3009', 'DL3015', 'DL3008'],
    failureThreshold: 'error',
    noFail: true,
    labelSchema: { author: 'text', contact: 'email' },
  });
});

it('never throws', () => {
  fc.assert(fc.property(fc.string(), (text) => void readHadolintConfig(text)));
});
