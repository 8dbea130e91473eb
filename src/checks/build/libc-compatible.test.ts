import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './libc-compatible.ts';
import { libcOf, named } from './libc.ts';

const statusOf = (text: string, params: Readonly<Record<string, unknown>> = {}) => judged(check, text, params).status;
const linesOf = (text: string): unknown => {
  const verdict = judged(check, text);
  if (verdict.status !== 'fail') return verdict;
  return verdict.findings.map(({ reason, evidence }) => [
    reason,
    ...evidence.map((it) => (it.kind === 'source' ? it.at.startLine : it)),
  ]);
};

const PIP = 'RUN pip install -r requirements.txt\n';
const VENV = 'RUN python -m venv /opt/app && /opt/app/bin/pip install -r requirements.txt\n';

describe('refuses, with the lines of the COPY, of both FROM and of the making', () => {
  it.each([
    [
      'site-packages',
      `FROM python:3.11-slim AS b\n${PIP}FROM alpine:3.20\nCOPY --from=b /usr/local/lib/python3.11/site-packages /p\n`,
      [4, 3, 1, 2],
    ],
    [
      'a virtual environment',
      `FROM python:3.11-slim AS b\n${VENV}FROM python:3.11-alpine\nCOPY --from=b /opt/app /opt/app\n`,
      [4, 3, 1, 2],
    ],
    [
      'what pip installs into an environment from outside',
      'FROM python:3.11-slim AS b\nRUN pip --python /opt/app/bin/python install flask\nFROM alpine:3.20\nCOPY --from=b /opt /opt\n',
      [4, 3, 1, 2],
    ],
    [
      'a folder that holds one',
      'FROM python:3.12 AS b\nWORKDIR /app\nRUN uv sync --locked\nFROM python:3.12-alpine\nCOPY --from=b /app /app\n',
      [5, 4, 1, 3],
    ],
    [
      'node_modules',
      'FROM node:20-slim AS b\nWORKDIR /src\nRUN npm ci\nFROM node:20-alpine\nCOPY --from=b /src/node_modules ./node_modules\n',
      [5, 4, 1, 3],
    ],
    [
      'node_modules the other way round',
      'FROM node:20-alpine AS b\nWORKDIR /src\nRUN npm ci\nFROM node:20-slim\nCOPY --from=b /src ./\n',
      [5, 4, 1, 3],
    ],
    [
      'a Go program with C in it',
      'FROM golang:1.23 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n',
      [4, 3, 1, 2],
    ],
    [
      'the same on nothing at all',
      'FROM golang:1.23 AS b\nRUN go build -o /app .\nFROM scratch\nCOPY --from=b /app /app\n',
      [4, 3, 1, 2],
    ],
    [
      'a Rust program that was carried on',
      'FROM rust:1.80-bookworm AS b\nWORKDIR /src\nRUN cargo build --release && cp target/release/app /usr/share/app\nFROM alpine:3\nCOPY --from=b /usr/share/app /app\n',
      [5, 4, 1, 3],
    ],
    [
      'a C program',
      'FROM gcc:14 AS b\nRUN gcc -O2 -o /out/app app.c\nFROM alpine:3.20\nCOPY --from=b /out/ /out/\n',
      [4, 3, 1, 2],
    ],
    [
      'a newer release of glibc',
      'FROM rust:1-trixie AS b\nRUN cargo build --release\nFROM debian:bookworm-slim\nCOPY --from=b /target/release/app /app\n',
      [4, 3, 1, 2],
    ],
    [
      'packages of another Python',
      `FROM python:3.11-slim AS b\n${PIP}FROM python:3.12-slim\nCOPY --from=b /usr/local /usr/local\n`,
      [4, 3, 1, 2],
    ],
    [
      'packages for another machine',
      `FROM --platform=linux/amd64 node:20-slim AS b\nRUN npm ci\nFROM --platform=linux/arm64 node:20-slim\nCOPY --from=b /node_modules /m\n`,
      [4, 3, 1, 2],
    ],
  ])('%s', (_, text, lines) => {
    expect(linesOf(text)).toEqual([['abi-mismatch', ...lines]]);
  });

  it('programs and libraries of a base', () => {
    expect(linesOf('FROM alpine:3.20\nCOPY --from=node:20-slim /usr/local/bin/node /usr/local/bin/\n')).toEqual([
      ['abi-mismatch', 2, 1],
    ]);
    expect(
      linesOf('FROM python:3.11-slim AS b\nFROM alpine:3.20\nCOPY --from=b /usr/local/bin/ /usr/local/bin/\n'),
    ).toEqual([['abi-mismatch', 3, 2, 1]]);
    expect(
      linesOf(
        'FROM debian:12 AS b\nFROM alpine\nCOPY --from=b /usr/bin/jq /usr/lib/x86_64-linux-gnu/libjq.so.1 /usr/local/bin/\n',
      ),
    ).toEqual([['abi-mismatch', 3, 2, 1]]);
  });

  it('what comes by way of other stages', () => {
    const text = `FROM python:3.11-slim AS b\n${VENV}FROM scratch AS hold\nCOPY --from=b /opt /all\nFROM alpine:3.20\nCOPY --from=hold /all/app /opt/app\n`;
    expect(linesOf(text)).toEqual([['abi-mismatch', 6, 5, 1, 2]]);
  });

  it('what a stage below the target copies', () => {
    const text = `FROM python:3.11-slim AS b\n${VENV}FROM alpine:3.20 AS base\nCOPY --from=b /opt/app /opt/app\nFROM base\nUSER 1000\n`;
    expect(linesOf(text)).toEqual([['abi-mismatch', 4, 3, 1, 2]]);
  });
});

