// `npx tsx scripts/helper.ts`: compiles the helper program for both architectures and writes src/engines/helper/programs.ts (see docs/decisions/0008-helper-program.md).
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { moduleOf, TARGETS, compile, toolchain } from './helper-build.ts';

const programs = TARGETS.map((target) => {
  const bytes = compile(target);
  const compiler = toolchain(target);
  console.log(`helper: ${target.architecture} has ${bytes.length} bytes (${compiler})`);
  return { target, bytes, toolchain: compiler };
});
writeFileSync(join(import.meta.dirname, '../src/engines/helper/programs.ts'), moduleOf(programs));
