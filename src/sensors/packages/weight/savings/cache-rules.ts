import type { SavingRule } from './rule.ts';

interface Cache {
  readonly kind: string;
  readonly title: string;
  readonly place: RegExp;
  readonly command: RegExp;
  readonly edit: (what: string) => string;
}

const CACHES: readonly Cache[] = [
  {
    kind: 'apt-lists',
    title: "apt's lists of what could be installed",
    place: /^\/var\/lib\/apt\/lists\//,
    command: /^(?:apt|apt-get|aptitude)\b/,
    edit: (what) => `End ${what} with \`&& rm -rf /var/lib/apt/lists/*\``,
  },
  {
    kind: 'apt-cache',
    title: "apt's archives and indexes",
    place: /^\/var\/cache\/apt\//,
    command: /^(?:apt|apt-get|aptitude)\b/,
    edit: (what) => `Mount them away: \`--mount=type=cache,target=/var/cache/apt\` on ${what}`,
  },
  {
    kind: 'apk-cache',
    title: "apk's index and archives",
    place: /^\/(?:var\/cache|etc)\/apk\//,
    command: /^apk\b/,
    edit: (what) => `Write \`apk add --no-cache\` in ${what}`,
  },
  {
    kind: 'rpm-cache',
    title: "dnf's metadata and archives",
    place: /^\/var\/cache\/(?:dnf|libdnf5|yum|zypp)\//,
    command: /^(?:dnf|dnf5|microdnf|tdnf|yum|zypper)\b/,
    edit: (what) => `End ${what} with \`&& dnf clean all\``,
  },
  {
    kind: 'pip-cache',
    title: "pip's cache",
    place: /\/\.cache\/(?:pip|uv|pypoetry)\/|\/pip-cache\//,
    command: /^(?:pip[\d.]*|uv|poetry|python[\d.]* -m pip)\b/,
    edit: (what) => `Write \`--no-cache-dir\` in ${what}, or mount the cache`,
  },
  {
    kind: 'npm-cache',
    title: "npm's and yarn's caches",
    place:
      /\/\.npm\/|\/\.cache\/(?:yarn|pnpm|node-gyp|corepack)\/|\/\.yarn\/cache\/|\/\.local\/share\/pnpm\/store\/|^\/usr\/local\/share\/\.cache\//,
    command: /^(?:npm|npx|yarn|pnpm|corepack)\b/,
    edit: (what) =>
      `Mount it away, \`--mount=type=cache,target=/root/.npm\`, or end ${what} with \`&& npm cache clean --force\``,
  },
  {
    kind: 'build-cache',
    title: 'caches of builders and other package managers',
    place:
      /\/\.cache\/(?:go-build|bazel|ms-playwright-go|composer)\/|\/go\/pkg\/mod\/cache\/|\/\.m2\/repository\/|\/\.gradle\/caches\/|\/\.cargo\/registry\/|\/cargo\/registry\/|\/node_modules\/\.cache\/|\/\.bundle\/cache\/|\/\.nuget\/packages\/|\/\.composer\/cache\//,
    command: /^(?:go|mvn\w*|gradle\w*|\.\/(?:mvnw|gradlew)|cargo|bundle|dotnet|composer|npm)\b/,
    edit: (what) => `Build in an earlier stage and copy only what runs, or mount the cache in ${what}`,
  },
];

/** Files that package managers keep to be quicker the next time, which never comes in an image. */
export const cacheRules: readonly SavingRule[] = [
  ...CACHES.map(
    ({ kind, title, place, command, edit }): SavingRule => ({
      kind,
      title,
      risk: null,
      confidence: 'static',
      takes: ({ path }) => place.test(path),
      command,
      edit,
    }),
  ),
  {
    kind: 'version-control',
    title: 'repositories of version control',
    risk: null,
    confidence: 'static',
    takes: ({ kind }) => kind === 'vcs',
    edit: (what) => `Name \`.git\` in .dockerignore, or delete it in ${what}`,
  },
  {
    kind: 'leftovers',
    title: 'logs and temporary files of the build',
    risk: null,
    confidence: 'static',
    takes: ({ kind, path }) => kind === 'log' || /^\/(?:var\/)?tmp\//.test(path),
    edit: (what) => `Delete them in ${what}, or mount a tmpfs there: \`--mount=type=tmpfs,target=/tmp\``,
  },
];
