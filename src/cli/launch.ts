// How the bundle starts: a program is one file beside this one, and what V8 made of it is kept between runs.
import { join } from 'node:path';
import { argv, env, stdout } from 'node:process';
import { runCompiled } from '../engines/code-cache.ts';
import { version } from './version.ts';

/** Of the programs' texts, by name; the bundler writes them here. */
declare const PROGRAM_DIGESTS: Readonly<Record<'program' | 'lint', string>>;

const [word = '', ...more] = argv.slice(2);
const isVersion = more.length === 0 && (word === '--version' || word === '-V');
const isWork = /^[a-z]{1,12}$/.test(word) && !more.some((it) => it === '--help' || it === '-h');
if (isVersion) stdout.write(`tickproof ${version}\n`);
else {
  const name = isWork && word === 'lint' ? 'lint' : 'program';
  const work = name === 'lint' && more.some((it) => /\.ya?ml$/.test(it)) ? 'lint-yaml' : isWork ? word : 'help';
  runCompiled({ file: join(import.meta.dirname, `${name}.cjs`), digest: PROGRAM_DIGESTS[name], work }, env);
}
