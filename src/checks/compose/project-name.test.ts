import { expect, it } from 'vitest';
import { EXAMPLE_ROOT, memoryFiles } from '../../../test/kit/index.ts';
import { readCompose } from '../../sensors/static-compose.ts';
import { objections } from '../../../test/kit/compose-rules.ts';
import check from './project-name.ts';

it.each([
  ['services:\n  web:\n    image: web\n', ['1: the project has no name of its own']],
  ['# shop\nname: shop\nservices:\n  web:\n    image: web\n', []],
])('says of %j: %j', (text, wanted) => {
  expect(objections(check, text)).toEqual(wanted);
});

it('asks one of several files for it, and says so in the first', () => {
  const texts = (...all: readonly string[]) => {
    const named = Object.fromEntries(all.map((text, index) => [`${index}.yaml`, text]));
    const files = Object.keys(named);
    const read = readCompose(memoryFiles(EXAMPLE_ROOT, named), {
      folder: EXAMPLE_ROOT,
      files,
      variables: {},
      profiles: [],
    });
    return (check.sightings?.({ compose: read }, {}) ?? []).map(({ at }) => at.file);
  };
  const web = 'services:\n  web:\n    image: web\n';
  expect(texts(web, web)).toEqual([expect.stringContaining('0.yaml')]);
  expect(texts(`name: shop\n${web}`, web)).toEqual([]);
  expect(texts(web, `name: shop\n${web}`)).toEqual([]);
});
