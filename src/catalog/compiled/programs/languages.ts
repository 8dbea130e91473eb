import type { Program } from './program.ts';

const JAVA = String.raw`\d{1,3}(?:\.\d{1,3}){0,4}(?:_\d{1,4})?(?:[+-][\w.+-]{1,40})?`;
const BASE = String.raw`(?:0\.0|\d\.\d)`;

/** Languages and their runtimes. */
export const languages: readonly Program[] = [
  {
    name: 'python',
    files: /^(?:python(?:\d(?:\.\d{1,2})?[a-z]{0,2})?|libpython\d[\d.]{0,6}[a-z]{0,3}\.so(?:\.[\d.]{1,10})?)$/,
    near: ['%.80s (%.80s)', '<prefix>/lib/pythonX.X'],
    versions: [
      /\0(\d\.\d{1,2}\.\d{1,2}(?:(?:a|b|rc)\d{1,2})?\+?)\0+%\.80s \(%\.80s\)/,
      /%\.80s \(%\.80s\) %\.80s\0+(\d\.\d{1,2}\.\d{1,2}(?:(?:a|b|rc)\d{1,2})?\+?)\0/,
      /\0(\d\.\d{1,2}\.\d{1,2}(?:(?:a|b|rc)\d{1,2})?\+?)\0<prefix>/,
      /\0(\d\.\d{1,2}\.\d{1,2}(?:(?:a|b|rc)\d{1,2})?\+?)\0/,
    ],
  },
  {
    name: 'pypy',
    files: /^(?:libpypy[\d.]{0,6}-c\.so|pypy\d?[\d.]{0,5})$/,
    near: ['[PyPy '],
    versions: [/\[PyPy (\d\.\d{1,2}\.\d{1,3}(?:-?(?:alpha|beta|rc)\d{0,2})?)/],
  },
  {
    name: 'go',
    files: /^go(?:\.exe)?$/,
    versions: [/\0go(\d\.\d{1,3}(?:\.\d{1,3})?(?:(?:rc|beta|alpha)\d{1,2})?)\0/],
  },
  {
    name: 'node',
    files: /^node(?:\.exe)?$/,
    near: ['node.js/v', 'node v', 'moduleLoadList', '\0v0.', '\0v4.', '\0v5.', '\0v6.'],
    versions: [
      /node\.js\/v(\d{1,3}\.\d{1,3}\.\d{1,3})/,
      /node v(\d{1,3}\.\d{1,3}\.\d{1,3})/,
      /\0v(\d{1,3}\.\d{1,3}\.\d{1,3})\0moduleLoadList/,
      // The first majors kept it as a word of its own.
      /\0v([0456]\.\d{1,3}\.\d{1,3})\0/,
    ],
  },
  {
    name: 'deno',
    files: /^deno$/,
    versions: [
      /Deno\/(\d{1,2}\.\d{1,3}\.\d{1,3}(?:-rc\.\d{1,2})?)/,
      /deno-(?:canary\/)?[0-9a-f]{40}(\d{1,2}\.\d{1,3}\.\d{1,3})(?=dl|release)/,
      /release\/v(\d{1,2}\.\d{1,3}\.\d{1,3})/,
    ],
  },
  { name: 'bun', files: /^bun$/, near: ['Bun v', 'bun-'], versions: [/[Bb]un(?: |-)v?(\d{1,2}\.\d{1,2}\.\d{1,3})/] },
  {
    name: 'ruby',
    files: /^(?:ruby[\d.]{0,5}|libruby[\w.-]{0,12}\.so[\d.]{0,10})$/,
    near: ['ruby '],
    versions: [/ruby (\d\.\d{1,2}\.\d{1,3}(?:p\d{1,4}|preview\d|rc\d|dev)?) \(\d{4}-/],
  },
  {
    name: 'php-cli',
    files: /^php(?:\d?[\d.]{0,4}|-cli)$/,
    near: ['PHP/'],
    versions: [/PHP\/(\d\.\d{1,2}\.\d{1,3}(?:-?(?:alpha|beta|RC|rc|dev)\d{0,2})?)/],
  },
  {
    name: 'php-fpm',
    files: /^php-fpm[\d.]{0,5}$/,
    near: ['PHP/'],
    versions: [/PHP\/(\d\.\d{1,2}\.\d{1,3}(?:-?(?:alpha|beta|RC|rc|dev)\d{0,2})?)/],
  },
  {
    name: 'libphp',
    files: /^libphp\d?[\d.]{0,5}\.so$/,
    near: ['PHP/'],
    versions: [/PHP\/(\d\.\d{1,2}\.\d{1,3}(?:-?(?:alpha|beta|RC|rc|dev)\d{0,2})?)/],
    purl: 'generic/php',
  },
  {
    name: 'perl',
    files: /^perl(?:5[\d.]{0,8})?$/,
    near: ['/perl'],
    versions: [/\/perl5?\/(?:(?:site_perl|vendor_perl|core_perl)\/)?(5\.\d{1,3}\.\d{1,3})/],
  },
  {
    name: 'graalvm',
    files: /^(?:java|jdb)(?:\.exe)?$/,
    near: ['-jvmci-'],
    versions: [new RegExp(String.raw`\0(${JAVA}-jvmci-[\w.+-]{1,20})\0`)],
    purl: 'generic/oracle/graalvm',
  },
  {
    name: 'openjdk',
    files: /^(?:java|jdb)(?:\.exe)?$/,
    near: ['openjdk\0'],
    versions: [
      new RegExp(String.raw`\0openjdk\0+(?:java|jdb)\0+${BASE}\0+(${JAVA})\0`),
      new RegExp(String.raw`\0${BASE}\0+(${JAVA})\0+openjdk\0`),
    ],
    unless: '-jvmci-',
    purl: 'generic/oracle/openjdk',
  },
  {
    name: 'jre',
    files: /^java(?:\.exe)?$/,
    versions: [
      new RegExp(String.raw`\0java\0+${BASE}\0+(${JAVA})\0`),
      new RegExp(String.raw`\0(${JAVA})\0+${BASE}\0+java\0`),
    ],
    unless: 'openjdk\0',
    purl: 'generic/oracle/jre',
  },
  {
    name: 'jdk',
    files: /^jdb(?:\.exe)?$/,
    versions: [
      new RegExp(String.raw`\0jdb\0+${BASE}\0+(${JAVA})\0`),
      new RegExp(String.raw`\0(${JAVA})\0+${BASE}\0+jdb\0`),
    ],
    unless: 'openjdk\0',
    purl: 'generic/oracle/jdk',
  },
  {
    name: 'rust',
    files: /^libstd-[0-9a-f]{4,20}\.(?:so|dylib)$/,
    versions: [/ (\d\.\d{1,3}\.\d{1,3}(?:-(?:nightly|beta(?:\.\d{1,2})?))?) \([0-9a-f]{7,40} \d{4}-\d\d-\d\d\)/],
  },
  {
    name: 'erlang',
    files: /^(?:erlexec|beam\.smp|beam)$/,
    near: ['otp_src_', '/otp-', 'Erlang/OTP '],
    versions: [
      /otp(?:_src_|-)(\d{1,2}(?:\.\d{1,3}){1,4}(?:-rc\d)?)\//,
      /\0(\d{1,2}(?:\.\d{1,3}){1,4}(?:-rc\d)?)\0+Erlang\/OTP /,
      /Erlang\/OTP [^\0]{1,300}\0+(\d{1,2}(?:\.\d{1,3}){1,4})\0/,
    ],
  },
  { name: 'swipl', files: /^swipl$/, near: ['swipl-'], versions: [/swipl-(\d{1,2}\.\d{1,2}\.\d{1,3})\//] },
  {
    name: 'dart',
    files: /^(?:dart|dartaotruntime)$/,
    near: [' (stable) (', ' (beta) (', ' (dev) (', ' (main) (', ' (be) ('],
    versions: [/(\d\.\d{1,2}\.\d{1,3}(?:-[\w.]{1,24})?) \((?:stable|beta|dev|main|be)\) \(/],
  },
  {
    name: 'haskell/ghc',
    files: /^ghc(?:-[\d.]{1,10})?$/,
    near: ['libHSghc-', 'GHC '],
    versions: [/\0GHC (\d{1,2}\.\d{1,2}\.\d{1,3})\0/, /libHSghc-(\d{1,2}\.\d{1,2}\.\d{1,3})-/],
  },
  {
    name: 'haskell/cabal',
    files: /^cabal$/,
    near: ['Cabal-', 'cabal-install-'],
    versions: [/Cabal-(\d{1,2}(?:\.\d{1,3}){2,3})-/, /cabal-install-(\d{1,2}(?:\.\d{1,3}){2,3})-/],
  },
  {
    name: 'haskell/stack',
    files: /^stack$/,
    near: [', Git revision '],
    versions: [/Version (\d{1,2}(?:\.\d{1,3}){1,3}), Git revision /],
  },
  {
    name: 'julia',
    files: /^libjulia-internal\.so(?:\.[\d.]{1,12})?$/,
    near: ['_require_dependencies', 'julia version %s', 'GIT_VERSION_INFO', 'verify_methods'],
    versions: [/\0(\d\.\d{1,2}\.\d{1,3}(?:-(?:alpha|beta|rc|DEV)[\d.]{0,6})?)\0/],
  },
];
