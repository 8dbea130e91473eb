// How the helper program is compiled: used by scripts/helper.ts, and by the test that compiles it once more.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface HelperTarget {
  readonly architecture: 'amd64' | 'arm64';
  /** What the names of its compiler and linker begin with, and how Debian calls the package they come in. */
  readonly prefix: string;
  readonly flags: readonly string[];
}

export const TARGETS: readonly HelperTarget[] = [
  { architecture: 'amd64', prefix: 'x86_64-linux-gnu-', flags: ['-fcf-protection=none', '-mgeneral-regs-only'] },
  {
    architecture: 'arm64',
    prefix: 'aarch64-linux-gnu-',
    flags: ['-mbranch-protection=none', '-mno-outline-atomics', '-mgeneral-regs-only'],
  },
];

/** No C library, nothing that differs between two builds, nothing that a container does not need. */
const FLAGS = `
  -std=c11 -Os -Wall -Wextra -Werror -ffreestanding -fno-builtin -fno-tree-loop-distribute-patterns -fno-stack-protector
  -fno-asynchronous-unwind-tables -fno-unwind-tables -fno-ident -ffunction-sections -fno-pie -no-pie -nostdlib -static -s
  -Wl,--build-id=none -Wl,-z,noseparate-code -Wl,--gc-sections`
  .trim()
  .split(/\s+/);

const folder = join(import.meta.dirname, '../src/engines/helper');

/** The program's bytes. Throws what the compiler says. */
export function compile({ prefix, flags }: HelperTarget): Buffer {
  const scratch = mkdtempSync(join(tmpdir(), 'tickproof-helper-'));
  try {
    const file = join(scratch, 'helper');
    execFileSync(`${prefix}gcc`, [...FLAGS, ...flags, '-o', file, 'helper.c'], { cwd: folder });
    return readFileSync(file);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Which compiler and linker there are, as they name themselves; null where they are not installed. */
export function toolchain({ prefix }: HelperTarget): string | null {
  try {
    return ['gcc', 'ld'].map((name) => versionOf(`${prefix}${name}`)).join(', ');
  } catch {
    return null;
  }
}

function versionOf(program: string): string {
  const [line = ''] = execFileSync(program, ['--version'], { encoding: 'utf8' }).split('\n');
  return line.slice(line.indexOf('(')); // the name before it is that of the file
}

interface Compiled {
  readonly target: HelperTarget;
  readonly bytes: Buffer;
  /** What compiled it. */
  readonly toolchain: string | null;
}

/** The module that carries them. */
export function moduleOf(programs: readonly Compiled[]): string {
  const entries = programs.map(({ target, bytes, toolchain: compiler }) => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return [
      `  ${target.architecture}: {`,
      `    size: ${bytes.length},`,
      `    sha256: '${sha256}',`,
      `    toolchain: '${compiler}',`,
      `    base64:`,
      `      '${bytes.toString('base64')}',`,
      `  },`,
    ].join('\n');
  });
  return `// Generated from helper.c by scripts/helper.ts: do not edit.

/** The helper program by architecture, as Docker names those. */
export const PROGRAMS = {
${entries.join('\n')}
} as const;
`;
}
