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

it('names the keys that it does not know, with the one that may be meant', () => {
  const text =
    'ignore: [DL3008]\nfailure_threshold: error\noverride: { warn: [DL3001] }\nsomebody-elses: 1\n__proto__: 1\n';
  expect(read(text).warnings).toEqual([
    'there is no setting `ignore`, did you mean `ignored`?',
    'there is no setting `failure_threshold`, did you mean `failure-threshold`?',
    'there is no setting `somebody-elses`',
    'there is no setting `__proto__`',
    'there is no setting `override: warn`, did you mean `warning`?',
  ]);
  expect(read('ignored: [DL3008]\noverride: { info: [DL3001] }\n').warnings).toEqual([]);
});

it.each([
  ['FAILURE_THRESHOLD', 'bogus', /^HADOLINT_FAILURE_THRESHOLD: `bogus` is none of error, warning/],
  ['NOFAIL', 'perhaps', /^HADOLINT_NOFAIL: `perhaps` is none of 1, y/],
  ['STRICT_LABELS', 'perhaps', /^HADOLINT_STRICT_LABELS/],
  ['REQUIRE_LABELS', 'a:text,b:number', /^HADOLINT_REQUIRE_LABELS: there is no type `number`/],
])('refuses %s=%s', (name, value, fault) => {
  const config = read('failure-threshold: error\nno-fail: false\n');
  expect(withVariables(config, { [`HADOLINT_${name}`]: value })).toEqual({
    fault: expect.stringMatching(fault) as unknown,
  });
});

it('takes every way to say no, and what is set to nothing', () => {
  const no = withVariables(read('ignored: []'), {
    HADOLINT_NOFAIL: 'No',
    HADOLINT_STRICT_LABELS: '',
    HADOLINT_FAILURE_THRESHOLD: '',
  });
  expect(no).toMatchObject({ noFail: false, strictLabels: null, failureThreshold: null });
});

it('names a variable that is nearly one of its own, and leaves those of other programs alone', () => {
  const config = withVariables(read('ignored: []'), {
    HADOLINT_FAIL_THRESHOLD: 'error',
    HADOLINT_VERSION: '2.12',
    HADOLINT_IGNORE: 'DL1',
  });
  expect(config).toMatchObject({
    warnings: ['there is no variable HADOLINT_FAIL_THRESHOLD, did you mean HADOLINT_FAILURE_THRESHOLD?'],
  });
});

it('never throws', () => {
  fc.assert(fc.property(fc.string(), (text) => void readHadolintConfig(text)));
});
