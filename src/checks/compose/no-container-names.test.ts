import { expect, it } from 'vitest';
import { objections } from '../../../test/kit/compose-rules.ts';
import check from './no-container-names.ts';

it.each([
  ['services:\n  web:\n    image: web\n    container_name: shop-web\n', ['4: web has a container with a fixed name']],
  ['services:\n  web:\n    image: web\n    hostname: web\n', []],
])('says of %j: %j', (text, wanted) => {
  expect(objections(check, text)).toEqual(wanted);
});
