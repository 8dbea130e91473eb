import type { PackageType } from '../domain/index.ts';

/** A file as a reader sees it: the path in the image (absolute, normalised) and all its bytes. */
export interface CatalogFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/** A file that a package says it brought; paths absolute. `digest` as the database has it: `md5:…`, `sha1:…`, `sha256:…` in hex. */
export interface OwnedFile {
  readonly path: string;
  readonly digest?: string;
  readonly sizeBytes?: number;
  /** A configuration file: expected to be changed. */
  readonly isConfig?: boolean;
  /** A folder: others may own it as well. */
  readonly isFolder?: true;
}

/** A package as one file names it. */
export interface Found {
  readonly type: PackageType;
  /** With namespace as the ecosystem writes it: `@scope/name`, `group:artifact`, `vendor/name`. */
  readonly name: string;
  /** Epoch and release included: `1:2.3-4`. Empty = not said. */
  readonly version: string;
  readonly architecture?: string;
  /** Source package; version only where it differs from the package's own. */
  readonly source?: { readonly name: string; readonly version?: string };
  readonly licences?: readonly string[];
  /** Names (not versions) of packages that it needs, within the same ecosystem; of lock files `name@version`. */
  readonly requires?: readonly string[];
  /** Names that it also answers to (Provides). */
  readonly provides?: readonly string[];
  readonly owns?: readonly OwnedFile[];
  /** Folder that belongs to it whole, but for packages inside: `/app/node_modules/x`. */
  readonly folder?: string;
  /** Lock files: only needed for development; reached from the root directly. */
  readonly isDev?: boolean;
  readonly isDirect?: boolean;
  readonly maintainer?: string;
  readonly installedBytes?: number;
  /** Package URL where it is given as such (an SBOM), or is not made of type, name and version; goes before what they would make. */
  readonly purl?: string;
  /** purl qualifiers beyond `arch` and `distro`, which are filled in later. */
  readonly qualifiers?: Readonly<Record<string, string>>;
  /** Checksum or integrity as declared. */
  readonly integrity?: string;
  /** First and last line in a lock file. */
  readonly lines?: readonly [number, number];
}

/** What one file said. */
export interface Reading {
  readonly cataloguer: string;
  readonly path: string;
  readonly packages: readonly Found[];
  /**
   * Files of a package that another file names: dpkg's `info/<name>.list`, a wheel's RECORD. `of` is how that package is
   * found again: `deb:<name>[:arch]`, or the folder of its metadata.
   */
  readonly owned?: { readonly of: string; readonly files: readonly OwnedFile[] };
  /** Licences of a package that another file names: Debian's copyright, Gentoo's LICENSE. `of` as in `owned`. */
  readonly said?: {
    readonly of: string;
    readonly licences: readonly string[];
    /** Where it came from: a wheel's `direct_url.json`. */
    readonly qualifiers?: Readonly<Record<string, string>>;
  };
  /** Folders of packages that were only installed to develop with: npm's own note in `node_modules`. */
  readonly devFolders?: readonly string[];
  /** Why some of it could not be read; what could be is in `packages`. */
  readonly fault?: string;
}

/** Reads one kind of file. Never throws on hostile input: what cannot be read is a `fault`. */
export interface Reader {
  /** `dpkg`, `apk`, `npm-installed`, `npm-lock`, `go-binary`, … */
  readonly cataloguer: string;
  /** In an image the package is there; a lock file only declares it. */
  readonly says: 'installed' | 'declared';
  /** Base names, extensions (`.jar`) or path suffix patterns that choose a file; any of them is enough. Matched without regard to where the root is. */
  readonly names?: readonly string[];
  readonly extensions?: readonly string[];
  readonly paths?: RegExp;
  /** Last word on a path that was chosen. */
  readonly where?: (path: string) => boolean;
  /** Larger files are left out and named (default 32 MiB). */
  readonly mostBytes?: number;
  /** Null where the file turns out to be none of its kind. */
  readonly read: (file: CatalogFile) => Reading | null;
}

/** What is read out of an executable (ELF, PE, Mach-O). `bytes` is the whole file up to 32 MiB, else its front. */
export interface ExecutableReader {
  readonly cataloguer: string;
  readonly where?: (path: string) => boolean;
  /**
   * For executables that are too large to be kept whole: what is kept of them is 1 MiB from where one of these byte strings
   * first appears.
   */
  readonly needles?: readonly Buffer[];
  readonly read: (file: CatalogFile) => Reading | null;
}
