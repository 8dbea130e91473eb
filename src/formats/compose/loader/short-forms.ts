import { cleanPath } from './clean.ts';
import type { Origin } from './origin.ts';
import { parsePorts } from './ports.ts';
import { Refused } from './refused.ts';
import {
  flag,
  goTypeOf,
  integer,
  isMapping,
  isSequence,
  mapping,
  type Mapping,
  sequence,
  text,
  textOf,
  type Value,
} from './value.ts';
import { parseVolume } from './volume.ts';

export function wrongType(value: Value, where: string, what: string): Refused {
  return new Refused('type', `${where}: invalid type ${goTypeOf(value)} for ${what}`, { at: value.at, where });
}

export function volume(value: Value, where: string): Value {
  if (isMapping(value)) return value;
  const written = textOf(value);
  if (written === undefined) throw wrongType(value, where, 'service volume mount');
  const { at } = value;
  const mount = parseVolume(written, at);
  const given = (key: string, it: string) => (it === '' ? [] : [[key, text(it, at)] as const]);
  const bind = [
    ...given('selinux', mount.selinux),
    ...given('propagation', mount.propagation),
    ...(mount.type === 'bind' ? [['create_host_path', flag(true, at)] as const] : []),
  ];
  const own = mount.noCopy ? [['nocopy', flag(true, at)] as const] : [];
  return mapping(
    [
      ['type', text(mount.type, at)],
      ...given('source', mount.source),
      ...given('target', mount.target === '' ? '' : cleanPath(mount.target)),
      ...(mount.isReadOnly ? [['read_only', flag(true, at)] as const] : []),
      ...(bind.length > 0 ? [['bind', mapping(bind, at)] as const] : []),
      ...(mount.noCopy || (mount.type === 'volume' && !mount.isBare) ? [['volume', mapping(own, at)] as const] : []),
    ],
    at,
  );
}

export function device(value: Value, where: string): Value {
  if (isMapping(value)) return value;
  const written = textOf(value);
  if (written === undefined) throw wrongType(value, where, 'device mapping');
  const [source = '', target = '', permissions = 'rwm', ...more] = written.split(':');
  const { at } = value;
  if (more.length > 0)
    throw new Refused('value', `${where}: confusing device mapping, please use long syntax: ${written}`, { at, where });
  return mapping(
    [
      ['source', text(source, at)],
      ['target', text(target || source, at)],
      ['permissions', text(permissions, at)],
    ],
    at,
  );
}

export function ports(value: Value, where: string): Value {
  if (!isSequence(value)) throw wrongType(value, where, 'port');
  return sequence(
    value.items.flatMap((item) => {
      if (isMapping(item)) return [item];
      const written = item.kind === 'scalar' && item.type === 'int' ? String(item.value) : textOf(item);
      if (written === undefined) throw wrongType(item, where, 'port');
      return parsePorts(written, item.at).map((port) => portOf(port, item.at));
    }),
    value.at,
  );
}

function portOf({ hostIp, published, target, protocol }: ReturnType<typeof parsePorts>[number], at: Origin): Mapping {
  const given = (key: string, it: string) => (it === '' ? [] : [[key, text(it, at)] as const]);
  return mapping(
    [
      ['mode', text('ingress', at)],
      ...given('host_ip', hostIp),
      ...(target === 0 ? [] : [['target', integer(target, at)] as const]),
      ...given('published', published),
      ['protocol', text(protocol, at)],
    ],
    at,
  );
}
