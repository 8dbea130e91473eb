import { type Criteria, type Criterion, TickproofError } from '../domain/index.ts';
import { nearestId } from '../formats/index.ts';

/** The criteria that `--only` and `--skip` leave; none left is a fault of usage, and so is a name of `--only` that selects none. */
export function selected(criteria: Criteria, only: readonly string[], skip: readonly string[]): Criteria {
  const matches = (globs: readonly string[], { id, check }: Criterion) =>
    globs.some((glob) => asPattern(glob).test(id) || asPattern(glob).test(check.id));
  const left = criteria.criteria.filter((it) => (only.length === 0 || matches(only, it)) && !matches(skip, it));
  const isName = (glob: string) => !/[*?]/.test(glob);
  const unknown = only.filter((glob) => isName(glob) && !criteria.criteria.some((it) => matches([glob], it)));
  if (left.length > 0 && unknown.length === 0) return { ...criteria, criteria: left };
  const near = nearestOf(unknown, criteria);
  const what =
    left.length > 0 ? `no criterion is selected by \`--only ${unknown.join(', ')}\`` : 'no criterion is selected';
  throw new TickproofError('usage', what, {
    remedy: `${near === null ? 'Loosen --only or --skip;' : `Did you mean \`--only ${near}\`?`} \`tickproof explain\` lists the checks.`,
  });
}

/** What may be meant by the first of the names that match nothing. */
function nearestOf([name]: readonly string[], { criteria }: Criteria): string | null {
  return name === undefined
    ? null
    : nearestId(
        name,
        criteria.flatMap(({ id, check }) => [id, check.id]),
      );
}

function asPattern(glob: string): RegExp {
  const escaped = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`);
}
