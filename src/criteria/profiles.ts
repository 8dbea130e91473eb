import type { RunSettings } from '../domain/index.ts';

/** One line of a built-in profile: a check, and whether it is required there. */
export interface ProfileLine {
  readonly check: string;
  readonly level: 'required' | 'advisory' | 'when-data';
  /** Parameters that differ from the check's defaults; null = the settings say too little for this check. */
  readonly params?: (run: RunSettings) => Readonly<Record<string, unknown>> | null;
}

export interface ProfileSection {
  readonly title: string;
  readonly purpose: string;
  readonly lines: readonly ProfileLine[];
}

const required = (check: string, params?: ProfileLine['params']): ProfileLine => ({
  check,
  level: 'required',
  ...(params ? { params } : {}),
});
const advisory = (check: string): ProfileLine => ({ check, level: 'advisory' });

const dockerfile: ProfileSection = {
  title: 'Dockerfile',
  purpose: 'The recipe is read as the builder reads it, and asks for nothing that is not there',
  lines: [
    required('dockerfile/valid'),
    required('dockerfile/copy-sources-exist'),
    required('dockerfile/non-root'),
    required('dockerfile/healthcheck'),
    required('dockerfile/exec-form-command'),
    required('build/base-pinned'),
    required('build/no-secret-args'),
    advisory('dockerfile/command-is-there'),
    advisory('dockerfile/no-add-remote'),
    advisory('dockerfile/heredoc-errexit'),
    advisory('dockerfile/caches-left'),
  ],
};

const context: ProfileSection = {
  title: 'Build context',
  purpose: 'Only what the build needs leaves the folder',
  lines: [
    required('context/size'),
    required('context/excludes'),
    required('context/no-secrets'),
    advisory('context/reduction'),
    advisory('context/unused'),
  ],
};

const build: ProfileSection = {
  title: 'Build',
  purpose: 'The image builds from exactly these files, and rebuilds cheaply',
  lines: [
    required('build/succeeds'),
    required('build/multi-stage'),
    required('build/cache-order'),
    required('build/libc-compatible'),
    advisory('build/time'),
    advisory('build/stages'),
  ],
};

const image: ProfileSection = {
  title: 'Image',
  purpose: 'What is shipped is small, honest, unprivileged and runnable',
  lines: [
    required('image/size'),
    required('image/user'),
    required('image/healthcheck'),
    required('image/entrypoint'),
    required('image/no-secrets'),
    required('image/linkage'),
    required('image/identity'),
    advisory('image/no-source-maps'),
    advisory('image/no-residue'),
    advisory('image/layers'),
    advisory('image/setuid'),
    advisory('image/world-writable'),
    advisory('image/labels'),
    advisory('image/ports'),
    advisory('image/platform'),
  ],
};

const run: ProfileSection = {
  title: 'Running container',
  purpose: 'One container of the image starts, serves, stays modest and stops',
  lines: [
    required('run/starts'),
    required('run/healthy'),
    required('run/http', ({ ready }) =>
      ready?.http === undefined
        ? null
        : { path: ready.http, ...(ready.port === undefined ? {} : { port: ready.port }) },
    ),
    required('run/logs'),
    required('run/startup'),
    required('run/memory'),
    required('run/cpu'),
    required('run/restarts'),
    required('run/user'),
    required('run/stop'),
    advisory('run/read-only'),
    advisory('run/ports'),
  ],
};

const compose: ProfileSection = {
  title: 'Compose files',
  purpose: 'Each project loads, on a machine that has nothing',
  lines: [
    required('compose/valid'),
    required('compose/healthchecks'),
    required('compose/depends-healthy'),
    required('compose/clean-machine'),
    required('compose/secrets'),
    required('compose/hardening'),
    required('compose/host-gateway'),
    advisory('compose/persistence'),
    advisory('compose/networks'),
    advisory('compose/restart'),
    advisory('compose/limits'),
    advisory('compose/logging'),
    advisory('compose/ports'),
    advisory('compose/pinned'),
  ],
};

const stack: ProfileSection = {
  title: 'Stack',
  purpose: 'The whole project comes up, works together and goes away',
  lines: [required('stack/up'), required('stack/down'), advisory('stack/restarts'), advisory('stack/logs')],
};

const packages: ProfileSection = {
  title: 'Packages',
  purpose: 'What is inside is known by name and by weight, and nothing in it is known to be broken',
  lines: [
    { check: 'packages/vulnerabilities', level: 'when-data' },
    advisory('packages/inventory'),
    advisory('packages/weight'),
  ],
};

const MINIMAL = new Set([
  'dockerfile/valid',
  'dockerfile/copy-sources-exist',
  'build/succeeds',
  'image/entrypoint',
  'image/no-secrets',
  'image/identity',
  'run/starts',
  'compose/valid',
]);

const production = [dockerfile, context, build, image, packages, run, compose, stack];

/** The built-in profiles. `strict` requires all that `production` advises. */
export const profiles: Readonly<Record<string, readonly ProfileSection[]>> = {
  minimal: production
    .map((section) => ({ ...section, lines: section.lines.filter(({ check }) => MINIMAL.has(check)) }))
    .filter(({ lines }) => lines.length > 0),
  production,
  strict: production.map((section) => ({
    ...section,
    lines: section.lines.map((line) => ({ ...line, level: 'required' as const })),
  })),
};
