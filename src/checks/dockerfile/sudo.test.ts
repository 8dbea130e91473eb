import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDockerfile } from '../../formats/index.ts';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import aptAssumesYes from './apt-assumes-yes.ts';
import aptInstallAfterUpdate from './apt-install-after-update.ts';
import aptListsRemoved from './apt-lists-removed.ts';
import aptPinned from './apt-pinned.ts';
import aptUpdateWithInstall from './apt-update-with-install.ts';
import cachesLeft from './caches-left.ts';
import noApt from './no-apt.ts';
import noPipedDownloads from './no-piped-downloads.ts';
import noSudo from './no-sudo.ts';
import packageManagerFits from './package-manager-fits.ts';
import pipefail from './pipefail.ts';
import runsMerged from './runs-merged.ts';
import userExists from './user-exists.ts';
import { behindSudo, eachCommand } from './shared.ts';

const on = (...lines: readonly string[]) => ['FROM debian:bookworm-slim', ...lines, ''].join('\n');

function inner(line: string): string {
  const [run] = parseDockerfile('Dockerfile', `FROM a\nRUN ${line}\n`).stages[0]?.body ?? [];
  const [command] = run ? eachCommand(run) : [];
  return command ? [behindSudo(command).name, ...behindSudo(command).words.map(({ text }) => text)].join(' ') : '';
}

it.each([
  ['sudo apt-get install x', 'apt-get apt-get install x'],
  ['sudo -EH apt-get update', 'apt-get apt-get update'],
  ['sudo -u web -- /usr/bin/pip install x', 'pip /usr/bin/pip install x'],
  ['sudo -Eu web A=1 npm ci', 'npm npm ci'],
  ['sudo --user=web npm ci', 'npm npm ci'],
  ['sudo --user web npm ci', 'npm npm ci'],
  ['/usr/bin/sudo sudo apk add x', 'apk apk add x'],
  ['sudo $CMD x', ' ${CMD} x'],
  ['sudo -v', 'sudo sudo -v'],
  ['sudo -e /etc/x', 'sudo sudo -e /etc/x'],
  ['sudo', 'sudo sudo'],
  ['apt-get install x', 'apt-get apt-get install x'],
])('reads %s', (line, read) => {
  expect(inner(line).replace('$CMD', '${CMD}')).toBe(read);
});

it.each([
  ['apt-pinned', aptPinned],
  ['apt-assumes-yes', aptAssumesYes],
  ['apt-install-after-update', aptInstallAfterUpdate],
])('looks behind it: %s', (_, check) => {
  expect(linesOf(check, on('RUN sudo apt-get install x'))).toEqual([2]);
});

it('looks behind it for lists, caches, tools and users too', () => {
  expect(linesOf(aptListsRemoved, on('RUN sudo apt-get update && sudo apt-get install -y x=1'))).toEqual([2]);
  expect(linesOf(aptListsRemoved, on('RUN sudo apt-get update && sudo rm -rf /var/lib/apt/lists/*'))).toEqual([]);
  expect(linesOf(aptUpdateWithInstall, on('RUN sudo apt-get update'))).toEqual([2]);
  expect(linesOf(cachesLeft, on('RUN sudo apt-get update && sudo apt-get install -y x'))).toEqual([2]);
  expect(linesOf(noApt, on('RUN sudo apt update'))).toEqual([2]);
  expect(linesOf(noPipedDownloads, on('RUN curl https://a | sudo -E bash -'))).toEqual([2]);
  expect(linesOf(packageManagerFits, on('RUN sudo apk add x'))).toEqual([2]);
  expect(linesOf(userExists, on('RUN sudo useradd web', 'USER web'))).toEqual([]);
});

it('counts a command behind it once', () => {
  expect(linesOf(noSudo, on('RUN sudo apt-get update'))).toEqual([2]);
  expect(linesOf(runsMerged, on('RUN sudo a', 'RUN b'))).toEqual([3]);
  expect(linesOf(pipefail, on('RUN sudo a | b'))).toEqual([2]);
});

it('mends the words behind it, and puts no command behind that would lack its rights', () => {
  expect(mended(aptAssumesYes, on('RUN sudo apt-get install x'))).toBe(on('RUN sudo apt-get install -y x'));
  expect(mended(noApt, on('RUN sudo apt install x'))).toBe(on('RUN sudo apt-get install x'));
  const text = on('RUN sudo apt-get update && sudo apt-get install -y x=1');
  expect(mended(aptListsRemoved, text)).toBe(text);
  expect(mended(aptInstallAfterUpdate, on('RUN sudo apt-get install -y x'))).toBe(on('RUN sudo apt-get install -y x'));
});

it('ends, whatever stands behind it', () => {
  const word = fc.constantFrom('sudo', '-u', '-', '--', '-E', 'A=1', '--user', '$x', '""', 'apt-get');
  fc.assert(fc.property(fc.array(word, { maxLength: 30 }), (words) => typeof inner(words.join(' ')) === 'string'));
});
