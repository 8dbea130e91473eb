import type { ByteKind } from '../../../../domain/index.ts';
import type { Attributed } from '../attribution.ts';
import type { SavingRule } from './rule.ts';

const ofKind =
  (...kinds: readonly ByteKind[]) =>
  ({ kind }: Attributed): boolean =>
    kinds.includes(kind);

const LICENCE_TEXT = /\/(?:copyright|LICEN[CS]E|COPYING|NOTICE|AUTHORS)[^/]*$/i;
/** Documentation by place; texts elsewhere may be read by the program. */
const DOCUMENTATION = /^\/usr\/(?:local\/)?share\/(?:doc|man|info|gtk-doc|help|lintian)\/|\/man\/man[0-9]/;

function isDocumentation({ kind, path }: Attributed): boolean {
  if (kind !== 'doc' || LICENCE_TEXT.test(path)) return false;
  return DOCUMENTATION.test(path) || (path.includes('/node_modules/') && /\.(?:md|markdown)$/.test(path));
}

/** What files are, whoever owns them. */
export const kindRules: readonly SavingRule[] = [
  {
    kind: 'source-maps',
    title: 'source maps, and TypeScript that was compiled already, in node_modules',
    risk: 'Stack traces show compiled lines',
    confidence: 'static',
    takes: ({ kind, path }) =>
      path.includes('/node_modules/') && (kind === 'source-map' || kind === 'type-stub' || /\.[cm]?tsx?$/.test(path)),
    command: /^(?:npm|yarn|pnpm|bun)\b/,
    edit: (what) =>
      `Delete them where they are installed: \`find node_modules -name '*.map' -o -name '*.ts'\` in ${what}`,
  },
  {
    kind: 'tests',
    title: 'tests of installed packages',
    risk: 'A package may import its own test helpers',
    confidence: 'heuristic',
    takes: ofKind('test'),
    command: /^(?:pip[\d.]*|python[\d.]* -m pip|uv|poetry|npm|yarn|pnpm)\b/,
    edit: (what) => `Delete the folders \`tests\` and \`test\` of packages in the same RUN as ${what}`,
  },
  {
    kind: 'bytecode',
    title: 'bytecode that Python writes itself when it is missing',
    risk: 'The first import is slower; where the file system is read-only, every start is',
    confidence: 'static',
    takes: ofKind('bytecode'),
    command: /^(?:pip[\d.]*|python[\d.]* -m pip|uv|poetry)\b/,
    edit: (what) => `Write \`--no-compile\` in ${what} (PYTHONDONTWRITEBYTECODE does not stop pip)`,
  },
  {
    kind: 'headers',
    title: 'headers for compilers',
    risk: null,
    confidence: 'static',
    takes: ofKind('header'),
    edit: (what) => `Copy programs and libraries only, or delete \`include\` in ${what}`,
  },
  {
    kind: 'static-libraries',
    title: 'static libraries, which only linkers read',
    risk: null,
    confidence: 'static',
    takes: ofKind('static-library'),
    edit: (what) => `Leave \`*.a\` out of what is copied, or delete them in ${what}`,
  },
  {
    kind: 'type-stubs',
    title: 'type stubs, which only checkers read',
    risk: null,
    confidence: 'static',
    takes: ofKind('type-stub'),
    edit: (what) => `Delete \`*.pyi\` and \`*.d.ts\` in ${what}`,
  },
  {
    kind: 'documentation',
    title: 'manuals and documentation (licence texts stay)',
    risk: '`man` shows nothing',
    confidence: 'static',
    takes: isDocumentation,
    command: /^(?:apt|apt-get|apk|dnf|microdnf|yum|pip[\d.]*|npm|make)\b/,
    edit: (what) =>
      `Keep them out before ${what}: \`path-exclude=/usr/share/doc/*\` in /etc/dpkg/dpkg.cfg.d, \`--nodocs\` for dnf`,
  },
  {
    kind: 'locales',
    title: 'translations',
    risk: 'Messages are in English',
    confidence: 'heuristic',
    takes: ({ kind, path }) => kind === 'locale' && !path.startsWith('/usr/lib/locale/C.'), // the C locale is what runs use
    command: /^(?:apt|apt-get|apk|dnf|microdnf|yum)\b/,
    edit: (what) => `Keep them out before ${what}: \`path-exclude=/usr/share/locale/*\` in /etc/dpkg/dpkg.cfg.d`,
  },
];

/** Symbols are a part of a file: what is left when no other rule took the file. */
export const SYMBOLS: Omit<SavingRule, 'takes'> = {
  kind: 'debug-symbols',
  title: 'symbols and debugging information in programs',
  risk: 'Backtraces name addresses only',
  confidence: 'static',
  command: /^(?:go|cargo|gcc|make|cmake|pip[\d.]*)\b/,
  edit: (what) =>
    `Strip them: \`strip --strip-unneeded\`, \`-ldflags="-s -w"\` or \`cargo build\` with \`strip = true\`, in ${what}`,
};
