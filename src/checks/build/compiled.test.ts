import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../formats/index.ts';
import { contains, madeIn, overlaps, under } from './compiled.ts';

/** What the last stage makes: `python packages /opt/venv`, each with the line that makes it. */
function madeBy(body: string): readonly string[] {
  const parsed = parseDockerfile('Dockerfile', `FROM a\n${body}\n`);
  const stage = parsed.stages.at(-1);
  expect(stage, JSON.stringify(parsed.problems)).toBeDefined();
  return (stage ? madeIn(parsed, stage) : []).map(
    ({ language, kind, isStatic, path }) => `${language} ${isStatic ? 'static' : kind} ${path}`,
  );
}

describe('what Python installs', () => {
  it.each([
    ['pip install x', '/usr/local/lib'],
    ['pip3.12 install x', '/usr/local/lib'],
    ['python3 -I -m pip install x', '/usr/local/lib'],
    ['pip install --user x', '/root/.local'],
    ['pip install -t vendor x', '/w/vendor'],
    ['pip install --target=/opt/lib x', '/opt/lib'],
    ['pip install --prefix /opt/p x', '/opt/p'],
    ['pip install --root=/a=b x', '/a=b'],
    ['/opt/venv/bin/pip install x', '/opt/venv'],
    ['venv/bin/pip install x', '/w/venv'],
    ['pip --python /opt/app/bin/python install x', '/opt/app'],
    ['pip --python=/opt/app install x', '/opt/app'],
    ['uv pip install --target /opt/u x', '/opt/u'],
    ['uv sync --locked', '/w/.venv'],
    ['uv venv', '/w/.venv'],
    ['uv venv --seed', '/w/.venv'],
    ['uv venv /opt/v --seed', '/opt/v'],
    ['python -m venv /opt/v', '/opt/v'],
    ['python -m venv venv', '/w/venv'],
    ['virtualenv -p python3 /opt/v', '/opt/v'],
    ['poetry install --only main', '/w/.venv'],
    ['pdm sync', '/w/.venv'],
    ['pipenv install --deploy', '/w/.venv'],
  ])('%s: in %s', (command, path) => {
    expect(madeBy(`WORKDIR /w\nRUN ${command}`)).toEqual([`python packages ${path}`]);
  });

  it('is where variables of the stage say', () => {
    const env = 'ENV HOME=/home/me UV_PROJECT_ENVIRONMENT=/opt/env VENV=/opt/venv';
    expect(madeBy(`${env}\nRUN pip install --user x`)).toEqual(['python packages /home/me/.local']);
    expect(madeBy(`${env}\nRUN uv sync`)).toEqual(['python packages /opt/env']);
    expect(madeBy(`${env}\nRUN python -m venv $VENV && pip install -t \${VENV}/lib x`)).toEqual([
      'python packages /opt/venv',
      'python packages /opt/venv/lib',
    ]);
    expect(madeBy('RUN python -m venv $UNKNOWN')).toEqual(['python packages /$UNKNOWN']);
  });

  it.each([
    'pip wheel x',
    'pip install --no-deps .',
    'virtualenv --version',
    'uv lock',
    'poetry build',
    'poetry',
    'python install.py -t /x',
    'python pip install',
  ])('is nothing by `%s`', (command) => {
    expect(madeBy(`RUN ${command}`)).toEqual([]);
  });
});

describe('what other languages install', () => {
  it.each([
    ['npm ci', ['node packages /w/node_modules']],
    ['npm --no-fund install express', ['node packages /w/node_modules']],
    ['yarn', ['node packages /w/node_modules']],
    ['pnpm install --dir=web', ['node packages /w/web/node_modules']],
    ['npm ci --prefix /srv/app/', ['node packages /srv/app/node_modules']],
    ['npm install -g serve', ['node packages /usr/local/lib']],
    ['npm', []],
    ['npm run build', []],
    ['bundle', ['ruby packages /usr/local/bundle', 'ruby packages /w/vendor/bundle']],
    ['bundler install', ['ruby packages /usr/local/bundle', 'ruby packages /w/vendor/bundle']],
    ['bundle --jobs 4', ['ruby packages /usr/local/bundle', 'ruby packages /w/vendor/bundle']],
    ['bundle exec rake', []],
    ['unheard-of install', []],
  ])('%s: %j', (command, made) => {
    expect(madeBy(`WORKDIR /w\nRUN ${command}`)).toEqual(made);
  });
});

