import { type CounterProof, type EvidenceRecord, type Tick, unreachable } from '../../domain/index.ts';
import { evidenceIn } from '../observed.ts';
import { CRITERIA_FILE, IMAGE_FILE, RUN_FILE, stackFileOf } from './names.ts';
import type { Anchor, Sources } from './sources.ts';

/** Where a mutant stands: at the lines that its criterion saw, else where what it changes is told. */
export function anchorOf(proof: CounterProof, tick: Tick, record: EvidenceRecord, sources: Sources): Anchor {
  const { level } = proof;
  const { criterion } = tick;
  const inCriteria = () =>
    criterion.at && sources.isReal(criterion.at.file)
      ? { file: criterion.at.file, place: criterion.at }
      : sources.observation(CRITERIA_FILE, tick);
  const seen = placeOf(tick);
  if (seen && level !== 'null' && level !== 'J') return seen;
  switch (level) {
    case 'null':
    case 'J':
      return inCriteria();
    case 'S':
    case 'B': {
      const file = fileFor(tick, record);
      return file === null ? inCriteria() : { file, place: { startLine: 1, endLine: 1 } };
    }
    case 'K':
    case 'L':
      return sources.observation(IMAGE_FILE, tick);
    case 'R':
      return sources.observation(RUN_FILE, tick);
    case 'P':
      return sources.observation(stackFileOf(criterion.stack), tick);
    default:
      return unreachable(level);
  }
}

/** The first lines of a file that the criterion's verdict names. */
function placeOf(tick: Tick): Anchor | null {
  const found = evidenceIn(tick).find((it) => it.kind === 'source');
  return found?.kind === 'source' ? { file: found.at.file, place: found.at } : null;
}

/** The file that says what a criterion of this kind looks at. */
function fileFor({ criterion: { check, stack } }: Tick, { inputs }: EvidenceRecord): string | null {
  const { dockerfile, compose, files = [] } = inputs;
  const kind = check.split('/')[0];
  if (kind === 'compose' || kind === 'stack')
    return (compose.find((it) => it.stack === stack) ?? compose[0])?.files[0] ?? null;
  const ignore = files.find(({ path }) => path.endsWith('.dockerignore'));
  return (kind === 'context' ? ignore?.path : undefined) ?? dockerfile?.path ?? null;
}
