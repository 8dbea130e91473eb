import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { afterAll, expect, inject, it } from 'vitest';
import { layIn } from '../kit/lay.ts';
import { tickproof } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'tickproof-e2e-streams-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
layIn(folder, { Dockerfile: 'FROM scratch\nUSER 10001\nCMD ["/x"]\n' });

/** The command line in a shell, which ends what waits for ever. */
function shell(line: string) {
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['-c', `tp() { "${execPath}" "${inject('cli')}" "$@"; }\n${line}`],
    {
      cwd: folder,
      encoding: 'utf8',
      timeout: 30_000,
      killSignal: 'SIGKILL',
    },
  );
  return { status, stdout, stderr };
}

it.skipIf(!existsSync('/dev/full'))('says that its output cannot be written, and does not end as if it were', () => {
  for (const words of ['--help', 'explain', 'lint --format json', 'explain image/size']) {
    expect(shell(`tp ${words} > /dev/full`)).toMatchObject({ status: 5, stderr: expect.stringContaining('ENOSPC') });
  }
});

it('takes a reader that goes away for one that has seen enough', () => {
  expect(shell('set -o pipefail; tp explain | head -1')).toMatchObject({ status: 0, stderr: '' });
});

it('passes over pipes that lie in a folder, refuses one that is to be read, and reads what a shell gives it', () => {
  expect(shell('mkfifo pipe.Dockerfile odd').status).toBe(0);
  expect(tickproof(['lint', '.', '--skip', 'shellcheck'], { cwd: folder }).stdout).toContain('1 file read');
  expect(shell('tp lint odd')).toMatchObject({ status: 5, stderr: expect.stringContaining('it is a pipe') });
  expect(shell('tp lint --skip shellcheck <(cat Dockerfile)').stdout).toContain('1 file read');
});

it('writes a report to what is no file', () => {
  expect(shell('tp verify . --engine none --only dockerfile/valid > /dev/null').status).toBe(5);
  const { status, stdout } = shell('tp report --format json --output /dev/stdout . | head -c 20');
  expect([status, stdout.startsWith('{')]).toEqual([0, true]);
});

it('says what was looked for where no engine was asked', () => {
  const { exitCode, stdout } = tickproof(['gc', '--engine', 'none'], { cwd: folder });
  expect([exitCode, stdout]).toEqual([5, 'No folder and no process was left behind.\n']);
});
