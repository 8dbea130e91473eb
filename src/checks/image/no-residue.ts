import {
  defineCheck,
  finding,
  humanize,
  inapplicable,
  type ImageFile,
  passUnless,
  plant,
  type PlantedFile,
  plural,
  seen,
  z,
} from '../kit.ts';
import { baseLayers, filesNamed, globs, nameOf, parentOf, pathMatcher, plantAt, resolveInTree } from './shared.ts';

interface Kind {
  readonly what: string;
  readonly matches: (path: string) => boolean;
  /** Only programs count. */
  readonly executable?: boolean;
  /** Less than this is no finding. */
  readonly atLeastBytes: number;
  readonly planted: { readonly path: string; readonly mode?: number };
}

const PROGRAM_FOLDER = /\/(?:s?bin|libexec\/gcc\/.*|lib\/gcc\/.*)$/;
const COMPILER =
  /^(?:[\w-]+-linux-[\w]+-)?(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+|gfortran|ld|ld\.bfd|ld\.gold|ld\.lld|as)(?:-[\d.]+)?$|^(?:cc1|cc1plus|collect2|g?make|cmake|ninja|meson|bazel|rustc|cargo|javac|go|tcc)$/;

const KINDS: readonly Kind[] = [
  {
    what: 'compilers and build tools',
    matches: (path) => COMPILER.test(nameOf(path)) && PROGRAM_FOLDER.test(parentOf(path)),
    executable: true,
    atLeastBytes: 0,
    planted: { path: '/usr/local/bin/gcc', mode: 0o755 },
  },
  {
    what: 'headers',
    matches: (path) => /^\/usr\/(?:local\/)?include\//.test(path),
    atLeastBytes: 1_000_000,
    planted: { path: '/usr/local/include/tickproof.h' },
  },
  {
    what: 'static libraries and object files',
    matches: (path) => /\.(?:a|o)$/.test(path) && /^\/(?:usr\/(?:local\/)?)?lib(?:64)?\//.test(path),
    atLeastBytes: 1_000_000,
    planted: { path: '/usr/local/lib/libtickproof.a' },
  },
  {
    what: 'package indexes',
    matches: (path) =>
      /^\/var\/lib\/apt\/lists\/(?!lock$)|^\/var\/cache\/apt\/(?:src)?pkgcache\.bin$|^\/(?:var\/cache|etc)\/apk\/.*APKINDEX|^\/var\/cache\/(?:dnf|yum|zypp)\//.test(
        path,
      ),
    atLeastBytes: 1,
    planted: { path: '/var/lib/apt/lists/tickproof_dists_stable_main_Packages' },
  },
  {
    what: 'caches of package managers',
    matches: (path) =>
      /^\/var\/cache\/apt\/archives\/.+\.deb$|^\/(?:var\/cache|etc)\/apk\/.+\.apk$|\/\.cache\/(?:pip|go-build|yarn|pypoetry|uv|node-gyp)\/|\/\.npm\/_cacache\/|^\/usr\/local\/share\/\.cache\/|\/\.m2\/repository\/|\/\.cargo\/registry\/|\/\.gradle\/caches\/|\/pkg\/mod\/cache\/|\/node_modules\/\.cache\//.test(
        path,
      ),
    atLeastBytes: 1,
    planted: { path: '/root/.cache/pip/http/tickproof' },
  },
  {
    what: 'version control',
    matches: (path) => /\/(?:\.git\/(?:HEAD|objects\/.+|index|packed-refs)|\.svn\/.+|\.hg\/.+)$/.test(path),
    atLeastBytes: 1,
    planted: { path: '/tickproof/.git/HEAD' },
  },
];

const BUILD_ONLY: Readonly<Record<string, RegExp>> = {
  deb: /-dev$|^(?:build-essential|dpkg-dev|g?cc(?:-\d+)?|g\+\+(?:-\d+)?|make|cmake|binutils)$/,
  apk: /-dev$|^\.|^(?:build-base|gcc|g\+\+|make|cmake|binutils|musl-dev)$/,
};

const plantOf = ({ what, atLeastBytes, planted: { path, ...how } }: Kind) => ({
  level: 'L' as const,
  title: `${what}: ${path}`,
  reason: 'residue' as const,
  edit: ({ files }: { readonly files: readonly ImageFile[] }) => [
    plantAt(files, path, { ...how, sizeBytes: atLeastBytes + 1 }),
  ],
});

