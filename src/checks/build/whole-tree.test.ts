import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../formats/index.ts';
import { wholeTrees } from './whole-tree.ts';

/** Lines of the COPY, of the sources that it takes along, and of what compiles them. */
function treesIn(text: string): readonly (readonly number[])[] {
  const parsed = parseDockerfile('Dockerfile', text);
  const target = parsed.stages.at(-1);
  expect(target, JSON.stringify(parsed.problems)).toBeDefined();
  return (target ? wholeTrees(parsed, target) : []).map(({ copy, sources, compiles }) =>
    [copy, sources, compiles].map(({ at }) => at.startLine),
  );
}

/** Whether sources that a builder has by these lines come along with `/w`. */
const comesAlong = (body: string, taken = '/w') =>
  treesIn(`FROM a AS build\n${body}\nFROM b\nCOPY --from=build ${taken} /x/\n`).length > 0;

describe('what compiles sources in place', () => {
  it.each([
    'npm run build',
    'yarn build:prod',
    'pnpm compile',
    'npx tsc -p .',
    'tsc',
    'vite build',
    'go build ./...',
    'cargo build --release',
    'dotnet publish -c Release',
    './mvnw -q package',
    './gradlew assemble',
    'cd sub && npm run build',
  ])('is `%s`', (command) => {
    expect(comesAlong(`WORKDIR /w\nCOPY . .\nRUN ${command}`)).toBe(true);
  });

  it.each(['npm ci', 'npm run test', 'npx eslint', 'tsc --noEmit', 'vite', 'go test ./...', 'mvn test', 'rm -rf'])(
    'is not `%s`',
    (command) => {
      expect(comesAlong(`WORKDIR /w\nCOPY . .\nRUN ${command}`)).toBe(false);
    },
  );

  it('is a command that the build runs, after the sources came', () => {
    expect(comesAlong('WORKDIR /w\nCOPY . .\nCMD npm run build')).toBe(false);
    expect(comesAlong('WORKDIR /w\nRUN npm run build\nCOPY . .')).toBe(false);
  });
});

describe('sources', () => {
  it.each([
    ['a folder of the context', 'COPY src /w/src', true],
    ['by ADD', 'ADD src /w/src', true],
    ['of a here-document', 'COPY <<main.go /w/\npackage main\nmain.go', false],
    ['of another image', 'COPY --from=c src /w/src', false],
    ['of elsewhere', 'ADD https://a.example/src /w/src', false],
    ['that are a manifest only', 'COPY package.json /w/', false],
    ['in another folder', 'COPY src /v', false],
    ['without a folder of their own', 'COPY src w', true],
    ['by files', 'COPY cmd/main.go lib.go /w/', true],
    ['by files at the root', 'COPY main.go /', false],
    ['by patterns at the root', 'COPY *.go /', false],
    ['by patterns', 'COPY *.go /w/', true],
  ])('%s: `%s` comes along: %s', (_, copy, expected) => {
    expect(comesAlong(`${copy}\nRUN go build ./...`)).toBe(expected);
  });

  it.each([
    ['RUN npm run build && rm -rf /tmp/cache', true],
    ['RUN npm run build && rm -rf /w/src', false],
    ['RUN npm run build && rm -rf src', false],
    ['RUN npm run build && cd / && rm -rf src', true],
    ['RUN npm run build && cd / && rm -rf w', false],
    ['RUN npm run build && cd /v && rm -rf w', true],
    ['RUN npm run build && echo cd / && rm -rf src', false],
    ['RUN npm run build && echo rm -rf /w/src', true],
    ['RUN npm run build\nRUN cd /tmp\nRUN rm -rf src', false],
    ['RUN npm run build && cd && rm -rf w', false],
  ])('are still there after `%s`: %s', (run, expected) => {
    expect(comesAlong(`WORKDIR /w\nCOPY src ./src\n${run}`)).toBe(expected);
  });

  it('are not removed by what is an option', () => {
    expect(comesAlong('WORKDIR /w\nCOPY . .\nRUN npm run build && rm -rf /tmp/cache')).toBe(true);
  });

  it('may be removed from the root as well', () => {
    expect(comesAlong('COPY src w/src\nRUN npm run build && rm -rf w/src')).toBe(false);
  });

  it.each([
    ['/w/main.go', true],
    ['/w/other.go', false],
    ['/w', true],
    ['/etc /w', true],
    ['/', false], // a root file system is another matter
  ])('of one file come along with %s: %s', (taken, expected) => {
    expect(comesAlong('COPY cmd/main.go /w/\nRUN go build', taken)).toBe(expected);
  });

  it('of a folder are the content of the folder that it is copied to', () => {
    expect(comesAlong('COPY src /w\nRUN go build', '/w')).toBe(true);
    expect(comesAlong('COPY src /w\nRUN go build', '/w/src')).toBe(false);
  });

  it('of a file at the root are the file', () => {
    expect(comesAlong('COPY main.go /\nRUN go build', '/main.go')).toBe(true);
    expect(comesAlong('COPY *.go /\nRUN go build', '/main.go')).toBe(false);
  });
});

it('names the first sources, the last compiler, and each COPY', () => {
  const builder = 'FROM a AS build\nWORKDIR /w\nCOPY cmd ./cmd\nCOPY lib ./lib\nRUN go build\nRUN go install\n';
  const text = `${builder}FROM b\nCOPY --from=build /w /w\nCOPY --from=busybox /bin /bin\nCOPY --from=build /w/lib /lib\n`;
  expect(treesIn(text)).toEqual([
    [8, 3, 6],
    [10, 4, 6],
  ]);
});
