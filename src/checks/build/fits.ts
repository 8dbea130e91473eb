import type { Instruction, ParsedDockerfile, Stage } from '../../domain/index.ts';
import { chainOf, parseReference } from '../../formats/index.ts';
import { named, officialOf, type Root } from './libc.ts';
import { type Copy, isData, type Native, Origins, type Told } from './origins.ts';

/** A COPY into the image from another stage or image, and whether what it brings can run there. */
export interface Taken {
  readonly copy: Instruction;
  readonly status: 'fits' | 'mismatch' | 'unknown' | 'untold';
  readonly because: string;
  /** What was compiled or installed elsewhere begins with this; null where it is an image that is only copied from. */
  readonly origin: Stage | null;
  readonly by: Instruction | null;
}

/** Judges every COPY from elsewhere of the stages that a target is made of. */
export function takenBy(parsed: ParsedDockerfile, target: Stage, told: Told): readonly Taken[] {
  const reader = new Origins(parsed, told);
  const copies = reader.copiesOf(target);
  const runtime = runtimeOf(reader, copies, target);
  return copies.map((copy) => judged(reader, copy, runtime));
}

interface Runtime {
  readonly root: Root;
  /** Something in the image may stand in for the loader that is missed. */
  readonly hasLoader: boolean;
}

const COMPATIBLE = /(?:^|\s)(?:gcompat|libc6-compat|glibc)(?:[\s=~<>;&|]|$)/m;
/** The RUNs that make musl run what was built for glibc. */
export function isCompatibility({ keyword, rest }: Pick<Instruction, 'keyword' | 'rest'>): boolean {
  return keyword === 'RUN' && COMPATIBLE.test(rest);
}

function runtimeOf(reader: Origins, copies: readonly Copy[], target: Stage): Runtime {
  const whole = copies.findLast(({ sources }) => sources.includes('/')); // a root file system brings its C library along
  const root = whole ? reader.rootOf(whole) : reader.rootOfStage(target);
  const libraries = copies.some(({ sources }) =>
    sources.some((it) => /^\/(?:usr\/)?lib(?:32|64)?$|\/ld-(?:linux|musl)/.test(it)),
  );
  const body = chainOf(reader.parsed.stages, target).flatMap((stage) => stage.body);
  const hasLoader = root.libc?.kind === 'none' ? libraries : body.some(isCompatibility);
  return { root, hasLoader };
}

function judged(reader: Origins, copy: Copy, runtime: Runtime): Taken {
  const { instruction } = copy;
  const root = reader.rootOf(copy);
  const native = copy.sources
    .filter((source) => !reader.told.portable.includes(source))
    .flatMap((source) => reader.nativeAt(copy, source));
  const taken = (status: Taken['status'], because: string, of: Native | null = null): Taken => ({
    copy: instruction,
    status,
    because,
    origin: of ? of.root.stage : root.stage,
    by: of?.by ?? null,
  });
  const faults = native.flatMap((it) => {
    const fault = faultOf(it, runtime);
    return fault === null ? [] : [{ it, fault }];
  });
  const [first] = faults;
  if (first) return taken('mismatch', first.fault, first.it);
  const open = native.find((it) => !it.isStatic && !isSame(it.root, runtime.root) && !isKnown(it.root, runtime.root));
  if (open) {
    const nameless = open.root.libc === null ? open.root.reference : runtime.root.reference;
    return taken('unknown', `whether ${nameless} has glibc or musl is not written in the Dockerfile`, open);
  }
  if (isSame(root, runtime.root)) return taken('fits', `both begin with ${root.reference}`);
  if (native.length > 0 && native.every(({ isStatic }) => isStatic)) return taken('fits', 'it is linked statically');
  const isTold = copy.sources.every((source) => isData(source) || reader.told.portable.includes(source));
  if (isTold) return taken('fits', 'nothing compiled is in it');
  if (root.libc && root.libc.kind === runtime.root.libc?.kind) return taken('fits', `both have ${root.libc.kind}`);
  return taken('untold', 'the Dockerfile does not tell whether anything compiled is in it');
}

function isKnown(left: Root, right: Root): boolean {
  return left.libc !== null && right.libc !== null;
}

function isSame(left: Root, right: Root): boolean {
  return left.reference === right.reference && left.platform === right.platform;
}

/** Why something that stands elsewhere cannot run here; null where it can, or where that is not told. */
function faultOf(native: Native, { root, hasLoader }: Runtime): string | null {
  const what = `${WHAT[native.kind]} of ${native.root.reference}`;
  if (isForeign(native, root)) return `${what} (${native.root.platform}) cannot run on ${root.platform}`;
  const [before, now] = [pythonOf(native.root.reference), pythonOf(root.reference)];
  if (native.language === 'python' && native.kind === 'packages' && before && now && before !== now)
    return `${what} are for Python ${before}, and ${root.reference} has ${now}`;
  const { libc } = native.root;
  if (native.isStatic || hasLoader || !libc || !root.libc || libc.kind === 'none') return null;
  const isMuslRust = native.language === 'rust' && libc.kind === 'musl'; // Rust links statically there by itself
  if (libc.kind !== root.libc.kind)
    return isMuslRust ? null : `${what} need ${named(libc)}, and ${root.reference} has ${named(root.libc)}`;
  const isNewer = libc.minor !== null && root.libc.minor !== null && libc.minor > root.libc.minor;
  return isNewer && native.kind !== 'packages' // those are mostly built for old releases
    ? `${what} may need ${named(libc)}, and ${root.reference} has ${named(root.libc)}`
    : null;
}

const WHAT = { packages: 'packages', compiled: 'programs', system: 'programs and libraries' } as const;

function isForeign({ kind, root: { platform } }: Native, root: Root): boolean {
  return kind !== 'compiled' && platform !== null && root.platform !== null && platform !== root.platform;
}

function pythonOf(reference: string): string | null {
  if (officialOf(reference) !== 'python') return null;
  return /^3\.\d+(?=\D|$)/.exec(parseReference(reference)?.tag ?? '')?.[0] ?? null;
}
