import { expect, it } from 'vitest';
import { allChecks } from './index.ts';
import { checksOfFolders } from './static.ts';
import { checksOfProjects } from './static-compose.ts';

const idsOf = (checks: readonly { readonly id: string }[]) => checks.map(({ id }) => id);
const kindsOf = (checks: readonly { readonly id: string }[]) => [
  ...new Set(idsOf(checks).map((id) => id.split('/')[0])),
];

it('the lists for folders and projects hold every check of their kinds, and no other', () => {
  for (const list of [checksOfFolders, checksOfProjects]) {
    const kinds = kindsOf(list);
    expect(kinds.length).toBeGreaterThan(0);
    expect(idsOf(list)).toEqual(idsOf(allChecks).filter((id) => kinds.includes(id.split('/')[0])));
  }
  expect(kindsOf(checksOfFolders)).toEqual(['build', 'context', 'dockerfile']);
  expect(kindsOf(checksOfProjects)).toEqual(['compose']);
});

it('every check stands in the list once, by its id in order', () => {
  const ids = idsOf(allChecks);
  expect(ids).toEqual([...new Set(ids)].sort());
});
