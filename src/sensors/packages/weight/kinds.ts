import type { ByteKind } from '../../../domain/index.ts';

/** The first that fits counts: what surrounds a file says more than its ending. */
const BY_PLACE: readonly (readonly [ByteKind, RegExp])[] = [
  ['vcs', /\/(?:\.git|\.svn|\.hg)\//],
  [
    'cache',
    /^\/var\/cache\/|^\/var\/lib\/apt\/lists\/|^\/etc\/apk\/cache\/|\/\.cache\/|\/\.npm\/_|\/\.m2\/repository\/|\/\.gradle\/caches\/|\/\.cargo\/registry\/|\/pkg\/mod\/cache\/|\/node_modules\/\.cache\/|\/\.yarn\/cache\/|^\/(?:var\/)?tmp\//,
  ],
  ['log', /^\/var\/log\/|\.log$/],
  ['certificates', /^\/etc\/ssl\/certs\/|^\/usr\/share\/ca-certificates\/|\/cacert\.pem$|^\/etc\/pki\//],
  ['locale', /^\/usr\/(?:local\/)?share\/(?:locale|i18n)\/|^\/usr\/lib\/locale\/|\.mo$/],
  ['doc', /^\/usr\/(?:local\/)?share\/(?:doc|doc-base|man|info|gtk-doc|help|lintian|bug)\/|\/man\/man[0-9]\w*\//],
  ['bytecode', /\.py[co]$/],
  [
    'test',
    /\/(?:site|dist)-packages\/(?:[^/]+\/)+(?:tests?|_tests|idle_test)\/|\/lib\/python[\d.]+\/(?:[^/]+\/)*(?:tests?|idle_test)\/|\/node_modules\/(?:[^/]+\/)+(?:tests?|__tests__|specs?)\/|\.(?:test|spec)\.[cm]?[jt]sx?$/,
  ],
  ['source-map', /\.(?:[cm]?js|css)\.map$/],
  ['type-stub', /\.pyi$|\.d\.[cm]?ts$|\/py\.typed$/],
  ['static-library', /\.(?:a|la|lib|o)$/],
  ['header', /\/include\/|\.(?:h|hh|hpp|hxx|pxd)$/],
  ['native', /\.so(?:\.[\d.]+)?$|\.(?:node|dll|dylib)$/],
];

const BY_ENDING: Readonly<Record<string, ByteKind>> = Object.assign(
  Object.create(null) as Record<string, ByteKind>, // names of files are hostile keys
  ...Object.entries({
    code: 'py js mjs cjs jsx ts mts cts tsx rb pl pm php sh bash lua go rs c cc cpp java class jar war ear tcl r jl ex exs erl beam wasm css html htm el awk sed phar ps1 tmpl ejs hbs scss sql vim',
    doc: 'md rst txt adoc texi pod mkd markdown 1 3 5 7 8',
    archive: 'zip gz tgz tar xz bz2 zst lz4 7z whl egg deb rpm apk gem nupkg crate br',
    data: 'json yaml yml toml csv tsv xml dat db sqlite sqlite3 npy npz parquet pkl bin model onnx pt ttf otf woff woff2 png jpg jpeg gif svg ico webp pdf proto conf ini cfg list md5sums triggers shlibs',
    certificates: 'pem crt cer p7b',
  }).map(([kind, endings]) => Object.fromEntries(endings.split(' ').map((it) => [it, kind]))),
);

/** No file system holds longer ones, and nobody is to spend time on them. */
const LONGEST_PATH = 4096;

/** What sort of bytes a file holds, told by where it lies, by its name, and by what was seen of its beginning. */
export function byteKindOf(path: string, executable: 'elf' | 'script' | null): ByteKind {
  if (path.length > LONGEST_PATH) return 'other';
  const placed = BY_PLACE.find(([, pattern]) => pattern.test(path))?.[0];
  if (placed === 'header' && executable === 'elf') return 'native';
  if (placed !== undefined) return placed;
  if (executable !== null) return executable === 'elf' ? 'native' : 'code';
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^(?:README|CHANGELOG|CHANGES|HISTORY|AUTHORS|CONTRIBUTING|NEWS|LICEN[CS]E|COPYING|NOTICE)\b/i.test(name))
    return 'doc';
  if (path.startsWith('/usr/share/zoneinfo/') || path.startsWith('/var/lib/')) return 'data';
  const dot = name.lastIndexOf('.');
  return (dot > 0 ? BY_ENDING[name.slice(dot + 1).toLowerCase()] : undefined) ?? 'other';
}