describe('accepts', () => {
  it.each([
    ['the same base', 'FROM company/base:1 AS b\nRUN npm ci\nFROM company/base:1\nCOPY --from=b /node_modules /m\n'],
    [
      'two bases of glibc',
      'FROM node:22 AS b\nRUN npm ci\nFROM gcr.io/distroless/nodejs22-debian12\nCOPY --from=b /node_modules /m\n',
    ],
    [
      'Go without C',
      'FROM golang:1.23 AS b\nRUN CGO_ENABLED=0 go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n',
    ],
    [
      'Go without C by variable',
      'FROM golang:1.23 AS b\nENV CGO_ENABLED=0\nRUN go build -o /app .\nFROM scratch\nCOPY --from=b /app /app\n',
    ],
    ['a static C program', 'FROM gcc:14 AS b\nRUN gcc -static -o /app app.c\nFROM scratch\nCOPY --from=b /app /app\n'],
    [
      'Rust for musl',
      'FROM rust:1 AS b\nRUN cargo build --release --target x86_64-unknown-linux-musl\nFROM alpine\nCOPY --from=b /target/x86_64-unknown-linux-musl/release/app /app\n',
    ],
    [
      'files that are only read',
      'FROM node:20-slim AS b\nRUN npm ci && npm run build\nFROM nginx:alpine\nCOPY --from=b /src/index.html /src/app.js /html/\n',
    ],
    [
      'certificates',
      'FROM debian:12 AS b\nFROM alpine\nCOPY --from=b /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\n',
    ],
    [
      'an older release of glibc',
      'FROM rust:1-bullseye AS b\nRUN cargo build --release\nFROM debian:bookworm-slim\nCOPY --from=b /target/release/app /app\n',
    ],
    [
      'wheels on a newer release of glibc',
      `FROM python:3.12-trixie AS b\n${VENV}FROM python:3.12-slim-bookworm\nCOPY --from=b /opt/app /opt/app\n`,
    ],
    [
      'the same release of glibc',
      'FROM rust:1-bookworm AS b\nRUN cargo build --release\nFROM debian:bookworm-slim\nCOPY --from=b /target/release/app /app\n',
    ],
    [
      'packages where only one side names its machine',
      'FROM --platform=linux/amd64 node:20-slim AS b\nRUN npm ci\nFROM node:20-slim\nCOPY --from=b /node_modules /m\n',
    ],
    [
      'packages where only the other side names its machine',
      'FROM node:20-slim AS b\nRUN npm ci\nFROM --platform=linux/amd64 node:20-slim\nCOPY --from=b /node_modules /m\n',
    ],
    [
      'what was compiled for another machine than it was compiled on',
      'FROM --platform=linux/amd64 golang:1 AS b\nRUN CGO_ENABLED=0 go build -o /app\nFROM --platform=linux/arm64 debian:12\nCOPY --from=b /app /app\n',
    ],
    [
      'packages of a Python without a tag',
      `FROM python AS b\n${PIP}FROM python:3.12\nCOPY --from=b /usr/local /usr/local\n`,
    ],
    [
      'packages for Python on images whose tags are no versions of it',
      'FROM ruby:3.2-slim AS b\nRUN pip install -t /p x\nFROM ruby:3.3-slim\nCOPY --from=b /p /p\n',
    ],
    ['a whole root file system', 'FROM debian:12 AS b\nRUN gcc -o /app app.c\nFROM scratch\nCOPY --from=b / /\n'],
  ])('%s', (_, text) => {
    expect(statusOf(text)).toBe('pass');
  });

  it('what the person says is portable', () => {
    const text =
      'FROM node:20-slim AS b\nRUN npm ci\nFROM node:20-alpine\nCOPY --from=b /node_modules ./node_modules\n';
    expect(statusOf(text, { portable: ['/node_modules'] })).toBe('pass');
  });
});

