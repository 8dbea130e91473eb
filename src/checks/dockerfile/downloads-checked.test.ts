import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './downloads-checked.ts';

const lines = (...rest: string[]) => linesOf(check, ['FROM debian:bookworm-slim', ...rest, ''].join('\n'));
const URL = 'https://example.org/tool.tar.gz';

it.each([
  `curl -fsSLO ${URL}`,
  `curl -L ${URL} -o /tmp/tool.tar.gz && tar xf /tmp/tool.tar.gz`,
  `curl --output=/tmp/t ${URL}`,
  `curl ${URL} > /tmp/t`,
  `curl -L ${URL} | tar xz -C /opt`,
  `wget ${URL}`,
  `wget -q -O /tmp/t "${URL}"`,
  `wget -qO- ${URL} | sudo tar xz`,
  'curl -fsSLO https://example.org/tool-$VERSION.tar.gz',
])('objects to %s', (command) => {
  expect(lines(`RUN ${command}`)).toEqual([2]);
});

it.each([
  `curl -fsSLO ${URL} && echo "0 tool.tar.gz" | sha256sum -c -`,
  `curl -fsSL ${URL} | gpg --dearmor -o /usr/share/keyrings/a.gpg`,
  `curl -fsS ${URL}`,
  `curl -fsS ${URL} > /dev/null 2>&1`,
  `curl -fsS -o /dev/null ${URL}`,
  `wget -qO- ${URL}`,
  `wget --spider ${URL}`,
  `curl -o /tmp/t http://localhost:8080/health`,
  'curl -o /tmp/t $URL',
  `curl -fsSLI ${URL} -o /dev/null`,
  `curl -fsSL ${URL} | sh`,
])('lets %s be', (command) => {
  expect(lines(`RUN ${command}`)).toEqual([]);
});

it('takes a check in a later step of the stage, and none in another', () => {
  expect(lines(`RUN curl -fsSLO ${URL}`, 'RUN sha512sum -c sums')).toEqual([]);
  expect(lines('RUN sha512sum -c sums', `RUN curl -fsSLO ${URL}`)).toEqual([3]);
  expect(lines(`RUN curl -fsSLO ${URL}`, 'FROM a', 'RUN sha512sum -c sums')).toEqual([2]);
});

it('names what is fetched', () => {
  expect(judged(check, `FROM a\nRUN wget ${URL}\n`)).toMatchObject({
    findings: [{ reason: 'download-unchecked', message: `nothing compares \`${URL}\` with a checksum` }],
  });
  expect(judged(check, 'FROM a\nCOPY a b\n')).toMatchObject({ status: 'inapplicable' });
});
