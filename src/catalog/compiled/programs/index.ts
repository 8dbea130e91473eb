import { baseOf } from '../../shared/reading.ts';
import type { ExecutableReader, Reading } from '../../types.ts';
import { databases } from './databases.ts';
import { foundProgram } from './found-program.ts';
import { languages } from './languages.ts';
import { type Program, versionIn } from './program.ts';
import { services } from './services.ts';
import { tools } from './tools.ts';

export { textProgramReaders } from './text-programs.ts';

/** Programs that no package manager put there, told by their file's name and by a text inside. */
export const programReaders: readonly ExecutableReader[] = [...databases, ...languages, ...services, ...tools].map(
  readerOf,
);

function readerOf(program: Program): ExecutableReader {
  const cataloguer = `program-${program.name.slice(program.name.lastIndexOf('/') + 1)}`;
  return {
    cataloguer,
    where: (path) => program.files.test(baseOf(path)),
    ...(program.near ? { needles: program.near.map((it) => Buffer.from(it, 'latin1')) } : {}),
    read: ({ path, bytes }): Reading | null => {
      const version = versionIn(bytes, program);
      return version === null ? null : { cataloguer, path, packages: [foundProgram(program, version)] };
    },
  };
}
