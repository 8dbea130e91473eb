import { expect, it } from 'vitest';
import { parseDockerfile } from '../../formats/index.ts';
import { exposedBy, isExposed, listeningIn } from './listens.ts';

const bodyOf = (text: string) => parseDockerfile('Dockerfile', `FROM a\n${text}`).stages[0]?.body ?? [];
const portsOf = (text: string) => listeningIn(bodyOf(text)).map(({ port, by }) => [port, by.at.startLine]);

it.each([
  ['CMD ["a", "--port", "80"]', 80],
  ['CMD ["a", "--port=80"]', 80],
  ['CMD a -bind :80', 80],
  ['CMD a --listen tcp://0.0.0.0:80', 80],
  ['ENTRYPOINT ["a", "0.0.0.0:80"]', 80],
  ['CMD ["a", "[::]:80"]', 80],
  ['ENV PORT=80', 80],
  ["ENV PORT='80'", 80],
  ['CMD ["a", "--port=65535"]', 65_535],
  ['CMD ["a", "--port=1"]', 1],
])('`%s` says %i', (line, port) => {
  expect(portsOf(line)).toEqual([[port, 2]]);
});

it.each([
  'CMD ["a", "--port=0"]',
  'CMD ["a", "--port=65536"]',
  'CMD ["a", "--port=$P"]',
  'CMD ["a", "--port"]',
  'CMD ["a", "127.0.0.1:80"]',
  'CMD ["a", "=80"]',
  'CMD wait-for db --port 80 && a',
  'ENV PORT=$P',
  'ENV PORTS=80',
  'RUN a --port 80',
])('`%s` says nothing', (line) => {
  expect(portsOf(line)).toEqual([]);
});

it('goes by the last of each kind', () => {
  const text =
    'CMD a --port 1\nCMD a --port 2\nENTRYPOINT b --port 3\nENTRYPOINT b --port 4\nENV PORT=5\nENV PORT=6 PORT=7\n';
  expect(portsOf(text)).toEqual([
    [7, 7],
    [4, 5],
    [2, 3],
  ]);
});

it('knows single ports and ranges of EXPOSE, and all of them or none', () => {
  const ranges = exposedBy(bodyOf('EXPOSE 80 90-92/tcp\nRUN b\nEXPOSE 1/udp\n'));
  expect(ranges).toEqual([
    [80, 80],
    [90, 92],
    [1, 1],
  ]);
  expect([79, 80, 81, 89, 90, 92, 93].filter((port) => isExposed(ranges ?? [], port))).toEqual([80, 90, 92]);
  expect(exposedBy(bodyOf('EXPOSE 80 $P\n'))).toBeNull();
});
