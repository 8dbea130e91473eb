import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './user-exists.ts';

it('objects to a user that neither the base nor a step makes', () => {
  expect(linesOf(check, 'FROM debian:12\nRUN apt-get update && apt-get install -y curl\nUSER app\n')).toEqual([3]);
});

it('takes any step that says the name for one that makes it', () => {
  expect(
    linesOf(
      check,
      'FROM debian:12\nRUN useradd app\nUSER app\nFROM alpine\nRUN echo "web:x:1:1::/:" >> /etc/passwd\nUSER web\n',
    ),
  ).toEqual([]);
});

it('knows the accounts of distributions, of official images, and numbers', () => {
  expect(
    linesOf(
      check,
      'FROM debian\nUSER www-data\nFROM node:22\nUSER node\nFROM alpine\nUSER 1000\nUSER nobody:nogroup\nUSER $U\n',
    ),
  ).toEqual([]);
});

it('says nothing where accounts may have come otherwise', () => {
  expect(
    linesOf(
      check,
      'FROM debian\nRUN apt-get install -y tomcat9\nUSER tomcat\nFROM debian\nRUN ./setup.sh\nUSER a\nFROM debian\nCOPY passwd /etc/passwd\nUSER b\nFROM mine\nUSER c\nFROM debian\nRUN <<EOF\ntrue\nEOF\nUSER d\n',
    ),
  ).toEqual([]);
});

it('knows that an empty file system has no account but root', () => {
  expect(linesOf(check, 'FROM scratch\nCOPY a /a\nUSER nobody\nUSER root\n')).toEqual([3]);
  expect(linesOf(check, 'FROM scratch\nCOPY --from=b /etc/passwd /etc/\nUSER nobody\n')).toEqual([]);
});

it('follows stages', () => {
  expect(linesOf(check, 'FROM node:22 AS a\nRUN useradd app\nFROM a\nUSER app\nUSER other\n')).toEqual([5]);
});

it.each([
  'RUN apt-get update && apt-get install -y --no-install-recommends curl git',
  'RUN apk add --no-cache curl',
  'RUN mkdir /app && chown 1:1 /app',
  'RUN apt-get remove tomcat9',
  'COPY x.txt /app/',
  'COPY passwd /app/etc/',
  'LABEL a=/etc',
])('knows that `%s` makes no account', (line) => {
  expect(linesOf(check, `FROM debian\n${line}\nUSER svc:staff\n`)).toEqual([3]);
});

it.each([
  'RUN apt-get install -y curl tomcat9',
  'RUN apk add curl tomcat9',
  'RUN /usr/sbin/make-users x',
  'RUN curl x && ./make-users',
  'RUN curl x && make-users',
  'RUN <<E\ntrue\nE',
  'COPY passwd /etc/',
  'ADD x.txt rootfs.tar.gz /opt/',
  'ADD rootfs /',
  'COPY x $WHERE',
])('says nothing behind `%s`, which may make one', (line) => {
  expect(linesOf(check, `FROM debian\n${line}\nUSER app\n`)).toEqual([]);
});

it.each(['RUN cat <<E\nx\nE', 'RUN ./make', 'RUN []'])(
  'says nothing behind `%s`, of which it cannot be told',
  (line) => {
    expect(linesOf(check, `FROM debian\n${line}\nUSER app\n`)).toEqual([]);
  },
);

it('brings no accounts by the words of other instructions', () => {
  expect(linesOf(check, 'FROM debian\nWORKDIR /etc\nUSER app\n')).toEqual([3]);
});

it('leaves a file alone whose steps say more than 50 kB', () => {
  const text = (characters: number) => `FROM debian\nRUN echo ${'x'.repeat(characters)}\nUSER app\n`;
  const before = 'debian\necho '.length;
  expect(linesOf(check, text(49_999 - before))).toEqual([3]);
  expect(linesOf(check, text(50_000 - before))).toEqual([]);
});
