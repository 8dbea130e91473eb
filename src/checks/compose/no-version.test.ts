import { expect, it } from 'vitest';
import { mendedCompose, objections } from '../../../test/kit/compose-rules.ts';
import check from './no-version.ts';

it.each([
  ['version: "3.8"\nservices:\n  web:\n    image: web\n', ['1: `version` is obsolete and ignored']],
  ['services:\n  web:\n    image: web\n', []],
  ['x-version: 1\nservices:\n  web:\n    image: web\n    environment: { version: 1 }\n', []],
])('says of %j: %j', (text, wanted) => {
  expect(objections(check, text)).toEqual(wanted);
});

it.each([
  ['version: "3.8"\nservices:\n  web: { image: web }\n', 'services:\n  web: { image: web }\n'],
  [
    '# shop\nversion: "3" # old\n\nservices: { web: { image: web } }\n',
    '# shop\n\nservices: { web: { image: web } }\n',
  ],
  ['services: { web: { image: web } }\nversion: "3"', 'services: { web: { image: web } }\n'],
  ['\uFEFFversion: "3"\r\nservices: { web: { image: web } }\r\n', '\uFEFFservices: { web: { image: web } }\r\n'],
  ['{ version: "3", services: { web: { image: web } } }\n', '{ version: "3", services: { web: { image: web } } }\n'],
])('makes of %j: %j', (text, wanted) => {
  expect(mendedCompose(check, text)).toBe(wanted);
});
