import { expect, it } from 'vitest';
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
