import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './healthcheck-port-exposed.ts';

it('objects to a check of a port that is not exposed', () => {
  expect(
    linesOf(
      check,
      'FROM a\nEXPOSE 3000\nHEALTHCHECK CMD curl -f http://localhost:8080/ || exit 1\nFROM a\nEXPOSE 3000\nHEALTHCHECK CMD ["curl", "https://127.0.0.1/health"]\n',
    ),
  ).toEqual([3, 6]);
});

it('is content with an exposed port, and where nothing is exposed or known', () => {
  expect(
    linesOf(
      check,
      'FROM a\nEXPOSE 80\nHEALTHCHECK CMD curl http://localhost/\nFROM a\nHEALTHCHECK CMD curl http://localhost:1/\nFROM a\nEXPOSE $P\nHEALTHCHECK CMD curl http://localhost:1/\nFROM a\nEXPOSE 80\nHEALTHCHECK CMD curl http://db:5432/\n',
    ),
  ).toEqual([]);
});
