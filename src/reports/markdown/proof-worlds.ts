import type { EvidenceRecord } from '../../domain/index.ts';
import { humanize } from '../../formats/index.ts';
import { brokeEverything, type World, worldsOf } from '../worlds.ts';
import type { Numbered } from './numbered.ts';
import { code, prose, table } from './write.ts';

const KINDS = { R: 'Containers', P: 'Stacks', B: 'Builds' } as const;
const ORDER = ['R', 'P', 'B'];

/**
 * Worlds that an engine made, by criteria that were judged there. Here it shows how specific they are: a full row is a world
 * that breaks everything, a full column a criterion that is red whatever happens.
 */
export function proofWorlds(record: EvidenceRecord, numbered: Numbered): string[] {
  const worlds = worldsOf(record).sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level));
  if (worlds.length === 0) return [];
  const names = new Map(numbered.map(({ number, tick }) => [tick.criterion.id, number]));
  const kinds = [...new Set(worlds.map(({ level, stack }) => JSON.stringify([level, stack])))];
  const parts = kinds.map((kind) =>
    matrix(
      worlds.filter(({ level, stack }) => JSON.stringify([level, stack]) === kind),
      names,
    ),
  );
  return [
    '### Worlds that an engine made',
    'Rows are worlds, columns the criteria that were judged there, by their number: **●** red for the expected reason · **✖** red there, too · **○** stayed green · **□** should have gone red for its reason and did not. Blank: not judged there.',
    ...parts,
    ...broken(worlds),
  ];
}

function matrix(worlds: readonly World[], names: ReadonlyMap<string, number>): string {
  const [first] = worlds;
  if (!first) return '';
  const numberOf = (id: string) => names.get(id) ?? Number.MAX_SAFE_INTEGER;
  const ids = [...new Set(worlds.flatMap(judgedIn))].sort((a, b) => numberOf(a) - numberOf(b));
  const hasOthers = worlds.some(({ othersGreen }) => othersGreen > 0);
  const rows = worlds.map((world) => [
    prose(world.title),
    ...ids.map((id) => markOf(world, id)),
    ...(hasOthers ? [world.othersGreen === 0 ? '' : String(world.othersGreen)] : []),
    `${humanize(world.elapsedMs, 'ms')}${world.reused ? ', reused' : ''}`,
  ]);
  const columns = ids.map((id) => (names.has(id) ? String(names.get(id)) : code(id)));
  const head = ['World', ...columns, ...(hasOthers ? ['○ others'] : []), 'Time'];
  const known = ids.filter((id) => names.has(id)).map((id) => `${names.get(id)} ${code(id)}`);
  const where = first.stack === null ? '' : ` of ${code(first.stack)}`;
  return [`**${KINDS[first.level]}**${where}`, table(head, rows), known.join(' · ')].join('\n\n');
}

function judgedIn({ killed, survived, alsoRed, alsoGreen }: World): string[] {
  return [...killed, ...survived, ...alsoRed, ...alsoGreen];
}

function markOf({ killed, survived, alsoRed, alsoGreen }: World, id: string): string {
  if (survived.includes(id)) return '□';
  if (killed.includes(id)) return '●';
  if (alsoRed.includes(id)) return '✖';
  return alsoGreen.includes(id) ? '○' : '';
}

function broken(worlds: readonly World[]): string[] {
  const titles = worlds.filter(brokeEverything).map(({ title }) => `- ${prose(title)}`);
  if (titles.length === 0) return [];
  return [
    `Everything that was judged there went red, so these worlds show that it can fail and not what it can tell apart:\n\n${titles.join('\n')}`,
  ];
}
