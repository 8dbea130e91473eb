import type { AnyCheck, Example } from '../../src/domain/index.ts';
import { mutantsOf, tryMutant } from '../../src/proof/index.ts';
import { judgeFacts } from '../../src/verify/index.ts';
import { type Client, exampleClaim, exampleWorld, hasCompose } from '../kit/index.ts';

const PROVABLE = new Set(['S', 'K', 'L', 'J']);

/** Examples of the same kind: a mutant must break any deployment, not only its own example. */
function examplesFor(
  check: AnyCheck,
  all: readonly AnyCheck[],
): readonly { readonly of: string; readonly example: Example }[] {
  const kind = check.id.split('/')[0] ?? '';
  return all
    .filter(({ id }) => id.startsWith(`${kind}/`))
    .map(({ id, example }) => ({ of: id, example: { ...example, params: check.example.params ?? {} } }));
}

const isClientMissing = (because: string) => !hasCompose && /docker|Compose/.test(because);

/** Mutants of the bytes that do not turn a check red for the right reason, on every example of its kind. */
export async function survivorsOnExamples(
  check: AnyCheck,
  all: readonly AnyCheck[],
  client: Client,
): Promise<readonly { readonly of: string; readonly mutant: string; readonly outcome: object }[]> {
  const survivors: { of: string; mutant: string; outcome: object }[] = [];
  for (const { of, example } of examplesFor(check, all)) {
    const claim = await exampleClaim(check, example);
    if (judgeFacts(claim, claim.facts).status !== 'pass') continue;
    const world = exampleWorld(example, claim.facts, client);
    for (const mutant of mutantsOf(claim).filter(({ level }) => PROVABLE.has(level))) {
      const { outcome } = await tryMutant(claim, mutant, world);
      const own = of === check.id;
      if (outcome.status === 'survived' || (own && outcome.status === 'not-run' && !isClientMissing(outcome.because)))
        survivors.push({ of, mutant: mutant.title, outcome });
    }
  }
  return survivors;
}
