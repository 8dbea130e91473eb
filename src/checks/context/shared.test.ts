import { expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
import excludes from './excludes.ts';
import size from './size.ts';

const dockerfile = 'FROM scratch\nCOPY . /app\n';

it('all context checks say nothing of a context that is empty or whose ignore file is refused', async () => {
  expect((await judgedOn(size, { dockerfile, ignore: '*\n' })).status).toBe('inapplicable');
  expect((await judgedOn(excludes, { dockerfile, ignore: '[\n' })).status).toBe('inconclusive');
});
