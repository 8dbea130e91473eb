import { parseReference } from '../../formats/index.ts';
import type { DockerfileFacts, Stage } from '../../domain/index.ts';
import type { Place } from '../kit.ts';
import { bringing } from './brings.ts';
import { under } from './paths.ts';
import { directLine, programsOf, readShellLine, rootImage, runsOf, scriptFileOf } from './shared.ts';

/** A program or script that the image will be asked to run, and the instruction that asks. */
export interface Named {
  readonly name: string;
  readonly by: { readonly text: string; readonly at: Place };
}

/** Programs and script files of the command and of the health check. */
export function programsNamed({ entrypoint, cmd, healthcheck }: DockerfileFacts['final']): readonly Named[] {
  const command = [...(entrypoint?.value ?? []), ...(cmd?.value ?? [])];
  const by = entrypoint && entrypoint.value.length > 0 ? entrypoint : cmd;
  const [kind, ...test] = healthcheck?.value.test ?? [];
  const probe = kind === 'CMD-SHELL' ? ['/bin/sh', '-c', test.join(' ')] : kind === 'CMD' ? test : [];
  return [
    ...(by ? namesIn(command).map((name) => ({ name, by })) : []),
    ...(healthcheck ? namesIn(probe).map((name) => ({ name, by: healthcheck })) : []),
  ];
}

function namesIn(words: readonly string[]): string[] {
  const line = directLine(words);
  const inner = words[1] === '-c' && words[2] !== undefined ? readShellLine(words[2]) : line;
  const script = scriptFileOf(inner);
  return [...new Set([...programsOf(line), ...(script === null ? [] : [script])])];
}

export interface Origin {
  readonly status: 'there' | 'missing' | 'unknown';
  readonly because: string;
}

interface Family {
  readonly names: RegExp;
  readonly has: readonly string[];
}

const POSIX =
  'sh ash ls cat cp mv rm mkdir chmod chown echo env test [ true false sleep sed awk grep find tar id kill pwd printf sort head tail cut tr wc date xargs timeout nice nohup dirname basename'.split(
    ' ',
  );
const FAMILIES: readonly Family[] = [
  { names: /(?:^|\/)node$/, has: ['node', 'nodejs', 'npm', 'npx', 'yarn', 'corepack', 'docker-entrypoint.sh'] },
  { names: /(?:^|\/)python$/, has: ['python', 'python3', 'pip', 'pip3'] },
  { names: /(?:^|\/)golang$/, has: ['go', 'gofmt'] },
  { names: /(?:^|\/)nginx(?:-unprivileged)?$/, has: ['nginx', 'docker-entrypoint.sh'] },
  { names: /(?:^|\/)ruby$/, has: ['ruby', 'gem', 'bundle', 'irb', 'rake'] },
  { names: /(?:^|\/)(?:eclipse-temurin|openjdk|amazoncorretto)$/, has: ['java'] },
  { names: /(?:^|\/)redis$/, has: ['redis-server', 'redis-cli', 'docker-entrypoint.sh'] },
  { names: /(?:^|\/)postgres$/, has: ['postgres', 'psql', 'pg_isready', 'docker-entrypoint.sh'] },
  { names: /(?:^|\/)distroless\/(?:nodejs.*)$/, has: ['node', '/nodejs/bin/node'] },
];
const LANGUAGES =
  /(?:^|\/)(?:node|python|golang|nginx|ruby|redis|postgres|debian|ubuntu|alpine|busybox|eclipse-temurin|openjdk)$/;
const BUSYBOX = ['wget', 'nc', 'ps', 'pgrep', 'netstat', 'vi'];
/** Tools that people expect everywhere and small bases lack. */
const LACKED_BY_SLIM = [
  'curl',
  'wget',
  'nc',
  'netcat',
  'netstat',
  'telnet',
  'ps',
  'pgrep',
  'ss',
  'ip',
  'lsof',
  'jq',
  'git',
  'vi',
  'dig',
  'ping',
  'node',
  'npm',
  'java',
  'go',
  'python',
  'ruby',
  'tini',
  'dumb-init',
  'gosu',
  'su-exec',
];
const LACKED_BY_DISTROLESS = ['bash', 'curl', 'wget', 'nc', 'ps', 'pgrep', 'tini', 'dumb-init', 'gosu', 'npm', 'pip'];
const SYSTEM = /^\/(?:bin|sbin|usr|lib|lib64|opt|etc)\//;

/** By its ending a single file, which brings nothing but itself. */
const A_FILE = /\.(?:[cm]?[jt]s|json|py|sh|rb|php|jar|go|ya?ml|toml|conf|txt|md|html?)$/;

