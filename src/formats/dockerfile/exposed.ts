const LAST_PORT = 65_535;
const PROTOCOLS = ['tcp', 'udp', 'sctp'];

/**
 * Why BuildKit refuses what one word of an EXPOSE has become: `80-70`, `http`, `80/icmp`; null for what it takes. It reads
 * `[[address:]host:]port[-last][/protocol]`, and heeds nothing behind a second `-` or `/`.
 */
export function exposeFault(word: string): string | null {
  const parts = word.split(':');
  const [host = ''] = parts.slice(-2, -1);
  const [port = '', protocol = ''] = (parts.at(-1) ?? '').split('/');
  if (port === '') return 'names no port';
  const range = rangeOf(port);
  if (typeof range === 'string') return range;
  const outer = host === '' ? range : rangeOf(host);
  if (typeof outer === 'string') return outer;
  const isMapped = range.last === range.first || range.last - range.first === outer.last - outer.first;
  if (!isMapped) return 'maps ranges of different lengths';
  const isKnown = protocol === '' || PROTOCOLS.includes(protocol.toLowerCase());
  return isKnown ? null : `names a protocol that there is not: ${PROTOCOLS.join(', ')} are known`;
}

function rangeOf(text: string): { readonly first: number; readonly last: number } | string {
  const [from = '', to = from] = text.split('-');
  if (![from, to].every((it) => /^\d+$/.test(it))) return 'is no port';
  const [first, last] = [Number(from), Number(to)];
  if (Math.max(first, last) > LAST_PORT) return `is above ${LAST_PORT}`;
  return first > last ? 'ends before it begins' : { first, last };
}