describe('does not apply', () => {
  it.each([
    [
      'where one of several sources may hold anything',
      'FROM node:20-slim AS b\nRUN npm run build\nFROM nginx:alpine\nCOPY --from=b /src/index.html /src/dist /html/\n',
    ],
    [
      'where one of several programs is not known to be static',
      'FROM rust:1-alpine AS b\nRUN cargo build && gcc -static -o /t t.c\nFROM debian:12\nCOPY --from=b /t /target/debug/app /x/\n',
    ],
    [
      'where the loader is among what is copied',
      'FROM gcc:14 AS b\nRUN gcc -o /app a.c\nFROM scratch\nCOPY --from=b /etc/passwd /lib64/ld-linux-x86-64.so.2 /lib64/\nCOPY --from=b /app /app\n',
    ],
    ['where nothing is copied between stages', 'FROM node:22\nCOPY . .\n'],
    [
      'where the bundler tells nothing of what it wrote',
      'FROM node:20-slim AS b\nRUN npm ci && npm run build\nFROM nginx:alpine\nCOPY --from=b /src/dist /html\n',
    ],
    [
      'to tools of images that are not known',
      'FROM python:3.12-slim\nCOPY --from=ghcr.io/astral-sh/uv:0.5 /uv /bin/\n',
    ],
    [
      'where musl is made to run glibc programs',
      'FROM gcc:14 AS b\nRUN gcc -o /app a.c\nFROM alpine:3.20\nRUN apk add --no-cache gcompat\nCOPY --from=b /app /app\n',
    ],
    [
      'where the loader is copied as well',
      'FROM gcc:14 AS b\nRUN gcc -o /app a.c\nFROM scratch\nCOPY --from=b /lib64/ld-linux-x86-64.so.2 /lib64/\nCOPY --from=b /app /app\n',
    ],
  ])('%s', (_, text) => {
    expect(statusOf(text)).toBe('inapplicable');
  });
});

