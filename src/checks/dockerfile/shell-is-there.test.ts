import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './shell-is-there.ts';

it('objects to shell forms where scratch holds a program and no shell', () => {
  expect(
    linesOf(
      check,
      'FROM scratch\nCOPY server /server\nRUN /server --init\nHEALTHCHECK CMD /server --probe\nCMD /server\n',
    ),
  ).toEqual([3, 4, 5]);
});

it('knows images without a shell, and their debug variants', () => {
  expect(
    linesOf(
      check,
      'FROM gcr.io/distroless/static-debian12\nENTRYPOINT /a\nFROM gcr.io/distroless/base:debug\nENTRYPOINT /a\nFROM mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled\nENTRYPOINT dotnet app.dll\nFROM cgr.dev/chainguard/static\nCMD /a\n',
    ),
  ).toEqual([2, 6, 8]);
});

it('says nothing where a shell may have been brought', () => {
  expect(
    linesOf(
      check,
      'FROM scratch\nADD rootfs.tar.gz /\nCMD a\nFROM scratch\nCOPY --from=busybox /bin/sh /tools/sh\nCMD a\nFROM scratch\nCOPY . /\nCMD a\nFROM scratch\nSHELL ["/x", "-c"]\nCMD a\n',
    ),
  ).toEqual([]);
});

it('says nothing of arrays, of arguments to an ENTRYPOINT, and of images that it does not know', () => {
  expect(
    linesOf(check, 'FROM scratch\nCOPY a /a\nENTRYPOINT ["/a"]\nCMD --help\nFROM alpine\nCMD a\nFROM mine\nCMD b\n'),
  ).toEqual([]);
});

it('leaves what a stage starts with to the stage that goes on from it', () => {
  expect(linesOf(check, 'FROM scratch AS a\nCMD b\nFROM a\nCOPY --from=busybox /bin /bin\n')).toEqual([]);
});

it('says nothing of steps that are run with a mount', () => {
  expect(linesOf(check, 'FROM scratch\nRUN --mount=from=busybox,target=/bin a\n')).toEqual([]);
});

it.each([
  'RUN ["/init"]\nRUN a',
  'SHELL ["/sh", "-c"]\nRUN a',
  'COPY a busybox-static /tools/\nRUN a',
  'COPY x rootfs.tar.gz /opt/\nRUN a',
  'COPY x $WHERE\nRUN a',
  'COPY /bin/sh a b /c/\nRUN a',
  'ADD x /usr/bin\nRUN a',
])('says nothing behind `%s`', (lines) => {
  expect(linesOf(check, `FROM scratch\n${lines}\n`)).toEqual([]);
});

it.each(['COPY a /usr/bin/a\nRUN a', 'LABEL a=/bin\nRUN a', 'COPY sh.txt /b/\nRUN a'])(
  'objects to a step behind `%s`',
  (lines) => {
    expect(linesOf(check, `FROM scratch\n${lines}\n`)).toEqual([3]);
  },
);

it('goes by the last of each kind, and by the form of what is started', () => {
  expect(linesOf(check, 'FROM scratch\nCMD a\nCMD ["/a"]\n')).toEqual([]);
  expect(linesOf(check, 'FROM scratch\nENTRYPOINT /a\nCMD b\n')).toEqual([2, 3]);
  expect(linesOf(check, 'FROM scratch\nHEALTHCHECK CMD ["/a"]\nHEALTHCHECK CMD a\nCMD ["/b"]\n')).toEqual([3]);
});

it.each(['WORKDIR /bin\nRUN a', 'COPY --chown=1 x /opt/\nRUN a'])('takes nothing else for a shell: `%s`', (lines) => {
  expect(linesOf(check, `FROM scratch\n${lines}\n`)).toEqual([3]);
});

it('knows that a step with another option than a mount brings none', () => {
  expect(linesOf(check, 'FROM scratch\nRUN --network=none a\nRUN b\n')).toEqual([3]);
});
