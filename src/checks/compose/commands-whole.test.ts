import { expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
import { objections } from '../../../test/kit/compose-rules.ts';
import check from './commands-whole.ts';

it.each([
  [
    'services:\n  web:\n    image: web\n    command: migrate && serve\n',
    ['4: command ends at `&`: only `migrate` is run'],
  ],
  [
    'services:\n  web:\n    image: web\n    entrypoint: "serve | tee /log"\n',
    ['4: entrypoint ends at `|`: only `serve` is run'],
  ],
  [
    'services:\n  web:\n    image: web\n    command: serve > /log 2>&1; exit\n',
    ['4: command ends at `>`: only `serve` is run'],
  ],
  ['services:\n  web:\n    image: web\n    command: sh -c "a | b"\n', []],
  ['services:\n  web:\n    image: web\n    command: ["a", "|", "b"]\n', []],
  ['services:\n  web:\n    image: web\n    command: serve --to a\\&b\n', []],
  ['services:\n  web:\n    image: web\n    command: echo $$(date; id)\n', []],
])('says of %j: %j', (text, wanted) => {
  expect(objections(check, text)).toEqual(wanted);
});

it.each([
  ['command: ["a", "b"]', 'inapplicable'],
  ['command:', 'inapplicable'],
  ['command: a b', 'pass'],
])('looks at what is written as one text: `%s`', async (line, status) => {
  const compose = `services:\n  web:\n    image: web\n    ${line}\n`;
  expect((await judgedOn(check, { compose })).status).toBe(status);
});
