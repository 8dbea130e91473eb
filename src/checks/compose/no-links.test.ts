import { expect, it } from 'vitest';
import { mendedCompose, objections } from '../../../test/kit/compose-rules.ts';
import check from './no-links.ts';

it.each([
  ['services:\n  web:\n    image: web\n    links: [db]\n  db: { image: db }\n', ['4: web has links']],
  ['services:\n  web:\n    image: web\n    depends_on: [db]\n  db: { image: db }\n', []],
])('says of %j: %j', (text, wanted) => {
  expect(objections(check, text)).toEqual(wanted);
});

const DB = '  db: { image: db }\n';

it.each([
  ['    links:\n      - db # old\n    depends_on: [db]\n', '    depends_on: [db]\n'],
  [
    '    depends_on: { db: { condition: service_started } }\n    links: [db]\n',
    '    depends_on: { db: { condition: service_started } }\n',
  ],
  ['    links: [db]\n', '    links: [db]\n'],
  ['    links: ["db:sql"]\n    depends_on: [db]\n', '    links: ["db:sql"]\n    depends_on: [db]\n'],
])('makes of %j: %j', (keys, wanted) => {
  const web = 'services:\n  web:\n    image: web\n';
  expect(mendedCompose(check, `${web}${keys}${DB}`)).toBe(`${web}${wanted}${DB}`);
});

it('leaves links of which one says more than `depends_on`', () => {
  const text = `services:\n  web:\n    image: web\n    depends_on: [db]\n    links: [db, "db:sql"]\n${DB}`;
  expect(mendedCompose(check, text)).toBe(text);
});

it('leaves links that stand in one line with others', () => {
  const text = `services:\n  web: { image: web, depends_on: [db], links: [db] }\n${DB}`;
  expect(mendedCompose(check, text)).toBe(text);
});
