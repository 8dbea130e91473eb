import type { Random } from './random.ts';

/** Own texts to change. */
export const dockerfileSeeds: readonly string[] = [
  [
    '# syntax=docker/dockerfile:1',
    '# check=skip=JSONArgsRecommended;error=true',
    'ARG VERSION=22',
    'FROM --platform=$BUILDPLATFORM node:${VERSION:-20}-slim AS build',
    '# hadolint ignore=DL3008,DL3015 # it is small',
    'RUN apt-get update && apt-get install -y --no-install-recommends git=1:2.* \\',
    '    # why',
    ' && rm -rf /var/lib/apt/lists/*',
    'WORKDIR /src',
    'COPY --chown=node:node package.json package-lock.json ./',
    'RUN --mount=type=cache,target=/root/.npm --mount=type=secret,id=npmrc npm ci',
    'COPY . .',
    'ENV NODE_ENV=production PATH=/src/bin:$PATH GREETING="hello world"',
    'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
    'RUN curl -fsSL https://example.com/x.tgz | tar xz -C /opt',
    'FROM gcr.io/distroless/nodejs22@sha256:0000000000000000000000000000000000000000000000000000000000000000',
    'COPY --from=build /src/dist /app',
    'LABEL org.opencontainers.image.title="a b" maintainer=somebody',
    'EXPOSE 8080/tcp 127.0.0.1:80:80/TCP $PORT',
    'VOLUME ["/data"]',
    'USER 10001:10001',
    'HEALTHCHECK --interval=10s --retries=3 CMD ["/app/health"]',
    'ONBUILD COPY . /app',
    'STOPSIGNAL SIGTERM',
    'ENTRYPOINT ["node"]',
    'CMD ["server.js"]',
    '',
  ].join('\n'),
  'FROM a\nRUN <<EOF cat && <<-\'X\' sh\n\thello $A\nEOF\n\tset -e\n\tapt-get update\n\tX\nCOPY <<"one two" <<b /dst/\nc\none two\nd\nb\n',
  '# escape=`\r\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\r\nSHELL ["powershell", "-Command"]\r\nRUN Write-Host `\r\n  hello; cd C:\\\r\nWORKDIR C:\\app\\\r\n',
  'from scratch as A\nadd https://example.com/a.tar.gz#main /a\nonbuild onbuild run a\nmaintainer x\nenv a b c\nlabel a\nexpose\nbulid x\n',
  'FROM a\nARG A\nARG B=${A:-x}\nENV C=${B%%.*} D=${C//a/b} E=${D:+y} F=${G:?no}\nWORKDIR a\nWORKDIR ../$C\nUSER $F\n',
  'FROM python:3.12-alpine\nRUN pip install -r requirements.txt; apk add --update curl; sudo cd /tmp; if [ a ]; then b; fi; for i in 1 2; do echo $(ls `pwd`); done\nCMD python app.py\n',
];

const KEYWORDS =
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR run From BULID';
const FLAGS =
  '--from= --chown= --chmod= --link --parents --exclude= --platform= --mount= --network= --security= --interval= --retries= --checksum= --x -- --device= --keep-git-dir= --start-period= --timeout=';
const WORDS =
  'a b.c /a ./b ../c . * $A ${A} ${A:-b} ${A:+$B} ${A#*a} ${A%%b*} ${A//x/y} "a b" \'c\' \\" a\\ b 80 80/tcp 1s NONE CMD root 0 10001:0 node:22 node@sha256:0 AS as scratch build s0 s1 0 1 type=cache,target=/x type=bind,from=s0,source=/a type=secret,id=b https://example.com/a.tar.gz git@x:y.git SIGTERM';
const SHELL =
  'apt-get apt apk yum dnf pip pip3 npm yarn go gem cd sudo curl wget tar rm ls set echo if then fi for do done case esac while && || | ; & ( ) { } $( ) ` < > >> 2>&1 update install add -y -rf --no-cache -o pipefail -e /var/lib/apt/lists/* curl=1 a== b>=1 useradd -l mkdir ln -s /bin/sh bash -c';

const keywords = KEYWORDS.split(' ');
const flags = FLAGS.split(' ');
const words = WORDS.split(' ');
const shell = SHELL.split(' ');

/** A Dockerfile by the grammar, with a fault here and there. */
export function dockerfileOf(random: Random): string {
  const end = random.chance(0.1) ? '\r\n' : '\n';
  const escape = random.chance(0.05) ? '`' : '\\';
  const lines = Array.from({ length: 1 + random.below(14) }, () => lineOf(random, escape, end));
  const head = escape === '`' ? `# escape=\`${end}` : random.chance(0.1) ? `# syntax=x${end}` : '';
  const from = random.chance(0.85) ? `FROM ${random.pick(words)}${end}` : '';
  return `${random.chance(0.03) ? '\ufeff' : ''}${head}${from}${lines.join(end)}${random.chance(0.8) ? end : ''}`;
}

function lineOf(random: Random, escape: string, end: string): string {
  const kind = random.below(20);
  if (kind === 0) return '';
  if (kind < 3)
    return `# ${random.pick(['', 'hadolint ignore=DL3008', 'check=skip=all', 'tickproof ignore=DL3006: x', 'A is b'])}`;
  if (kind === 3) return `ONBUILD ${instructionOf(random, escape, end)}`;
  if (kind === 4) return `HEALTHCHECK ${random.pick(flags)}1s CMD ${argumentsOf(random, 'CMD', escape, end)}`;
  if (kind < 7) return `FROM ${random.pick(words)} AS s${random.below(3)}`;
  if (kind === 7) return heredocOf(random, end);
  return instructionOf(random, escape, end);
}

function instructionOf(random: Random, escape: string, end: string): string {
  const keyword = random.pick(keywords);
  const options = random.pieces(2, () => `${random.pick(flags)}${random.chance(0.7) ? random.pick(words) : ''}`, ' ');
  return `${keyword} ${options}${options === '' ? '' : ' '}${argumentsOf(random, keyword, escape, end)}`;
}

function argumentsOf(random: Random, keyword: string, escape: string, end: string): string {
  if (random.chance(0.2)) return `[${random.pieces(4, () => JSON.stringify(random.pick(words)), ', ')}]`;
  const isShell = keyword === 'RUN' || keyword === 'CMD' || keyword === 'ENTRYPOINT';
  const gap = () => (random.chance(0.1) ? ` ${escape}${end}${random.chance(0.3) ? `# c${end}` : ''}` : ' ');
  const isPairs = keyword === 'ENV' || keyword === 'LABEL' || keyword === 'ARG';
  return random.pieces(isShell ? 14 : 5, () => {
    const word = random.pick(isShell && random.chance(0.8) ? shell : words);
    return `${isPairs && random.chance(0.8) ? `${random.pick(['A', 'B', 'a.b', 'PATH'])}=` : ''}${word}${gap()}`;
  });
}

function heredocOf(random: Random, end: string): string {
  const dash = random.chance(0.3) ? '-' : '';
  const body = random.pieces(
    4,
    () => `${dash === '' ? '' : '\t'}${random.pieces(5, () => random.pick(shell), ' ')}${end}`,
  );
  const head = random.pick(['RUN', 'COPY', 'ADD', 'RUN cat', 'RUN bash', 'ONBUILD RUN']);
  return `${head} <<${dash}${random.pick(['E', '"E"', "'E'", 'E /a', 'F'])}${end}${body}${random.chance(0.9) ? 'E' : ''}`;
}
