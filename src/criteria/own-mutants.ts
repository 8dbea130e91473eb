import type { AnyCheck, Kind, Mutant, Place, TickproofError } from '../domain/index.ts';
import { changeOf } from './own-changes.ts';
import { faultAt, unknownName } from './faults.ts';
import { type ChangeName, changeNames, type WrittenMutant } from './mutant-schema.ts';
import { outOfReach } from './own-reach.ts';

type OwnMutant = Mutant<string, unknown>;

interface Where {
  readonly file: string;
  readonly placeOf: (path: readonly PropertyKey[]) => Place;
}

/** The false worlds that a criterion names, as mutants of its check; or what is wrong with them, each at its place. */
export function ownMutantsOf(
  written: readonly WrittenMutant[],
  check: AnyCheck,
  params: unknown,
  where: Where,
): { readonly own: readonly OwnMutant[]; readonly faults: TickproofError[] } {
  const own: OwnMutant[] = [];
  const faults: TickproofError[] = [];
  for (const [index, one] of written.entries()) {
    const read = ownMutantOf(one, index, check, params, where);
    if ('reason' in read) own.push(read);
    else faults.push(read);
  }
  return { own, faults };
}

function ownMutantOf(
  written: WrittenMutant,
  index: number,
  check: AnyCheck,
  params: unknown,
  { file, placeOf }: Where,
): OwnMutant | TickproofError {
  const names = changeNames.filter((name) => written[name] !== undefined);
  const [name] = names;
  if (name === undefined || names.length > 1) {
    const what = name === undefined ? 'changes nothing' : `changes several things (${names.join(', ')})`;
    return faultAt(file, placeOf([index]), `a mutant that ${what}`, `Name one change each: ${changeNames.join(', ')}.`);
  }
  const reason = written.reason ?? check.reasons[0];
  if (reason === undefined || !check.reasons.includes(reason))
    return unknownName(file, placeOf([index, 'reason']), `reason of ${check.id}`, reason ?? '', check.reasons);
  const isDeaf = name === 'command' && !check.reads.includes('run.commands'); // other checks run no command
  const made = isDeaf ? outOfReach(name, kindsOf(check), 'commands') : changeOf(name, written, kindsOf(check), params);
  if ('fault' in made) return faultAt(file, placeOf([index, name]), made.fault, made.remedy);
  const title = written.title ?? titleOf(name, written);
  return { title, reason, ...made };
}

function kindsOf({ reads }: AnyCheck): ReadonlySet<Kind> {
  return new Set(reads.map((atom: string) => atom.split('.')[0] as Kind)); // an atom begins with its kind
}

function titleOf(name: ChangeName, written: WrittenMutant): string {
  switch (name) {
    case 'remove':
      return `${(written.remove ?? []).join(', ')} taken away`;
    case 'plant':
      return `${Object.keys(written.plant ?? {}).join(', ')} planted`;
    case 'env':
      return `environment: ${Object.entries(written.env ?? {})
        .map(([key, value]) => (value === null ? `no ${key}` : `${key}=${value}`))
        .join(', ')}`;
    case 'network':
      return 'no network';
    case 'user':
      return `user ${written.user}`;
    case 'command':
      return `\`${written.command}\` in place of the command`;
    case 'replace':
      return `\`${written.replace}\` in place of the service`;
    default: {
      const edit = written[name];
      const [from, to] = edit?.replace ?? [];
      const added = edit && 'append' in edit && edit.append ? `\`${edit.append.trim()}\` at the end` : '';
      return `${name}: ${added || `\`${from}\` replaced by \`${to}\``}`;
    }
  }
}
