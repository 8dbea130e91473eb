import type { Command, Run } from './shared.ts';

/** Bring the programs that they are told to, by name or by the name of a package. */
const INSTALLERS =
  /^(?:apt|apt-get|aptitude|apk|dnf|microdnf|tdnf|yum|zypper|pacman|emerge|xbps-install|nix-env|opkg|dpkg|rpm|snap|brew|pip[\d.]*|pipx|uv|poetry|conda|mamba|micromamba|npm|pnpm|yarn|bun|corepack|gem|bundle|cargo|go|composer|luarocks|cpan|cpanm|dotnet|asdf|mise|sdk|nvm|fnm|install-php-extensions|docker-php-ext-install|update-alternatives)$/;
/** Write, or fail without, the file that a word names. */
const PLACERS =
  /^(?:ln|cp|mv|install|curl|wget|aria2c|tar|bsdtar|unzip|gunzip|7z|tee|touch|chmod|setcap|strip|upx|git|rsync|dd|make|cmake|ninja|meson|(?:[\w-]+-)?(?:gcc|g\+\+|cc|c\+\+)|clang(?:\+\+)?|rustc|ld|javac|jlink|jar|mvnw?|gradlew?|zig|swift|ghc|stack|cabal|tsc|esbuild|pyinstaller|virtualenv)$/;
/** Speak of accounts, words and files that they remove, never of a program that is to be there. */
const TALKERS =
  /^(?:user(?:add|mod|del)|group(?:add|mod|del)|add(?:user|group)|del(?:user|group)|ch(?:own|grp|passwd)|g?passwd|id|groups|getent|su|sudo|runuser|setpriv|gosu|su-exec|echo|printf|true|false|:|test|\[|\[\[|grep|egrep|fgrep|sed|awk|export|set|unset|env|cd|pushd|popd|mkdir|rmdir|rm|unlink|find|ls|which|whoami|sleep|exit|cat|read|local|umask|shift|if|for|while|case|type|hash|command)$/;
const REMOVERS = /^(?:rm|rmdir|unlink|echo|printf|find|ls|test|\[|\[\[|which)$/;
const REMOVES = /^(?:remove|purge|autoremove|uninstall|del|erase)$/;
const SHELLS = /^(?:sh|bash|ash|dash|ksh|zsh|eval|su|sudo|xargs)$/;
const INTERPRETERS = /^(?:python[\d.]*|perl|ruby|node|php|lua|pwsh)$/;

/** Packages that hold a program of another name. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  node: /^nodejs(?:-current|\d*)?$/,
  npm: /^(?:nodejs|npm)$/,
  java: /(?:jre|jdk)/,
  ps: /^procps(?:-ng)?$/,
  pgrep: /^procps(?:-ng)?$/,
  nc: /^(?:netcat|nmap-ncat|ncat)/,
  netcat: /^(?:netcat|nmap-ncat)/,
  ip: /^iproute2?$/,
  ss: /^iproute2?$/,
  netstat: /^net-tools$/,
  ping: /^iputils/,
  dig: /^(?:dnsutils|bind9-dnsutils|bind-tools|bind-utils)$/,
  vi: /^vim/,
  go: /^golang/,
  python: /^python-is-python3$|^python$/,
  pip: /^python3?-pip$|^py3-pip$/,
};

/** What a RUN says of a program: `brings` it, only `maybe`, or nothing. */
export function bringing(it: Run, program: string): 'brings' | 'maybe' | null {
  const said = it.commands.map((command) => saidBy(command, program));
  if (said.includes('brings')) return 'brings';
  return others(it).some((text) => mentions(text, program)) ? 'brings' : said.includes('maybe') ? 'maybe' : null;
}

/** What no POSIX shell reads: a script of another language, another system's shell. */
function others({ instruction, commands }: Run): readonly string[] {
  const scripts = instruction.heredocs.map(({ content }) => content);
  if (commands.length === 0) return [instruction.rest, ...scripts];
  return commands.some(({ name }) => INTERPRETERS.test(name)) ? scripts : [];
}

function saidBy({ name, words, redirections }: Command, program: string): 'brings' | 'maybe' | null {
  if (name === program) return TALKERS.test(name) ? null : 'brings'; // it runs here, or the build fails
  const args = words.slice(1).map(({ text }) => text);
  if (redirections.some(({ text }) => mentions(text, program))) return 'brings';
  const isFile = (text: string): boolean => text.includes('/') && !text.includes('://') && lastOf(text) === program;
  if (!REMOVERS.test(name) && args.some(isFile)) return 'brings';
  if (SHELLS.test(name)) return args.some((text) => /\s/.test(text) && mentions(text, program)) ? 'brings' : null;
  if (TALKERS.test(name)) return null;
  if (INSTALLERS.test(name)) {
    if (args.some((text) => REMOVES.test(text))) return null;
    const packages = Object.hasOwn(PACKAGES, program) ? PACKAGES[program] : undefined;
    return args.some((text) => mentions(text, program) || packages?.test(text)) ? 'brings' : null;
  }
  if (!args.some((text) => mentions(text, program))) return null;
  return PLACERS.test(name) ? 'brings' : 'maybe';
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function mentions(text: string, word: string): boolean {
  const at = text.indexOf(word);
  return (
    at >= 0 && new RegExp(`(?:^|[^\\w-])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:[^\\w]|$)`, 'm').test(text)
  );
}