describe('what compilers write', () => {
  it.each([
    ['go build', ['go compiled /w']],
    ['go build -o bin/app ./cmd', ['go compiled /w/bin/app']],
    ['go install ./...', ['go compiled /go/bin']],
    ['CGO_ENABLED=0 go build -o app', ['go static /w/app']],
    ['go build -ldflags "-extldflags -static" -o app', ['go static /w/app']],
    ['go test ./...', []],
    ['cargo build --release', ['rust compiled /w/target']],
    ['cargo b --target x86_64-unknown-linux-musl', ['rust static /w/target']],
    ['cargo build --target-dir /out', ['rust compiled /out']],
    ['cargo install --path .', ['rust compiled /usr/local/cargo']],
    ['cargo install --root /opt x', ['rust compiled /opt']],
    ['cargo fetch', []],
    ['gcc -O2 a.c -o app', ['c compiled /w/app']],
    ['x86_64-linux-gnu-gcc-12 -static -o app a.c', ['c static /w/app']],
    ['cc a.c', []],
    ['cc -c a.c -o a.o', []],
    ['cc -o', []],
    ['rustc -o app a.rs', ['c compiled /w/app']],
    ['jlink --add-modules java.base --output /jre', ['java compiled /jre']],
    ['jlink --version', []],
    ['<<EOF\nCGO_ENABLED=0\nexport CGO_ENABLED\ngo build -o app\nEOF', ['go static /w/app']],
  ])('%s: %j', (command, made) => {
    expect(madeBy(`WORKDIR /w\nRUN ${command}`)).toEqual(made);
  });

  it.each([
    ['ENV CGO_ENABLED=0', 'go build -o /a', 'go static /a'],
    ['ENV CGO_ENABLED=1', 'go build -o /a', 'go compiled /a'],
    ['ENV RUSTFLAGS="-C target-feature=+crt-static"', 'cargo build', 'rust static /target'],
    ['ENV CARGO_BUILD_TARGET=aarch64-unknown-linux-musl', 'cargo build', 'rust static /target'],
    ['ENV CARGO_TARGET_DIR=/t', 'cargo build', 'rust compiled /t'],
    ['ENV CARGO_TARGET_DIR=/t', 'cargo build --target-dir /own', 'rust compiled /own'],
    ['ENV CARGO_HOME=/c', 'cargo install x', 'rust compiled /c'],
    ['ENV CARGO_HOME=/c', 'cargo install --root /own x', 'rust compiled /own'],
  ])('%s: `%s` makes %s', (env, command, made) => {
    expect(madeBy(`${env}\nRUN ${command}`)).toEqual([made]);
  });

  it('is made by RUN alone', () => {
    expect(madeBy('CMD go build -o /app\nENTRYPOINT pip install x')).toEqual([]);
  });
});

describe('where a command is run', () => {
  it.each([
    ['cd /w && cc -o app a.c', '/w/app'],
    ['pushd src; cc -o app a.c', '/src/app'],
    ['cd a && cd ../b && cc -o app a.c', '/b/app'],
    ['cd && cc -o app a.c', '/app'],
    ['echo cd /w && cc -o app a.c', '/app'],
  ])('%s', (command, path) => {
    expect(madeBy(`RUN ${command}`)).toEqual([`c compiled ${path}`]);
  });

  it('begins anew with each RUN', () => {
    expect(madeBy('RUN cd /w\nRUN cc -o app a.c')).toEqual(['c compiled /app']);
  });
});

describe('what is carried on', () => {
  const made = 'RUN cc -o /w/one a.c && cargo build --target-dir /w/two\n';

  it.each([
    ['cp /w/one /usr/share/', 'c compiled /usr/share'],
    ['mv -v /w/two/release/app app', 'rust compiled /app'],
    ['install -m755 /other /w/one /bin/', 'c compiled /bin'],
    ['ln -s /w/one /x', 'c compiled /x'],
    ['cp /w/* /x/', 'c compiled /x'],
    ['cp -r /w/two /x --verbose', 'rust compiled /x'],
    ['cp /w/one', null],
    ['cp', null],
    ['cp /unrelated /x', null],
    ['tar -cf /x /w/one', null],
  ])('%s: %s', (command, carried) => {
    const before = ['c compiled /w/one', 'rust compiled /w/two'];
    expect(madeBy(`${made}RUN ${command}`)).toEqual([...before, ...(carried === null ? [] : [carried])]);
  });
});

it('goes no further below a folder that is longer than any path may be', () => {
  const long = (length: number) => `/${'a'.repeat(length - 1)}`;
  expect([under(long(4_096), 'x'), under(long(4_097), 'x/'), under(long(4_097), '/x')]).toEqual([
    `${long(4_096)}/x`,
    long(4_097),
    '/x',
  ]);
});

it('knows paths however they are written', () => {
  expect(['x', './x/', '../x', '/x//y/..', 'a/../../..'].map((path) => under('/w', path))).toEqual([
    '/w/x',
    '/w/x',
    '/x',
    '/x',
    '/',
  ]);
  expect([contains('/', '/x'), contains('/x', '/x'), contains('/x', '/x/y'), contains('/x', '/xy')]).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect([overlaps('/x/y', '/x'), overlaps('/x', '/x/y'), overlaps('/x', '/y')]).toEqual([true, true, false]);
});
