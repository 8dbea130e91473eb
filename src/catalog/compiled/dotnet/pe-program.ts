import type { ExecutableReader, Found } from '../../types.ts';
import { baseOf, reading } from '../../shared/reading.ts';
import { readPeVersion } from './pe-version.ts';

/** Windows programs and .NET assemblies by their version resource. */
export const peProgram: ExecutableReader = {
  cataloguer: 'pe-version',
  where: (path) => /\.(?:dll|exe|bpl)$/i.test(path),
  read: (file) => {
    const texts = readPeVersion(file.bytes);
    const found = texts && foundProgram(texts, file.path);
    return found ? reading('pe-version', file, [found]) : null;
  },
};

/** The product where the file is one; a part of a large product (`Microsoft® .NET`) goes by its own name. */
export function foundProgram(texts: ReadonlyMap<string, string>, path: string): Found | null {
  const valueOf = (key: string) => texts.get(key) ?? '';
  const own = (valueOf('InternalName') || valueOf('OriginalFilename') || baseOf(path)).replace(
    /\.(?:dll|exe|bpl)$/i,
    '',
  );
  const product = valueOf('ProductName');
  const name = product.startsWith('Microsoft®') || product === '' ? own : product;
  const version = versionOf(valueOf('ProductVersion')) || versionOf(valueOf('FileVersion'));
  return name === '' || version === '' ? null : { type: 'generic', name, version };
}

/** `1.2.3+commit` and `1, 2, 3, 4` are written, too. */
function versionOf(text: string): string {
  const [plain = ''] = text.replace(/\s*,\s*/g, '.').split(/[+\s]/);
  return /^\d+(?:\.\d+)+/.test(plain) ? plain : '';
}