it('begins with the last root file system that is copied whole', () => {
  const root = (...images: string[]) =>
    `FROM gcc:14 AS b\nRUN gcc -o /app a.c\nFROM scratch\n${images.map((it) => `COPY --from=${it} / /\n`).join('')}COPY --from=b /app /app\n`;
  expect(statusOf(root('debian:12', 'alpine:3'))).toBe('fail');
  expect(statusOf(root('alpine:3', 'debian:12'))).toBe('pass');
});

describe('a base that it does not know', () => {
  const text =
    'FROM node:20-slim AS b\nRUN npm ci\nFROM registry.example/company/base:1\nCOPY --from=b /node_modules ./node_modules\n';

  it('leaves it open', () => {
    expect(judged(check, text)).toMatchObject({
      status: 'inconclusive',
      evidence: [{ at: { startLine: 4 } }, {}, {}, {}],
    });
  });

  it('is named, at the first COPY that it matters to', () => {
    const more = `${text}COPY --from=b /node_modules ./more\n`;
    expect(judged(check, more)).toMatchObject({
      because: expect.stringContaining('./node_modules`: whether registry.example/company/base:1 has glibc'),
    });
    const other = 'FROM company/build:1 AS b\nRUN npm ci\nFROM node:20-slim\nCOPY --from=b /node_modules /m\n';
    expect(judged(check, other)).toMatchObject({ because: expect.stringContaining('whether company/build:1 has') });
  });

  it('is told by the person, or by its package manager', () => {
    expect(statusOf(text, { libc: { 'registry.example/company/*': 'musl' } })).toBe('fail');
    expect(statusOf(text, { libc: { 'registry.example/company/*': 'glibc' } })).toBe('pass');
    expect(statusOf(`${text}RUN apk add --no-cache tini && echo done\n`)).toBe('fail');
    expect(statusOf(`${text}CMD apk info\n`)).toBe('inconclusive');
    expect(statusOf(`${text}RUN dnf install -y tini\n`)).toBe('pass');
  });
});

describe('what the name of a base tells', () => {
  it.each([
    ['alpine:3.20', 'musl'],
    ['node:20-alpine3.19', 'musl'],
    ['debian:12.5-slim', 'glibc 2.36'],
    ['debian:bookworm-slim', 'glibc 2.36'],
    ['mirror.example/library/python:3.11-slim', 'glibc'],
    ['ubuntu:22.04', 'glibc 2.35'],
    ['rockylinux:9.3', 'glibc 2.34'],
    ['oraclelinux:7-slim', 'glibc 2.17'],
    ['registry.access.redhat.com/ubi9/ubi-minimal:9.4', 'glibc 2.34'],
    ['gcr.io/distroless/static-debian12:nonroot', 'no C library'],
    ['gcr.io/distroless/cc-debian12', 'glibc 2.36'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', 'glibc'],
    ['frolvlad/alpine-glibc', null],
    ['company/node:1', null],
    ['company/app:1-slim', null],
    ['__proto__', null],
  ])('%s: %s', (reference, expected) => {
    const libc = libcOf(reference);
    expect(libc && named(libc)).toBe(expected);
  });
});

it('ends for whatever is written', () => {
  const word = fc.constantFrom(
    'FROM a AS a',
    'FROM node:20 AS b',
    'FROM a',
    'COPY --from=a / /',
    'COPY --from=b /x/. ../y',
    'COPY --from=0 /x /x',
    'RUN cp -r /x /y',
    'RUN pip install x',
    'WORKDIR $X',
    'RUN cd .. && go build -o',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (lines) => {
      statusOf(`FROM scratch\n${lines.join('\n')}\n`);
    }),
  );
});

it('follows long ways in little time', () => {
  const stages = Array.from(
    { length: 300 },
    (_, at) => `FROM alpine AS s${at + 1}\nCOPY --from=s${at} /a /a\nCOPY --from=s${at} /a /a/b\n`,
  );
  expect(statusOf(`FROM python:3.11 AS s0\nRUN pip install --target /a x\n${stages.join('')}`)).toBe('fail');
});
