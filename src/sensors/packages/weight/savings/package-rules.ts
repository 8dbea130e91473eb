import type { SavingRule } from './rule.ts';

const BUILD_TOOLS: Readonly<Record<string, RegExp>> = {
  deb: /-dev$|^(?:build-essential|dpkg-dev|(?:g?cc|g\+\+|cpp|gfortran)(?:-\d+)?(?:-[\w-]+)?|lib(?:gcc|stdc\+\+)-\d+-dev|make|cmake(?:-data)?|ninja-build|meson|autoconf|automake|libtool|bison|flex|binutils(?:-[\w-]+)?|pkg-config|pkgconf(?:-bin)?|patch|git|git-man|golang-[\w.-]+|rustc|cargo|default-jdk.*|openjdk-\d+-jdk.*|linux-libc-dev)$/,
  apk: /-dev$|^\.build|^(?:build-base|gcc|g\+\+|make|cmake|binutils|autoconf|automake|libtool|git|go|rust|cargo|fortify-headers|patch)$/,
  rpm: /-devel$|^(?:gcc|gcc-c\+\+|make|cmake|binutils|autoconf|automake|libtool|git|git-core|golang|rust|cargo|kernel-headers|glibc-headers)$/,
};
const PYTHON_INSTALLERS = /^(?:pip|setuptools|wheel)$/;
const NODE_MANAGERS =
  /^\/usr\/local\/(?:lib\/node_modules\/(?:npm|corepack)\/|bin\/(?:npm|npx|corepack|yarn|yarnpkg)$)|^\/opt\/yarn-v[\w.]+\//;

/** Whole packages that nothing asks for once the container runs. */
export const packageRules: readonly SavingRule[] = [
  {
    kind: 'recommended-packages',
    title: 'packages that nobody asked for and nothing needs: apt recommends them',
    risk: 'A program may look for one of them at run time',
    confidence: 'heuristic',
    takes: ({ package: its }, { isRecommended }) => its !== null && isRecommended(its.purl),
    command: /^apt(?:-get)? .*\binstall\b/,
    edit: (what) => `Write \`--no-install-recommends\` in ${what}`,
  },
  {
    kind: 'dev-dependencies',
    title: 'packages that only serve to develop',
    risk: 'What loads them at run time after all belongs under `dependencies`',
    confidence: 'static',
    takes: ({ path }, { isForDevelopment }) => isForDevelopment(path),
    command: /^(?:npm|yarn|pnpm)\b/,
    edit: (what) => `Install without them: \`npm ci --omit=dev\` in ${what}`,
  },
  {
    kind: 'build-tools',
    title: 'compilers, headers and tools that only builds need',
    risk: 'What compiles at run time needs them',
    confidence: 'heuristic',
    takes: ({ package: its, path }) =>
      (its !== null && !its.name.endsWith('-base') && BUILD_TOOLS[its.type]?.test(its.name) === true) ||
      /^\/usr\/local\/(?:go|cargo|rustup)\//.test(path),
    command: /^(?:apt|apt-get|apk|dnf|microdnf|yum|zypper|curl|wget|rustup)\b/,
    edit: (what) => `Build in an earlier stage and copy only what runs; in ${what} install only what runs`,
  },
  {
    kind: 'python-installers',
    title: 'pip, setuptools and wheel, which nothing here asks for',
    risk: '`pkg_resources` and entry points of old packages come from setuptools',
    confidence: 'heuristic',
    takes: ({ package: its }, { isNeeded }) =>
      its?.type === 'pypi' && its.shippedBy === null && PYTHON_INSTALLERS.test(its.name) && !isNeeded(its.purl),
    command: /^(?:python[\d.]* -m (?:venv|ensurepip|pip)|pip[\d.]*|virtualenv|uv)\b/,
    edit: (what) => `Make the environment without them, \`python -m venv --without-pip\` or \`uv venv\`, in ${what}`,
  },
  {
    kind: 'node-managers',
    title: 'npm, corepack and yarn, which `node server.js` does not need',
    risk: '`npm start` as command no longer works',
    confidence: 'heuristic',
    takes: ({ path }) => NODE_MANAGERS.test(path),
    command: /^(?:npm|corepack|curl|wget)\b/,
    edit: (what) => `Copy \`/usr/local/bin/node\` alone from the base; leave the rest out of ${what}`,
  },
];
