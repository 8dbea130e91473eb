import type { AnyCheck, Example } from '../../src/domain/index.ts';
import { mutantsOf, tryMutant } from '../../src/proof/index.ts';
import { exampleClaim, exampleWorld } from './judged.ts';

/** What becomes of each mutant of the bytes on an example, by title: `killed`, `survived`, `equivalent`. */
export async function outcomesOn(check: AnyCheck, example: Example): Promise<Readonly<Record<string, string>>> {
  const claim = await exampleClaim(check, example);
  const world = exampleWorld(example, claim.facts);
  const found: Record<string, string> = {};
  for (const mutant of mutantsOf(claim)) found[mutant.title] = (await tryMutant(claim, mutant, world)).outcome.status;
  return found;
}
