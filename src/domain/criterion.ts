import type { AnyCheck, Mutant } from './check.ts';
import type { Place } from './place.ts';

/** Lies over a verdict and never hides it. `until` is a date, YYYY-MM-DD. */
export interface Waiver {
  readonly because: string;
  readonly owner: string;
  readonly until: string;
}

/** A false world that the owner of a criterion named. */
export interface OwnMutant {
  readonly mutant: Mutant<string, unknown>;
  /** As written: plain data, for keys and digests. */
  readonly written: unknown;
}

/** One line of acceptance. */
export interface Criterion {
  readonly check: AnyCheck;
  /** The owner's own id, else the check's. Unique in a record. */
  readonly id: string;
  readonly title: string;
  readonly required: boolean;
  /** Required only where there is something to judge by: `not-scanned` then counts as advice. */
  readonly whenData?: boolean;
  readonly params: unknown;
  /** Compose project or stack that it is about (`universal`); absent = the only one. */
  readonly stack?: string;
  readonly waiver?: Waiver;
  /** Mutants that the owner names, beside the check's own. */
  readonly mutants?: readonly Mutant<string, unknown>[];
  /** The same as they were written: plain data, for keys and digests. */
  readonly mutantsWritten?: unknown;
  /** Where it is written; absent for profiles. */
  readonly at?: Place;
  /** Index into the sections. */
  readonly section: number;
}

export interface Section {
  readonly title: string;
  readonly purpose?: string;
  /** Own words that are printed as prose, never as a verdict. */
  readonly prose?: string;
}

/** A host process that the container needs, started for the run on an address of its own. */
export interface HostProcess {
  readonly port: number;
  readonly command: readonly string[];
  /** `{address}` and `{port}` are filled in, here and in `command`. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | null;
}

export interface BuildSettings {
  readonly context: string;
  readonly dockerfile: string;
  readonly args: Readonly<Record<string, string>>;
  readonly target: string | null;
  readonly secrets: readonly {
    readonly id: string;
    readonly src?: string;
    readonly env?: string;
    readonly required?: boolean;
  }[];
}

export type EnvValue = string | { readonly generate: 'hex16' | 'hex32' | 'uuid' | 'base64-32' };

export interface Readiness {
  readonly http?: string;
  readonly port?: number;
  readonly status?: number;
  readonly tcp?: number;
  readonly log?: string;
}

export interface RunSettings {
  readonly env: Readonly<Record<string, EnvValue>>;
  /** Absent: the image's own HEALTHCHECK, else its first exposed port. */
  readonly ready: Readiness | null;
  /** Paths that the service may write to with a read-only root. */
  readonly writable: readonly string[];
  readonly host: Readonly<Record<string, HostProcess>>;
  readonly memory: number | null;
  readonly timeoutMs: number;
  /** How long idle measurements take. */
  readonly windowMs: number;
  readonly starts: number;
}

export interface StackSettings {
  readonly files: readonly string[];
  readonly env: Readonly<Record<string, EnvValue>>;
  readonly profiles: readonly string[];
  readonly host: Readonly<Record<string, HostProcess>>;
  readonly timeoutMs: number;
}

/** What vulnerabilities are looked for with; paths as written, relative to the deployment. */
export interface ScanSettings {
  /** Folder or zip with advisory data; null: where `tickproof advisories update` puts it. */
  readonly advisories: string | null;
  /** Files of entries that are not to count: .trivyignore, grype's configuration. */
  readonly ignores: readonly string[];
  /** OpenVEX, CSAF and CycloneDX statements. */
  readonly vex: readonly string[];
  /** Reports of other scanners that are taken over where they are about this very image. */
  readonly reports: readonly string[];
  /** Which engines may look; `archive` needs package lists, `trivy` and `grype` their program. */
  readonly engines: readonly ('osv' | 'archive' | 'trivy' | 'grype')[];
}

/** What `tickproof.yaml` (or the built-in profile) says, read and complete. */
export interface Criteria {
  /** Absent for the built-in profile. */
  readonly file: string | null;
  readonly text: string;
  readonly name: string;
  readonly profile: string;
  readonly build: BuildSettings;
  readonly run: RunSettings;
  readonly stacks: Readonly<Record<string, StackSettings>>;
  readonly scan: ScanSettings;
  readonly sections: readonly Section[];
  readonly criteria: readonly Criterion[];
}
