import { formatPurl } from '../../purl.ts';
import type { Found } from '../../types.ts';

/** What is said of a program whose version is known; `purl` is type, namespace and name where it is not `generic/<name>`. */
export function foundProgram(
  { name, purl = `generic/${name}` }: { name: string; purl?: string },
  version: string,
): Found {
  const [type = '', ...path] = purl.split('/');
  const namespace = path.slice(0, -1).join('/');
  return {
    type: type === 'golang' || type === 'github' ? type : 'generic',
    name,
    version,
    purl: formatPurl({ type, namespace, name: path.at(-1) ?? name, version }),
  };
}
