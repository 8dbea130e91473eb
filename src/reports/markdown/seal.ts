import type { EvidenceRecord } from '../../domain/index.ts';
import { digestOf, sha256 } from '../../formats/index.ts';

/** The machine's comment at the end: the inputs by digest, and the digest of the text above, so that an edit shows. */
export function seal(record: EvidenceRecord, body: string): string {
  const { inputs, run } = record;
  const lines = [
    ['run', run.id],
    ['record', digestOf(record)],
    ['criteria', inputs.criteria.sha256],
    ['dockerfile', inputs.dockerfile?.sha256],
    ['image', inputs.image?.imageId],
    ['manifest', inputs.image?.manifest],
    ['build', inputs.buildKey],
    ['body', sha256(body)],
  ] as const;
  const known = lines.flatMap(([name, value]) => (value ? [`${name}: ${value.replaceAll(/[^\w:.-]|--/g, '_')}`] : []));
  return `<!-- tickproof\n${known.join('\n')}\n-->`;
}
