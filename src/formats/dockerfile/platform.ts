/** A platform as `--platform` names it, normalised: `linux/arm64`, `arm64` and `aarch64` are one. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant: string | null;
}

const COMPONENT = /^[A-Za-z0-9_.-]+$/;
const OS_COMPONENT = /^[A-Za-z0-9_.-]+(?:\([A-Za-z0-9_.-]*(?:\+[A-Za-z0-9_.-]+)*\))?$/;
const SYSTEMS = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos'.split(
    ' ',
  ),
);
const ARCHITECTURES = new Set(
  '386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm'.split(
    ' ',
  ),
);
const SPELLINGS: ReadonlyMap<string, readonly [string, string | null]> = new Map([
  ['i386', ['386', null]],
  ['x86_64', ['amd64', null]],
  ['x86-64', ['amd64', null]],
  ['aarch64', ['arm64', null]],
  ['armhf', ['arm', 'v7']],
  ['armel', ['arm', 'v6']],
]);

/** Reads a platform as BuildKit does on a Linux machine; null for what it refuses. */
export function readPlatform(text: string): Platform | null {
  const parts = text.split('/');
  if (!parts.every((part, index) => (index === 0 ? OS_COMPONENT : COMPONENT).test(part))) return null;
  const [first = '', second, third = null] = parts;
  if (parts.length > 3) return null;
  const name = (first.split('(')[0] ?? '').toLowerCase();
  const os = name === 'macos' ? 'darwin' : name;
  if (second !== undefined) return { os, ...architectureOf(second, third) };
  if (SYSTEMS.has(os)) return { os, architecture: 'amd64', variant: null };
  const alone = architectureOf(first, null);
  return ARCHITECTURES.has(alone.architecture) ? { os: 'linux', ...alone } : null;
}

function architectureOf(text: string, variant: string | null): Omit<Platform, 'os'> {
  const [architecture, implied] = SPELLINGS.get(text.toLowerCase()) ?? [text.toLowerCase(), null];
  return { architecture, variant: variant ?? implied };
}
