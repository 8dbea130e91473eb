import { expect, it } from 'vitest';
import { objections } from '../../../test/kit/compose-rules.ts';
import check from './project-name.ts';

it.each([
  ['services:\n  web:\n    image: web\n', ['1: the project has no name of its own']],
  ['# shop\nname: shop\nservices:\n  web:\n    image: web\n', []],
])('says of %j: %j', (text, wanted) => {
  expect(objections(check, text)).toEqual(wanted);
});
