/** Where interpreters and toolchains lie that no package database names: as their makers' archives unpack. */
const RUNTIMES: readonly (readonly [name: string, place: RegExp])[] = [
  [
    'python',
    /^\/usr\/local\/(?:bin\/(?:python|pydoc|idle|2to3)[\w.-]*|lib\/(?:python3?[\d.]*|libpython[\w.]*|pkgconfig\/python[\w.-]*)|include\/python[\w.]*|share\/man\/man1\/python[\w.]*)(?:\/|$)/,
  ],
  [
    'node',
    /^\/usr\/local\/(?:bin\/(?:node|nodejs)$|include\/node\/|share\/doc\/node\/|share\/man\/man1\/node\.1$|share\/systemtap\/tapset\/node\.stp$|lib\/node_modules\/(?:npm|corepack)\/)/,
  ],
  ['ruby', /^\/usr\/local\/(?:bin\/(?:ruby|irb|erb|rdoc|ri)$|lib\/(?:ruby\/|libruby)|include\/ruby-)/],
  [
    'php',
    /^\/usr\/local\/(?:bin\/(?:php|phar|pecl|pear|docker-php-)[\w.-]*$|lib\/php\/|include\/php\/|php\/|sbin\/php-fpm$)/,
  ],
  ['go', /^\/usr\/local\/go\//],
  ['rust', /^\/usr\/local\/(?:cargo|rustup)\//],
  ['java', /^\/(?:opt\/java|opt\/jdk[\w.-]*|usr\/local\/openjdk-[\d.]+|usr\/lib\/jvm)\//],
  ['perl', /^\/usr\/local\/lib\/perl5\//],
  ['dotnet', /^\/usr\/(?:share|lib)\/dotnet\//],
  ['postgres', /^\/usr\/(?:local\/(?:bin|lib|share)\/(?:postgres|postgresql)|lib\/postgresql)(?:\/|$)/],
];

/** Folders inside a runtime that hold what others put there. */
const GUESTS = /\/(?:site|dist)-packages\//;

/** The runtime that a file is part of; null where it is of none that is known by its place. */
export function runtimeAt(path: string): string | null {
  if (GUESTS.test(path)) return null;
  return RUNTIMES.find(([, place]) => place.test(path))?.[0] ?? null;
}
