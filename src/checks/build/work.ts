import type { Instruction, Place, Stage } from '../../domain/index.ts';
import { type Command, eachCommand, installsOf, parseReference } from '../../formats/index.ts';

/** What makes something of sources, or brings what does. */
export interface BuildWork {
  readonly text: string;
  readonly at: Place;
}

/** Programs that compile, whatever they are told. */
const COMPILERS =
  /^(?:(?:\w+-)*(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+|gfortran|musl-gcc)(?:-\d+)?|ldc2|nim|crystal|ghc|swiftc|fpc|rustc|javac|jlink|native-image|tsc|webpack|rollup|esbuild|tsup|swc|make|gmake|cmake|ninja|meson|scons|bazel|bazelisk|ant|sbt|lein|stack|cabal|xcaddy|pyinstaller|nuitka|cythonize|configure|autoreconf|mvnw?|gradlew?|rustup|rustup-init|dpkg-buildpackage)$/;
/** Programs that compile when they are told to. */
const TOLD: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:npm|pnpm|yarn|bun)$/, /\b(?:build|compile)\b/],
  [/^(?:npx|pnpx|bunx)$/, /\b(?:tsc|vite|webpack|rollup|esbuild|tsup|swc|nest|ng|next)\b/],
  [/^(?:vite|next|nest|ng|nuxt|astro|hugo|zig|swift|dart|flutter)$/, /\b(?:build|compile)\b/],
  [/^go$/, /^(?:build|install|generate)\b/],
  [/^cargo$/, /\b(?:build|b|install|rustc|zigbuild|chef)\b/],
  [/^dotnet$/, /^(?:publish|build|pack)\b/],
  [/^mix$/, /^(?:compile|release)\b/],
  [/^python[\d.]*$/, /^(?:-m (?:build|PyInstaller|nuitka)\b|setup\.py\b)/],
  [/^(?:sh|bash|ash|dash|eval)$/, /(?:build|compile|configure|\bmake\b|\bgcc\b|\bgo install\b)/],
];
const OWN_SCRIPT = /(?:^|[./_-])(?:build|compile|make|configure)(?:[./_-]|$)/;

const TOOLS =
  /^(?:@?"?development[ -]tools"?|build-essential|build-base|base-devel|alpine-sdk|gcc.*|g\+\+.*|clang.*|llvm.*|make|cmake|ninja(?:-build)?|meson|autoconf|automake|libtool|pkg-config|pkgconf|gfortran|binutils|golang.*|go|rust|rustc|cargo|maven|gradle|ant|.*jdk.*|ghc|nasm|bison|flex|.+-(?:dev|devel|headers)|linux-headers.*)(?:[=:].*)?$/i;
const SYSTEM_MANAGERS = /^(?:apt|apt-get|aptitude|apk|yum|dnf|dnf5|microdnf|tdnf|zypper|conda|mamba|micromamba)$/;
const TOOLCHAINS =
  /(?:^|\/)(?:golang|rust|gcc|clang|maven|gradle|swift|haskell|dart|buildpack-deps|sbt|go-toolset|dotnet\/sdk|sdk)$/;

/** The first that compiles, or installs or is based on what compiles; null where nothing does. */
export function buildWorkIn(stages: readonly Stage[], among: readonly Stage[]): BuildWork | null {
  for (const stage of among) {
    if (stage.base.kind === 'image' && isToolchain(stage.base.reference)) return stage.from;
    const work = stage.body.find((instruction) => instruction.keyword === 'RUN' && isWork(instruction));
    if (work) return work;
  }
  const wanted = new Set(among.map(({ index }) => index));
  const tools = installsOf(stages, wanted).find(
    ({ manager, command }) => SYSTEM_MANAGERS.test(manager) && command.words.some(({ text }) => TOOLS.test(text)),
  );
  return tools?.instruction ?? null;
}

function isToolchain(image: string): boolean {
  const reference = parseReference(image);
  return TOOLCHAINS.test(reference?.repository ?? image) || /(?:^|-)jdk(?:-|$)/.test(reference?.tag ?? '');
}

/** A script that no shell of ours reads may do anything: it counts. */
function isWork(instruction: Instruction): boolean {
  const commands = eachCommand(instruction);
  return commands.every(({ words }) => words.length === 0) || commands.some(compiles);
}

function compiles({ name, words }: Command): boolean {
  const said = words
    .slice(1)
    .map(({ text }) => text)
    .join(' ');
  if (COMPILERS.test(name)) return true;
  if (TOLD.some(([program, does]) => program.test(name) && does.test(said))) return true;
  return /[./]/.test(words[0]?.text ?? '') && OWN_SCRIPT.test(name);
}
