import type { DiffId, Digest, ImageId } from './brands.ts';

/** A health check as an image config or a service states it; times in milliseconds, absent = engine's default. */
export interface Healthcheck {
  /** `['NONE']`, `['CMD', …]` or `['CMD-SHELL', text]`; empty = inherited. */
  readonly test: readonly string[];
  readonly intervalMs?: number;
  readonly timeoutMs?: number;
  readonly startPeriodMs?: number;
  readonly startIntervalMs?: number;
  readonly retries?: number;
}

export interface HistoryEntry {
  readonly createdBy: string;
  readonly created?: string;
  readonly emptyLayer: boolean;
  readonly comment?: string;
}

/** The image's config, every field optional in the formats and filled here with what its absence means. */
export interface ImageConfig {
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly env: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** `8000/tcp` */
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly workingDir: string;
  readonly stopSignal: string | null;
  readonly healthcheck: Healthcheck | null;
  readonly shell: readonly string[] | null;
  readonly history: readonly HistoryEntry[];
  readonly created: string | null;
  readonly os: string;
  readonly architecture: string;
  readonly variant: string | null;
}

export interface ImageIdentity {
  /** What the person named, or the build's own tag. */
  readonly reference: string;
  readonly imageId: ImageId;
  readonly manifestDigest: Digest | null;
  readonly diffIds: readonly DiffId[];
  /** Where bytes and digests disagree, tar oddities (absolute names, `..`, duplicates, bare `.wh.`). Empty = honest. */
  readonly anomalies: readonly ImageAnomaly[];
}

export interface ImageAnomaly {
  readonly kind: 'digest' | 'size' | 'name' | 'duplicate' | 'whiteout' | 'future' | 'link';
  readonly message: string;
  readonly layer?: number;
  readonly path?: string;
  /** A lie about content (digest, size) rather than a curiosity. */
  readonly grave: boolean;
}

export interface ImageSizes {
  /** Σ per layer of regular files (last entry per path, hard links once) and symlink target lengths: docker's classic SIZE. */
  readonly engineBytes: number;
  /** Regular files visible after the merge, hard links once. */
  readonly filesBytes: number;
  /** Σ of layer blobs as stored, and the config; null where only uncompressed layers are known. */
  readonly compressedBytes: number | null;
  /** `engineBytes` of the layers that no other image of the engine has; null without an engine. */
  readonly uniqueBytes: number | null;
  /** Σ of the layer tars. */
  readonly tarBytes: number;
}

export interface ImageLayer {
  readonly index: number;
  readonly diffId: DiffId;
  /** Digest of the blob as stored, where known. */
  readonly blob: Digest | null;
  readonly compressedBytes: number | null;
  readonly tarBytes: number;
  /** docker's per-layer size. */
  readonly sizeBytes: number;
  readonly entries: number;
  /** The history command that made it, `(missing)` if none. */
  readonly createdBy: string;
}

export type FileType = 'file' | 'directory' | 'symlink' | 'device' | 'fifo' | 'socket';

/** A path of the merged tree. Hard links appear under each of their names. */
export interface ImageFile {
  /** Absolute, normalised: `/app/server.js`. */
  readonly path: string;
  readonly type: FileType;
  readonly sizeBytes: number;
  /** Permission bits with setuid, setgid and sticky: `mode & 0o7777`. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Index of the layer that put it there. */
  readonly layer: number;
  readonly linkTarget?: string;
  /** Other path of the same inode, for hard links. */
  readonly hardLinkOf?: string;
  readonly sha256?: string;
  /** File capabilities are set (`security.capability`). */
  readonly hasCapabilities?: boolean;
}

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
}

/** What the image's own /etc/passwd and /etc/group say; lines that do not parse are skipped. */
export interface Accounts {
  readonly users: readonly Account[];
  readonly groups: readonly { readonly name: string; readonly gid: number; readonly members: readonly string[] }[];
}

/** What the head of an ELF file, or of a script, says about what it needs. */
export interface Executable {
  readonly path: string;
  readonly kind: 'elf' | 'script';
  /** `amd64`, `arm64`, … in OCI words; null for scripts. */
  readonly architecture: string | null;
  /** PT_INTERP of an ELF, or a script's interpreter. */
  readonly interpreter: string | null;
  /** First argument of a script's `#!` line, e.g. `node` of `/usr/bin/env node`. */
  readonly interpreterArgument?: string;
  readonly needed: readonly string[];
  readonly runpath: readonly string[];
  /** Versions of symbols that the loader must find, of each family the newest: `libc.so.6 GLIBC_2.34`. */
  readonly requires?: readonly string[];
  /** Versions of symbols that a library has for others: `GLIBC_2.34`. */
  readonly provides?: readonly string[];
  /** The `#!` line ends in CR: the kernel will not find the interpreter. */
  readonly carriageReturn?: boolean;
  /** Of an ELF file whose table of sections was at hand: bytes that only debuggers read. */
  readonly symbolBytes?: number;
  readonly layer: number;
}

/** A package as its own metadata file names it (package.json, METADATA, dpkg status, …). */
export interface InstalledPackage {
  readonly ecosystem: 'npm' | 'python' | 'deb' | 'apk';
  readonly name: string;
  readonly version: string;
  readonly path: string;
  readonly layer: number;
}

/** Something that looks like a secret; the value is masked already. */
export interface SecretSighting {
  /** `private-key`, `aws-access-key`, …: the rule's id. */
  readonly rule: string;
  readonly where:
    | {
        readonly kind: 'file';
        readonly path: string;
        readonly line: number;
        readonly layer?: number;
        readonly deletedIn?: number;
      }
    | { readonly kind: 'env' | 'label' | 'history'; readonly name: string };
  readonly masked: string;
  /** `low`: in a third-party package's tests or documentation. */
  readonly confidence: 'high' | 'low';
}

/** A map file or an inline map that carries sources. */
export interface SourceMapSighting {
  readonly path: string;
  readonly layer: number;
  readonly inline: boolean;
  readonly sources: number;
}

/** Bytes that layers carry and nobody sees. */
export interface ImageWaste {
  /** As dive counts it (its score, its wasted bytes, its share of the layers above the first). */
  readonly dive: {
    readonly efficiency: number;
    readonly wastedBytes: number;
    readonly userSizeBytes: number;
    readonly wastedUserShare: number;
  };
  /** What a flatten would save: regular-file bytes in layers less those visible. */
  readonly shadowedBytes: number;
  /** The same content at several visible paths. */
  readonly duplicateBytes: number;
  /** The worst paths, largest first, at most 50. */
  readonly shadowed: readonly {
    readonly path: string;
    readonly sizeBytes: number;
    readonly layer: number;
    readonly hiddenBy: number;
  }[];
}
