import type { Origin } from './origin.ts';
import { Refused } from './refused.ts';

/** A mount in the short syntax. */
export interface Mount {
  readonly type: 'bind' | 'volume';
  readonly source: string;
  readonly target: string;
  readonly isReadOnly: boolean;
  /** A text of one or two characters has no options at all. */
  readonly isBare: boolean;
  readonly noCopy: boolean;
  readonly propagation: string;
  readonly selinux: string;
}

const PROPAGATIONS = new Set(['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave']);

/** Reads `source:target:options`; any single letter before a colon is a Windows drive. */
export function parseVolume(spec: string, at: Origin): Mount {
  const bytes = Buffer.byteLength(spec);
  if (bytes === 0) throw new Refused('value', 'invalid empty volume spec', { at });
  const bare = { isReadOnly: false, isBare: false, noCopy: false, propagation: '', selinux: '' };
  if (bytes <= 2) return { ...bare, isBare: true, type: 'volume', source: '', target: spec };
  const sections = sectionsOf(spec);
  const fault = (reason: string) => new Refused('value', `invalid spec: ${spec}: ${reason}`, { at });
  const whole = sections.length === 1 ? ['', ...sections] : sections;
  if (sections.some((section) => section === '')) throw fault('empty section between colons');
  if (whole.length > 3) throw fault('too many colons');
  const [source = '', target = '', options = ''] = whole;
  const mount = { ...bare, type: isFilePath(source) ? 'bind' : 'volume', source, target } as const;
  return options.split(',').reduce<Mount>(withOption, mount);
}

function withOption(mount: Mount, option: string): Mount {
  if (option === 'ro' || option === 'rw') return { ...mount, isReadOnly: option === 'ro' };
  if (option === 'nocopy') return { ...mount, noCopy: true };
  if (option === 'z' || option === 'Z') return { ...mount, selinux: option };
  return PROPAGATIONS.has(option) ? { ...mount, propagation: option } : mount;
}

function sectionsOf(spec: string): string[] {
  const sections: string[] = [];
  let section = '';
  for (const char of spec) {
    if (char === ':' && !/^\p{L}$/u.test(section)) {
      sections.push(section);
      section = '';
    } else section += char;
  }
  return [...sections, section];
}

function isFilePath(source: string): boolean {
  return /^[./~]/.test(source) || source.startsWith('\\\\') || /^\p{L}:/u.test(source);
}
