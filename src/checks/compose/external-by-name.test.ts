import { expect, it } from 'vitest';
import { EXAMPLE_ROOT, memoryFiles } from '../../../test/kit/index.ts';
import { readCompose } from '../../sensors/static-compose.ts';
import { mendedCompose, objections } from '../../../test/kit/compose-rules.ts';
import check from './external-by-name.ts';

it.each([
  [
    'services:\n  web:\n    image: web\n    volumes: ["d1:/d"]\nvolumes:\n  d1:\n    external: { name: shared }\n',
    ['7: `external: { name }` is deprecated'],
  ],
  ['services:\n  web:\n    image: web\n    volumes: ["d1:/d"]\nvolumes:\n  d1: { external: true, name: shared }\n', []],
  [
    'services:\n  web:\n    image: web\nnetworks: { default: { external: { name: front } } }\n',
    ['4: `external: { name }` is deprecated'],
  ],
])('says of %j: %j', (text, wanted) => {
  expect(objections(check, text)).toEqual(wanted);
});

const WEB = 'services:\n  web:\n    image: web\n    volumes: ["d1:/d"]\nvolumes:\n  d1:';

it.each([
  ['\n    external: { name: shared }\n', '\n    external: true\n    name: shared\n'],
  ['\n    external:\n      name: "${N}" # theirs\n', '\n    external: true\n    name: "${N}" # theirs\n'],
  [' { external: { name: shared } }\n', ' { external: true, name: shared }\n'],
  ['\n    external: # theirs\n      name: shared\n', '\n    external: # theirs\n      name: shared\n'],
])('makes of %j: %j', (keys, wanted) => {
  expect(mendedCompose(check, `${WEB}${keys}`)).toBe(`${WEB}${wanted}`);
});

it.each([['\n    external: { name: shared, x-why: here }\n', 'what else is said']])(
  'leaves %j to people: %s',
  (keys) => {
    expect(mendedCompose(check, `${WEB}${keys}`)).toBe(`${WEB}${keys}`);
  },
);

it('says nothing of what is external without a name, and of nothing at all', () => {
  for (const keys of ['\n    external: true\n', '\n    external: {}\n', '\n', ' {}\n'])
    expect(objections(check, `${WEB}${keys}`)).toEqual([]);
});

it('keeps to the column of a key of one letter', () => {
  const text =
    'services:\n  web: { image: web }\nvolumes:\n  a:\n    external:\n      name: b\n  c:\n    external:\n      name: d\n';
  expect(mendedCompose(check, text)).toBe(
    'services:\n  web: { image: web }\nvolumes:\n  a:\n    external: true\n    name: b\n  c:\n    external: true\n    name: d\n',
  );
});

it('leaves a name that is there already to people', () => {
  const files = memoryFiles(EXAMPLE_ROOT, { 'compose.yaml': `${WEB}\n    external: { name: a }\n    name: b\n` });
  const compose = readCompose(files, { folder: EXAMPLE_ROOT, files: ['compose.yaml'], variables: {}, profiles: [] });
  const sightings = check.sightings?.({ compose }, {}) ?? [];
  expect(sightings).toHaveLength(1);
  expect(sightings[0]).not.toHaveProperty('fix');
});
