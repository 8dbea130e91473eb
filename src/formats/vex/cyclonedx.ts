import { type Fields, listAt, textAt, textsAt } from '../scans/fields.ts';
import { timeOf, type VexDocument, vexStatusOf } from './statement.ts';

/** The analyses in a CycloneDX bill or VEX. `affects` are references of a bill: a bom-ref of its own, or a BOM-Link. */
export function readCycloneDxVex(bill: Fields): VexDocument {
  const statements = listAt(bill, 'vulnerabilities').map((it) => {
    const stated = textAt(it, 'analysis', 'state');
    return {
      vulnerability: textAt(it, 'id'),
      aliases: listAt(it, 'references').flatMap((reference) => textAt(reference, 'id') || []),
      status: vexStatusOf(stated),
      stated,
      justification: textAt(it, 'analysis', 'justification') || null,
      because: textAt(it, 'analysis', 'detail') || textsAt(it, 'analysis', 'response').join(', '),
      subjects: listAt(it, 'affects').flatMap((affected) => {
        const product = textAt(affected, 'ref');
        return product === '' ? [] : [{ product, subcomponents: [] }];
      }),
      atMs: timeOf(
        textAt(it, 'analysis', 'lastUpdated'),
        textAt(it, 'analysis', 'firstIssued'),
        textAt(bill, 'metadata', 'timestamp'),
      ),
    };
  });
  return { format: 'cyclonedx', serialNumber: textAt(bill, 'serialNumber') || null, statements };
}
