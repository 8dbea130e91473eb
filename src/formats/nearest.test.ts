import { expect, it } from 'vitest';
import { nearest, nearestId } from './nearest.ts';

const IDS = [
  'dockerfile/no-sudo',
  'dockerfile/no-secret-variables',
  'dockerfile/no-secret-names',
  'dockerfile/apt-pinned',
  'DL3008',
  'image/user',
];

it.each([
  ['no-sudo', 'dockerfile/no-sudo'],
  ['apt-pined', 'dockerfile/apt-pinned'],
  ['dockerfle/apt-pinned', 'dockerfile/apt-pinned'],
  ['dl3o08', 'DL3008'],
  ['usr', 'image/user'],
  ['dockerfile/no-secret', 'dockerfile/no-secret-names'],
  ['No-Secret', 'dockerfile/no-secret-names'],
  ['dockerfile/', null],
  ['image/us', 'image/user'],
  ['quite-another', null],
  ['', null],
])('takes %s for %s', (name, id) => {
  expect(nearestId(name, IDS)).toBe(id);
});

it('goes by distance alone where whole names are asked for', () => {
  expect(nearest('no-sudo', IDS)).toBeNull();
  expect(nearest('DL3009', IDS)).toBe('DL3008');
});
