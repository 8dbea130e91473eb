import { expect, it } from 'vitest';
import { isComposeText } from './files.ts';

it.each([
  'services:\n  web:\n    image: nginx\n',
  '\ufeff# the shop\r\n\r\nservices:\r\n  web: {image: a}\r\n',
  '---\nname: shop\nservices: {web: {image: a}}\n',
  "version: '3'\nx-base: &base {image: a}\n'services':\n  web: *base\n",
  'services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM a\n        RUN b\n',
  '{"name": "shop", "services": {"web": {"image": "a"}}}',
  '{\n  services: {web: {image: a}}\n}\n',
])('takes this for a compose file: %j', (text) => {
  expect(isComposeText(text)).toBe(true);
});

it.each([
  '',
  '# services:\n',
  'FROM a\nCOPY <<EOF /compose.yaml\nservices:\n  a: {image: b}\nEOF\n',
  '# services:\nFROM a\n',
  'ARG services\nFROM a\n',
  'FORM a\nservices: b\n',
  'name: a\nimage: b\n',
  'name: a\njobs:\n  services: {}\n',
  '{{ services: }}\nFROM a\n',
  'services\n',
])('takes this for no compose file: %j', (text) => {
  expect(isComposeText(text)).toBe(false);
});

it('has an answer at once, whatever comes', () => {
  const huge = 2_000_000;
  for (const text of [
    '\n'.repeat(huge),
    ' '.repeat(huge),
    `{${' '.repeat(huge)}`,
    `---\n${'services '.repeat(200_000)}`,
  ])
    expect(isComposeText(text)).toBe(false);
});