export default defineCheck({
  id: 'image/no-residue',
  version: 1,
  title: 'Nothing is left in the image that only its build needed',
  why: 'Compilers, indexes, caches and repositories make an image slow to move, and handy for whoever breaks in.',
  remedy:
    'Build in an earlier stage; install and clean up in one RUN, or use `RUN --mount=type=cache`; keep `.git` out by `.dockerignore`.',
  references: [
    'https://docs.docker.com/build/building/best-practices/',
    'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
  ],
  aliases: ['DKL-DI-0005', 'DKL-LI-0003'],
  reads: ['image.files', 'image.packages', 'image.base', 'image.layers'],
  params: z.strictObject({
    allow: globs().default([]).describe('Paths that are needed at run time after all'),
    packages: z.array(z.string()).default([]).describe('Build-only packages that are needed at run time after all'),
  }),
  reasons: ['residue'],
  example: { image: { layers: [[plant('/app/server', { text: 'x', mode: 0o755 })]] } },
  mutants: [
    ...KINDS.map(plantOf),
    {
      level: 'L',
      title: 'a package that only builds need',
      reason: 'residue',
      edit: ({ files }) => [plantPackage(files)],
    },
  ],

  judge: ({ image: { files, packages, base, layers } }, { allow, packages: needed }) => {
    if (files.length === 0) return inapplicable('the image holds no files');
    const isAllowed = pathMatcher(allow);
    const lowest = baseLayers(base, layers);
    const left = files.filter(({ type, path }) => type === 'file' && !isAllowed(path, '/'));
    const groups = KINDS.map((kind) => {
      const all = left.filter(({ path, mode }) => (!kind.executable || (mode & 0o111) !== 0) && kind.matches(path));
      return {
        ...kind,
        own: all.filter(({ layer }) => layer >= lowest),
        ofBase: all.filter(({ layer }) => layer < lowest),
      };
    });
    const residue = groups.filter(({ own, atLeastBytes }) => own.length > 0 && bytesOf(own) >= atLeastBytes);
    const buildOnly = packages.filter(
      ({ ecosystem, name }) => BUILD_ONLY[ecosystem]?.test(name) && !needed.includes(name),
    );
    const ownPackages = buildOnly.filter((it) => layerOfPackage(files, it) >= lowest);
    const ofBase = groups.filter((it) => it.ofBase.length > 0);
    return passUnless(
      [
        ...residue.map(({ what, own }) => {
          const worst = [...own].sort((a, b) => b.sizeBytes - a.sizeBytes).slice(0, 10);
          const shown = worst.map((file) => seen.file(file, humanize(file.sizeBytes, 'B')));
          return finding(
            'residue',
            `${what}: ${plural(own.length, 'file')}, ${humanize(bytesOf(own), 'B')}`,
            seen.measure(what, bytesOf(own), 'B'),
            ...shown,
          );
        }),
        ...(ownPackages.length === 0
          ? []
          : [
              finding(
                'residue',
                `packages that only builds need: ${ownPackages
                  .map(({ name }) => name)
                  .slice(0, 20)
                  .join(', ')}`,
                seen.measure('packages that only builds need', ownPackages.length, 'count'),
              ),
            ]),
      ],
      [
        seen.measure('files looked at', left.length, 'count'),
        ...ofBase.map((it) => seen.measure(`${it.what}, from the base image`, bytesOf(it.ofBase), 'B')),
        ...(buildOnly.length > ownPackages.length
          ? [seen.measure('build packages, from the base image', buildOnly.length - ownPackages.length, 'count')]
          : []),
      ],
    );
  },
});

function bytesOf(files: readonly ImageFile[]): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

const DEB_MACHINES = ['', ':amd64', ':arm64', ':armhf', ':i386', ':ppc64el', ':riscv64', ':s390x'];

/** dpkg rewrites one file for all packages; the list of a package's files stays in the layer that installed it. */
function layerOfPackage(
  files: readonly ImageFile[],
  { ecosystem, name, layer }: { ecosystem: string; name: string; layer: number },
): number {
  if (ecosystem !== 'deb') return layer;
  return DEB_MACHINES.flatMap((machine) => filesNamed(files, `${name}${machine}.list`))[0]?.layer ?? layer;
}

function plantPackage(files: readonly ImageFile[]): readonly PlantedFile[] {
  const apk = ['/lib/apk/db/installed', '/usr/lib/apk/db/installed'].find(
    (path) => resolveInTree(files, path).file !== null,
  );
  return apk
    ? plantAt(files, resolveInTree(files, apk).path, { text: 'P:tickproof-dev\nV:1\n' })
    : plantAt(files, resolveInTree(files, '/var/lib/dpkg/status').path, {
        text: 'Package: tickproof-dev\nStatus: install ok installed\nVersion: 1\n',
      });
}
