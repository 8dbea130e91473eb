const LAST_PORT = 65_535;
const PROTOCOLS = ['tcp', 'udp', 'sctp'];

/**
 * Why BuildKit refuses what one word of an EXPOSE has become: `80-70`, `http`, `80/icmp`; null for what it takes. It reads
 * `[[address:]host:]port[-last][/protocol]`.
 */
export function exposeFault(word: string): string | null {
  const parts = word.split(':');
  const [host = ''] = parts.slice(-2, -1);
  const address = parts.slice(0, -2).join(':');
  const [port = '', ...protocols] = (parts.at(-1) ?? '').split('/');
  const protocol = protocols.join('/');
  if (port === '') return 'names no port';
  if (address !== '' && !isAddress(address)) return 'begins with what is no IP address';
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
  const [from = '', to = from, ...more] = text.split('-');
  if (more.length > 0 || ![from, to].every((it) => /^\d+$/.test(it))) return 'is no port';
  const [first, last] = [Number(from), Number(to)];
  if (Math.max(first, last) > LAST_PORT) return `is above ${LAST_PORT}`;
  return first > last ? 'ends before it begins' : { first, last };
}

function isAddress(text: string): boolean {
  const bare = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
  if (bare.includes(':')) return /^[\da-f:.]+$/i.test(bare) && URL.canParse(`http://[${bare}]/`);
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(bare) && bare.split('.').every((it) => Number(it) < 256 && !/^0\d/.test(it));
}
