import type { EvidenceRecord } from '../domain/index.ts';

/** What a record is about, for headings: its name, else what was named on the command line. */
export function titleOf({ name, subject }: Pick<EvidenceRecord, 'name' | 'subject'>): string {
  if (name.trim() !== '' && name !== '.') return name;
  return subject === '.' ? 'this folder' : subject;
}
