import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
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

it('goes by the last check of a stage, and by the port that it says', () => {
  const exposed = 'FROM a\nEXPOSE 80 3000\n';
  const [good, bad] = ['HEALTHCHECK CMD curl http://localhost:3000/', 'HEALTHCHECK CMD curl http://localhost:1/'];
  expect(linesOf(check, `${exposed}${bad}\n${good}\n`)).toEqual([]);
  expect(linesOf(check, `${exposed}${good}\n${bad}\n`)).toEqual([4]);
});

it('knows the ports of the schemes', () => {
  expect(linesOf(check, 'FROM a\nEXPOSE 443\nHEALTHCHECK CMD curl https://localhost/\n')).toEqual([]);
  expect(linesOf(check, 'FROM a\nEXPOSE 443\nHEALTHCHECK CMD curl http://localhost/\n')).toEqual([3]);
});

it('names the first port that is not exposed', () => {
  const line = 'HEALTHCHECK CMD curl http://localhost:3000/ http://localhost:1/ http://localhost:2/';
  expect(judged(check, `FROM a\nEXPOSE 3000\n${line}\n`)).toMatchObject({
    findings: [{ message: 'Port 1 is asked, which EXPOSE does not name' }],
  });
});
