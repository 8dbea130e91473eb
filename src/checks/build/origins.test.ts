import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../formats/index.ts';
import { isData, Origins } from './origins.ts';

function readerOf(text: string) {
  const parsed = parseDockerfile('Dockerfile', text);
  const reader = new Origins(parsed, { libc: {}, portable: [] });
  const target = parsed.stages.at(-1);
  expect(target, JSON.stringify(parsed.problems)).toBeDefined();
  return { reader, copies: target ? reader.copiesOf(target) : [] };
}

/** What the COPYs of the last stage bring that is not portable: kind, language, the image that it was made on, and the line. */
function broughtBy(text: string): readonly string[] {
  const { reader, copies } = readerOf(text);
  return copies.flatMap((copy) =>
    copy.sources.flatMap((source) =>
      reader
        .nativeAt(copy, source)
        .map(
          ({ kind, language, isStatic, root, by }) =>
            `${kind} ${language}${isStatic ? ' static' : ''} of ${root.reference}, line ${by?.at.startLine ?? '-'}`,
        ),
    ),
  );
}

describe('the COPYs from elsewhere', () => {
  it('are those of the stage and of those below it, with known variables, from absolute paths to absolute paths', () => {
    const text =
      'FROM a AS b\nFROM c AS base\nENV D=opt\nCOPY --from=b x/./y /$D/\nFROM base\nCOPY . .\nCOPY --from=b /src/*.so lib/z ./here\nWORKDIR /w\nCOPY --from=b /$U /q there\n';
    expect(readerOf(text).copies.map(({ sources, to }) => ({ sources, to }))).toEqual([
      { sources: ['/x/y'], to: '/opt' },
      { sources: ['/src', '/lib/z'], to: '/here' },
      { sources: ['/$U', '/q'], to: '/w/there' },
    ]);
  });

  it('are read once', () => {
    const { reader, copies } = readerOf('FROM a AS b\nFROM c\nCOPY --from=b /usr/lib/node_modules /x\n');
    const [copy] = copies;
    expect(copy && reader.copiesOf(copy.stage)).toBe(copies);
    expect(copy && reader.nativeAt(copy, '/usr/lib/node_modules')).toBe(
      copy && reader.nativeAt(copy, '/usr/lib/node_modules'),
    );
  });
});

describe('what a path of a stage holds', () => {
  it.each([
    ['what was installed there', 'RUN cd /w && npm ci', '/w/node_modules', ['packages node of a, line 2']],
    ['what is below it', 'RUN cc -o /w/app a.c', '/w', ['compiled c of a, line 2']],
    ['what it is itself in', 'RUN cargo build --target-dir /t', '/t/release/app', ['compiled rust of a, line 2']],
    ['static programs', 'RUN cc -static -o /app a.c', '/app', ['compiled c static of a, line 2']],
    ['twice the same once', 'RUN npm ci && npm ci', '/node_modules', ['packages node of a, line 2']],
    ['nothing of elsewhere', 'RUN cc -o /w/app a.c', '/x', []],
    ['files that are only read', 'RUN cd /w && npm ci', '/w/node_modules/x/index.js', []],
    ['what a folder says by its name', 'USER me', '/opt/site-packages', ['packages python of a, line -']],
    ['an environment by its name', 'USER me', '/w/.venv/', ['packages python of a, line -']],
    ['modules by their name', 'USER me', '/w/node_modules', ['packages node of a, line -']],
  ])('%s', (_, body, path, brought) => {
    expect(broughtBy(`FROM a AS b\n${body}\nFROM c\nCOPY --from=b ${path} /x\n`)).toEqual(brought);
  });

  it.each([
    ['debian:12', '/usr/bin/jq', true],
    ['debian:12', '/usr/lib', true],
    ['debian:12', '/usr/local/bin', false],
    ['debian:12', '/opt/tool', false],
    ['debian:12', '/', false],
    ['debian:12', '/bin/busybox', false],
    ['debian:12', '/usr/lib/python3/x.py', false],
    ['debian:12', '/usr/lib/ssl/private', false],
    ['python:3.12', '/usr/local/bin', true],
    ['python:3.12', '/usr/local/bin/python3', true],
    ['python:3.12', '/usr/local/bin/own-tool', false],
    ['company/python:3.12-alpine', '/usr/local/bin', false],
    ['company/tools:1', '/usr/bin/jq', false],
    ['gcr.io/distroless/static', '/usr/bin/jq', false],
  ])('programs and libraries of %s at %s: %s', (image, path, isThere) => {
    const found = isThere ? [`system c of ${image}, line -`] : [];
    expect(broughtBy(`FROM c\nCOPY --from=${image} ${path} /x\n`)).toEqual(found);
    expect(broughtBy(`FROM ${image} AS b\nFROM c\nCOPY --from=b ${path} /x\n`)).toEqual(found);
  });

  it('takes packages of a base for packages, not for its programs too', () => {
    expect(broughtBy('FROM c\nCOPY --from=python:3.12 /usr/lib/python3/dist-packages /x\n')).toEqual([
      'packages python of python:3.12, line -',
    ]);
  });
});

