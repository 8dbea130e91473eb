import { isIp } from './ip.ts';
import type { Origin } from './origin.ts';
import { Refused } from './refused.ts';

/** One port of the short syntax; what is empty or zero was not given. */
export interface Port {
  readonly hostIp: string;
  readonly published: string;
  readonly target: number;
  readonly protocol: string;
}

/** Reads `ip:published:target/protocol`; ranges give one port each, in the order of their texts. */
export function parsePorts(spec: string, at: Origin): Port[] {
  const fault = (message: string) => new Refused('value', message, { at });
  const parts = spec.split(':');
  const [container = '', published = ''] = [parts.at(-1), parts.at(-2)];
  const [number = '', word = ''] = container.split('/');
  if (number === '') throw fault(`No port specified: ${spec}<empty>`);
  const protocol = (word === '' ? 'tcp' : word).toLowerCase();
  if (!['tcp', 'udp', 'sctp'].includes(protocol)) throw fault(`Invalid proto: ${word}`);
  const hostIp = addressOf(parts.slice(0, -2).join(':'), fault);
  const targets = rangeOf(number);
  if (!targets) throw fault(`Invalid containerPort: ${number}`);
  const hosts = published === '' ? null : rangeOf(published);
  if (published !== '' && !hosts) throw fault(`Invalid hostPort: ${published}`);
  const [first, last] = targets;
  if (hosts && last - first !== hosts[1] - hosts[0] && first !== last)
    throw fault(`Invalid ranges specified for container and host Ports: ${number} and ${published}`);
  const all: Port[] = [];
  for (let target = first; target <= last; target += 1) {
    all.push({ hostIp, published: publishedAt(hosts, target - first, first === last), target, protocol });
  }
  return all.sort((a, b) => (String(a.target) < String(b.target) ? -1 : 1));
}

function publishedAt(hosts: readonly [number, number] | null, index: number, isSingle: boolean): string {
  if (!hosts) return '';
  const [first, last] = hosts;
  return isSingle && first !== last ? `${first}-${last}` : String(first + index);
}

function addressOf(written: string, fault: (message: string) => Refused): string {
  if (written === '') return '';
  const bracketed = /^\[([^[\]]*)\]$/.exec(written)?.[1];
  if (bracketed === undefined && written.includes(':'))
    throw fault(`Invalid ip address ${written}: address ${written}:: too many colons in address`);
  const address = bracketed ?? written;
  if (address !== '' && !isIp(address)) throw fault(`Invalid ip address: ${address}`);
  return address;
}

function rangeOf(text: string): readonly [number, number] | null {
  const [first = '', last = first] = text.split('-');
  const [from, to] = [numberOf(first), numberOf(last)];
  return from === null || to === null || to < from ? null : [from, to];
}

function numberOf(text: string): number | null {
  if (!/^[0-9]+$/.test(text)) return null;
  const value = Number(text);
  return value <= 65_535 ? value : null;
}
