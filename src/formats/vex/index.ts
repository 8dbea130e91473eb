import { isCycloneDx } from '../scans/cyclonedx.ts';
import { isFields, parsedJson } from '../scans/fields.ts';
import { isCsaf, readCsaf } from './csaf.ts';
import { readCycloneDxVex } from './cyclonedx.ts';
import { isOpenVex, readOpenVex } from './openvex.ts';
import type { VexDocument } from './statement.ts';

export type { VexDocument, VexFormat, VexStatement, VexSubject } from './statement.ts';

/** Reads OpenVEX, CSAF 2.x or the analyses of CycloneDX. */
export function readVex(text: string): VexDocument | { readonly fault: string } {
  const value = parsedJson(text);
  if (value === undefined) return { fault: 'it is not JSON' };
  if (!isFields(value)) return { fault: 'it is JSON, but not an object' };
  if (isOpenVex(value)) return readOpenVex(value);
  if (isCsaf(value)) return readCsaf(value);
  if (isCycloneDx(value)) return readCycloneDxVex(value);
  return { fault: 'it is neither OpenVEX, nor CSAF 2, nor CycloneDX' };
}
