import * as compiled from './packages/compiled.ts';
import * as scripted from './packages/scripted.ts';
import * as system from './packages/system.ts';
import type { Outcome } from './vectors.ts';

/** Package databases and lock files, by who reads them: the system's, the scripting languages', the compiled ones'. */
export async function run(dir: string): Promise<readonly Outcome[]> {
  return [...(await system.run(dir)), ...(await scripted.run(dir)), ...(await compiled.run(dir))];
}
