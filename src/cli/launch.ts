// How the bundle starts: the program is one file beside this one, and what V8 made of it is kept between runs.
import { join } from 'node:path';
import { argv, env, stdout } from 'node:process';
import { runCompiled } from '../engines/code-cache.ts';
import { version } from './version.ts';

/** Of the program's text; the bundler writes it here. */
declare const PROGRAM_DIGEST: string;

const [word = '', ...more] = argv.slice(2);
const isVersion = more.length === 0 && (word === '--version' || word === '-V');
const isWork = /^[a-z]{1,12}$/.test(word) && !more.some((it) => it === '--help' || it === '-h');
if (isVersion) stdout.write(`tickproof ${version}\n`);
else
  runCompiled(
    { file: join(import.meta.dirname, 'program.cjs'), digest: PROGRAM_DIGEST, work: isWork ? word : 'help' },
    env,
  );