describe('what came by way of another stage', () => {
  const through = (copied: string, path: string) =>
    broughtBy(
      `FROM golang AS b\nRUN go build -o /opt/app/bin/tool\nFROM scratch AS hold\nCOPY --from=b ${copied}\nFROM c\nCOPY --from=hold ${path} /x\n`,
    );

  it.each([
    ['/opt/app /out', '/out/bin/tool', true],
    ['/opt/app /out', '/out/lib', false],
    ['/opt/app /out', '/out', true],
    ['/opt/app /out', '/', true],
    ['/opt/app /out', '/other', false],
    ['/opt/app /out', '/outer', false],
    ['/opt/app /out/', '/out/app', true],
    ['/opt/app /out/', '/out/app/bin/tool', true],
    ['/opt/app /out/', '/out/app/lib', false],
    ['/opt/app/bin/tool /out/', '/out/tool', true],
    ['/etc /opt/app /out/', '/out/bin', true],
    ['/opt/app /', '/bin/tool', true],
    ['/opt/app /', '/lib', false],
    ['/ /', '/opt/app', true],
    ['/ /', '/opt/other', false],
  ])('after COPY %s, at %s: %s', (copied, path, isThere) => {
    expect(through(copied, path)).toEqual(isThere ? ['compiled go of golang, line 2'] : []);
  });

  it('keeps apart what the stage made itself and what it took', () => {
    const text =
      'FROM a AS b\nFROM c AS d\nRUN npm ci\nCOPY --from=b /m/node_modules /node_modules\nFROM e\nCOPY --from=d /node_modules /x\n';
    expect(broughtBy(text)).toEqual(['packages node of c, line 3', 'packages node of a, line -']);
  });

  it('may begin with an image', () => {
    const text = 'FROM a AS b\nCOPY --from=node:22 /usr/local/bin/node /n/\nFROM c\nCOPY --from=b /n/node /x\n';
    expect(broughtBy(text)).toEqual(['system c of node:22, line -']);
  });

  it.each([
    [399, 1],
    [400, 0],
  ])('is followed over %s stages, however many there are: finds %s', (count, found) => {
    const links = Array.from({ length: count }, (_, at) => `FROM scratch AS s${at + 1}\nCOPY --from=s${at} /a /a\n`);
    expect(
      broughtBy(`FROM a AS s0\nRUN cc -o /a a.c\n${links.join('')}FROM c\nCOPY --from=s${count} /a /a\n`),
    ).toHaveLength(found);
  });
});

it.each([
  ['/srv/index.html', true],
  ['/srv/app.jar', true],
  ['/usr/share/nginx', true],
  ['/etc', true],
  ['/etc/passwd', true],
  ['/opt/etcetera', false],
  ['/app', false],
  ['/usr/lib/libx.so.1', false],
])('takes %s for data: %s', (path, expected) => {
  expect(isData(path)).toBe(expected);
});
