import type { Random } from './random.ts';

export const ignoreSeeds: readonly string[] = [
  '# all\n*\n!src\n!src/**/*.js\nsrc/test\n**/node_modules\n.git\n*.md\n!README.md\n',
  'a/b/\n./c//d\n/e\n\\#f\n[a-c]?\n[^x]*\n**foo\nbar/**\n! g\n!!h\n',
  '\ufeffa{2}*\nx|y*\na^*\n\\d+\n[[:alpha:]]\n[x-]\na*[\n\\\n..\n../a\n',
];
const GLOBS =
  '* ** ? [a-z] [^a] [ ] [] [x- \\ \\d \\Q { } | ^ $ . + ( ) / // a b ab .git node_modules src ! # {2} {1,3} [[:digit:]] \\p{L}'.split(
    ' ',
  );

export function ignoreFileOf(random: Random): string {
  const line = () =>
    `${random.pick(['', '', '', '!', '! ', '#', '/', './', ' '])}${random.pieces(6, () => random.pick(GLOBS))}`;
  return random.pieces(10, line, random.chance(0.1) ? '\r\n' : '\n');
}

export const shellSeeds: readonly string[] = [
  'set -eux; apt-get update && apt-get install -y --no-install-recommends a=1 "b c" || true; rm -rf /x/*',
  'if [ "$A" = b ]; then echo $(cat `ls a` | sort -u) > f 2>&1; elif x; then y; else z; fi',
  'for i in 1 2 "3 4"; do case $i in a|b) c;; *) d & ;; esac; done <<EOF\nbody $x\nEOF\nwhile :; do { (a; b) | c; }; done',
  'f() { local a=${b:-$(c "d")}; return $((1 + 2)); }; A=b C=d exec f <(g) >&2 <<-"X" # why\n\tq\n\tX\n',
  'a \\\n  b \\\n # c\n && d; test "$(find / -name x | grep -c y)" -eq 0 || exit 1',
];
const SHELL =
  '&& || | ; & ( ) { } $( $(( )) ` " \' \\ \n $A ${A ${A:-b} ${A#*} } <<E <<-E \nE\n < > >> >&2 <( # if then fi for in do done case esac while ! [ ] [[ ]] a b=c -x "d e" test grep set -e exit 1 sh -c'.split(
    ' ',
  );

export function shellOf(random: Random): string {
  return random.pieces(24, () => random.pick(SHELL) + (random.chance(0.7) ? ' ' : ''));
}

export const wordSeeds: readonly string[] = [
  'a${A:-b${C:+"d"}}e',
  '${A#*/}${B%%.*}${C//x/y}${D/\\//z}',
  '"$A" \'$B\' \\$C ${D:?why}',
  '<< EOF <<-"X y" 3<<Z',
];
const WORD = '$ ${ } A B : :- :+ :? - + ? # ## % %% / // " \' \\ ` * a.b c/d << <<- 1 @ é {'.split(' ');

export function wordOf(random: Random): string {
  return random.pieces(16, () => random.pick(WORD) + (random.chance(0.1) ? ' ' : ''));
}

export const hadolintSeeds: readonly string[] = [
  'ignored:\n  - DL3008\n  - SC2086\noverride:\n  error: [DL3001]\n  style: [DL3020]\nfailure-threshold: warning\ntrustedRegistries: [docker.io, "*.gcr.io"]\n',
  'label-schema:\n  author: text\n  created: rfc3339\n  version: semver\nstrict-labels: true\nformat: tty\nno-fail: false\ndisable-ignore-pragma: true\n',
  'a: &a [1, 2]\nb: *a\nignored: *a\n<<: {no-color: true}\n',
];

export const directiveSeeds: readonly string[] = [
  '# check=skip=JSONArgsRecommended,StageNameCasing;error=true;experimental=all\n# syntax=docker/dockerfile:1\n',
  '#!/usr/bin/env x\n// syntax=a\n',
  '{"syntax": "a", "check": "skip=all"}',
  '# hadolint global ignore=DL3008 , SC2086 # why\n# hadolint ignore=DL3006\n# hadolint shell=powershell\n',
  '# tickproof stage ignore=dockerfile/no-sudo,DL3004: because so\n# escape=`\n',
];
const DIRECTIVE =
  'check = skip error experimental ; , true false all syntax escape ` \\ # // { } " hadolint tickproof ignore global stage DL3008 SC2086 : because shell'.split(
    ' ',
  );

export function directiveOf(random: Random): string {
  return random.pieces(4, () => `# ${random.pieces(12, () => random.pick(DIRECTIVE) + random.pick(['', '', ' ']))}\n`);
}

export const envSeeds: readonly string[] = [
  'A=b\nexport C="d\\n$A ${E:-f}"\n# g\nH=\'i j\' # k\nL: m\nN\nO="two\nlines"\n',
  '\ufeffA = b \r\nC=${D?no}\r\nE=`f`\n',
];
