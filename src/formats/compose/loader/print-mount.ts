import { asBytes, asFlag, asString, asWord } from './printing.ts';
import { asObject, asPairs } from './printing-lists.ts';

/** One mount of a service, in the long form. */
export const mount = asObject({
  type: asString,
  source: asString,
  target: asString,
  read_only: asFlag,
  consistency: asString,
  bind: asObject({ selinux: asString, propagation: asString, create_host_path: asFlag, recursive: asString }),
  volume: asObject({ labels: asPairs, nocopy: asFlag, subpath: asString }),
  tmpfs: asObject({ size: asBytes, mode: asWord }),
  image: asObject({ subpath: asString }),
});