/** Where a program comes from, as far as the Dockerfile can tell. */
export function whereFrom(name: string, chain: readonly Stage[], stages: readonly Stage[], workdir: string): Origin {
  const brought = broughtBy(name, chain, stages, workdir);
  if (brought) return brought;
  const image = rootImage(chain);
  if (image === null) return { status: 'missing', because: 'the stages begin with nothing and no COPY brings it' };
  const own = fromBase(name, image, workdir);
  if (own.status !== 'missing') return own;
  const base = name.slice(name.lastIndexOf('/') + 1);
  const run = runsOf(stages, chain).find((it) => bringing(it, base) === 'maybe');
  return run ? { status: 'unknown', because: `line ${run.instruction.at.startLine} may bring it` } : own;
}

function broughtBy(name: string, chain: readonly Stage[], stages: readonly Stage[], workdir: string): Origin | null {
  const base = name.slice(name.lastIndexOf('/') + 1);
  const absolute = name.startsWith('/') ? name : `${workdir === '/' ? '' : workdir}/${name.replace(/^\.\//, '')}`;
  const run = runsOf(stages, chain).find((it) => bringing(it, base) === 'brings');
  if (run) return { status: 'there', because: `line ${run.instruction.at.startLine} installs or makes it` };
  let here = '/';
  let maybe: Origin | null = null; // a later COPY may say it for sure
  for (const { keyword, args, argsAt } of chain.flatMap(({ body }) => body)) {
    if (keyword === 'WORKDIR') here = under(here, args[0] ?? '');
    if (keyword !== 'COPY' && keyword !== 'ADD') continue;
    const place = under(here, args.at(-1) ?? '');
    const line = argsAt[0]?.startLine ?? 0;
    const sources = args.slice(0, -1);
    const mayBeFolders = keyword === 'ADD' || !sources.every((source) => A_FILE.test(source));
    if (place === '/' && mayBeFolders && !sources.some((source) => source.endsWith(`/${base}`) || source === base)) {
      maybe ??= { status: 'unknown', because: `the COPY of line ${line} into \`/\` may bring it` };
      continue;
    }
    const isFile = name.includes('/') || /\.\w+$/.test(name);
    const named = sources.some((source) => source === base || source.endsWith(`/${base}`));
    if (place === '/' && !mayBeFolders && !named) continue;
    const covers = isFile
      ? absolute === place || absolute.startsWith(`${place === '/' ? '' : place}/`)
      : place.endsWith(`/${base}`);
    if (covers || (named && !isFile)) return { status: 'there', because: `the COPY of line ${line} brings it` };
    if (!isFile && /\/(?:bin|venv|\.venv|usr\/local|node_modules)(?:\/|$)/.test(place)) {
      return { status: 'there', because: `the COPY of line ${line} brings a folder of programs` };
    }
  }
  return maybe;
}

function fromBase(name: string, image: string, workdir: string): Origin {
  const reference = parseReference(image);
  const repository = reference?.repository ?? image;
  const tag = reference?.tag ?? '';
  const family = FAMILIES.find(({ names }) => names.test(repository));
  const base = name.startsWith('/') && SYSTEM.test(name) ? name.slice(name.lastIndexOf('/') + 1) : name;
  const isKnown = LANGUAGES.test(repository);
  const isBusybox = /alpine/.test(tag) || /(?:alpine|busybox)$/.test(repository);
  if (family?.has.includes(base) || family?.has.includes(name))
    return { status: 'there', because: `${image} brings it` };
  if (isKnown && (POSIX.includes(base) || (isBusybox && BUSYBOX.includes(base))))
    return { status: 'there', because: `${image} brings it` };
  if (isKnown && base === 'bash') {
    return isBusybox
      ? { status: 'missing', because: `${image} has BusyBox's \`sh\` instead, and nothing installs it` }
      : { status: 'there', because: `${image} brings it` };
  }
  const isShellLess = /(?:^|\/)distroless\//.test(repository) && !/debug/.test(tag);
  if (isShellLess && [...POSIX, ...LACKED_BY_DISTROLESS].includes(base))
    return { status: 'missing', because: `${image} has no shell and no tools` };
  const isPath = name.includes('/') || /\.\w+$/.test(name);
  if (isPath && !SYSTEM.test(name) && isKnown) {
    return { status: 'missing', because: `no COPY or RUN makes it under ${workdir}, and ${image} has no such file` };
  }
  const isSmall = isBusybox || /slim/.test(tag) || /(?:debian|ubuntu)$/.test(repository);
  if (isKnown && isSmall && LACKED_BY_SLIM.includes(base))
    return { status: 'missing', because: `${image} does not have it and nothing installs it` };
  return { status: 'unknown', because: `whether ${image} has it is not written in the Dockerfile` };
}
