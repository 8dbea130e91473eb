import { loadProject, readEnvFile } from '../../src/formats/compose/index.ts';
import { EnvFault, parseEnv } from '../../src/formats/compose/loader/dotenv.ts';
import { detectSyntax } from '../../src/formats/dockerfile/syntax.ts';
import { expand, expandedWords, parseDockerfile, readCheckOptions, stepsOf } from '../../src/formats/index.ts';
import { readHadolintConfig, withVariables } from '../../src/formats/lint-config/index.ts';
import { pragmasOf } from '../../src/formats/lint-pragmas/index.ts';
import { readShell } from '../../src/formats/shell/read.ts';
import { composeOf, composeSeeds } from './compose-files.ts';
import { dockerfileOf, dockerfileSeeds } from './dockerfiles.ts';
import { checkContext } from './ignore-files.ts';
import { checkFixes, checkLint, checkParse, ensure } from './lint.ts';
import {
  directiveOf,
  directiveSeeds,
  envSeeds,
  hadolintSeeds,
  ignoreFileOf,
  ignoreSeeds,
  shellOf,
  shellSeeds,
  wordOf,
  wordSeeds,
} from './others.ts';
import type { Random } from './random.ts';
import { jumbled, mutated } from './texts.ts';

/** Something that reads texts which anybody may have written. */
export interface Parser {
  readonly name: string;
  readonly make: (random: Random) => string;
  /** Throws where the text is not taken as it has to be. */
  readonly check: (text: string) => void;
}

/** Half by the grammar, half from seeds that were changed. */
function parser(
  name: string,
  seeds: readonly string[],
  byGrammar: ((random: Random) => string) | null,
  check: (text: string) => void,
): Parser {
  const words = seeds.flatMap((seed) => seed.split(/(?<=\s)/)).filter((word) => word.length < 40);
  const make = (random: Random): string => {
    if (byGrammar && random.chance(0.5))
      return random.chance(0.7) ? byGrammar(random) : mutated(random, [byGrammar(random)]);
    return random.chance(0.8) ? mutated(random, seeds) : jumbled(random, words, 30);
  };
  return { name, make, check };
}

export const parsers: readonly Parser[] = [
  parser('dockerfile', dockerfileSeeds, dockerfileOf, checkParse),
  parser('lint', dockerfileSeeds, dockerfileOf, checkLint),
  parser('fix', dockerfileSeeds, dockerfileOf, checkFixes),
  parser('ignore-file', ignoreSeeds, ignoreFileOf, checkContext),
  parser('compose', composeSeeds, composeOf, checkCompose),
  parser('shell', shellSeeds, shellOf, checkShell),
  parser('expansion', wordSeeds, wordOf, checkExpansion),
  parser('hadolint-config', hadolintSeeds, null, checkHadolint),
  parser('directives', directiveSeeds, directiveOf, checkDirectives),
  parser('env-file', envSeeds, null, checkEnv),
];

/** A project of one file that may include or extend another one. */
export function checkCompose(text: string): void {
  const files: Readonly<Record<string, string>> = {
    '/w/compose.yaml': text,
    '/w/other.yaml': composeSeeds[1] ?? '',
    '/w/b.yaml': 'services: {q: {image: r}}\n',
    '/w/.env': 'X=1\n',
  };
  const loaded = loadProject({
    files: {
      read: (path) => (Object.hasOwn(files, path) ? (files[path] ?? null) : null),
      stat: (path) => (Object.hasOwn(files, path) ? 'file' : path === '/w' ? 'directory' : null),
    },
    workingDir: '/w',
    environment: { HOME: '/h', A: 'x' },
    composeFiles: ['compose.yaml'],
    profiles: ['*'],
  });
  if (loaded.status === 'refused') {
    const { message, at } = loaded.error;
    ensure(!/^(?:Type|Range|Reference|Syntax)?Error\b/.test(message), message);
    ensure(at === null || (at.startLine >= 1 && at.endLine >= at.startLine), 'a place outside the text');
    return;
  }
  ensure(JSON.stringify(loaded.model) !== undefined, 'a model that cannot be printed');
  for (const [name] of Object.entries(loaded.model['services'] ?? {})) {
    const at = loaded.placeOf(['services', name])?.at;
    ensure(!at || at.startLine >= 1, 'a place outside the text');
  }
}

function checkShell(text: string): void {
  let before = 0;
  for (const { start, end, words, assignments, redirections } of readShell(text)) {
    ensure(before <= start && start <= end && end <= text.length, 'commands out of order or outside the text');
    before = start;
    for (const word of [...words, ...assignments, ...redirections])
      ensure(start <= word.start && word.start <= word.end && word.end <= end, 'a word outside its command');
  }
  stepsOf(['sh', '-ec', text], { A: 'x' });
}

const ENVIRONMENT = new Map([
  ['A', 'x/y/z.tar.gz'],
  ['B', ''],
  ['C', '*?[\\'],
]);

function checkExpansion(text: string): void {
  for (const options of [{}, { unset: 'keep' as const }, { escape: '`' as const, rawQuotes: true, rawEscapes: true }]) {
    const { value, fault, matched, unmatched } = expand(text, ENVIRONMENT, options);
    ensure(fault === null || value === text, 'a fault and another value');
    ensure(
      [...matched].every((name) => ENVIRONMENT.has(name)),
      'matched what is not there',
    );
    ensure(
      [...unmatched].every((name) => !ENVIRONMENT.has(name)),
      'did not match what is there',
    );
    const words = expandedWords(text, ENVIRONMENT, options);
    ensure(fault === null ? !('fault' in words) : 'fault' in words, 'words and value differ');
  }
}

function checkHadolint(text: string): void {
  const config = readHadolintConfig(text);
  if ('fault' in config) ensure(typeof config.fault === 'string' && config.fault !== '', 'a fault without words');
  else withVariables(config, { HADOLINT_IGNORE: text, HADOLINT_REQUIRE_LABELS: text });
}

function checkDirectives(text: string): void {
  const source = parseDockerfile('Dockerfile', `${text}FROM a\nRUN sudo b\n`);
  const pragmas = pragmasOf(source, { checkOptions: text });
  for (const { at } of source.instructions) pragmas.ignores({ id: 'dockerfile/no-sudo', aliases: ['DL3004'] }, at);
  for (const { message } of pragmas.problems) ensure(message !== '', 'a fault without words');
  const found = detectSyntax(text);
  ensure(!found || (found.line >= 0 && found.line <= text.split('\n').length), 'a line outside the text');
  for (const line of text.split('\n')) readCheckOptions(line);
}

function checkEnv(text: string): void {
  for (const { name, line } of readEnvFile(text)) ensure(name !== '' && line >= 1, 'a variable without a name');
  try {
    for (const [name, { offset }] of parseEnv(
      text,
      () => undefined,
      () => {},
    ))
      ensure(text.startsWith(name, offset), 'a name that stands elsewhere');
  } catch (error) {
    if (!(error instanceof EnvFault)) throw error;
  }
}
