import type { Instruction } from '../../domain/index.ts';
import { heredocHead } from './heredoc.ts';
import { mountFault, mountTarget } from './mount-faults.ts';

/** A word as the builder has it; null where only a build or its base image could tell. */
export type Known = (word: string) => string | null;

/** What the builder refuses of an instruction once its variables are filled in; null where that cannot be told, or it takes all. */
export function refusalOf(instruction: Instruction, workdir: string | null, known: Known): string | null {
  switch (instruction.keyword) {
    case 'VOLUME':
      return instruction.args.some((word) => known(word) === '') ? 'specified can not be an empty string' : null;
    case 'ADD':
    case 'COPY':
      return copyRefusal(instruction, known);
    case 'RUN':
      return runRefusal(instruction, workdir, known);
    default:
      return null;
  }
}

function flagKnown({ flags }: Instruction, name: string, known: Known): string | null {
  const value = flags.find((flag) => flag.name === name)?.value;
  return value ? known(value) : null;
}

const REMOTE = /^(?:https?:\/\/|git:\/\/|ssh:\/\/|[\w-]+@[\w.-]+:|github\.com\/)/;

function copyRefusal(instruction: Instruction, known: Known): string | null {
  const chmod = flagKnown(instruction, 'chmod', known);
  const mode = chmod === null || chmod === '' ? null : chmodFault(chmod);
  if (mode !== null) return mode;
  const checksum = instruction.keyword === 'ADD' ? flagKnown(instruction, 'checksum', known) : null;
  if (checksum === null || checksum === '') return null;
  const sources = instruction.args.slice(0, -1).filter((word) => heredocHead(word) === null);
  if (sources.length !== 1) return "--checksum can't be specified for multiple sources";
  const source = known(sources[0] ?? '');
  return source === null || REMOTE.test(source) ? null : '--checksum requires HTTP(S) or Git sources';
}

const SYMBOLIC = /^[ugoa]*(?:[-+=](?:[rwxXst]*|[ugo]))+$/;

/** An octal number up to 07777, or what `chmod` takes: `u=rwx,go-w`. */
function chmodFault(mode: string): string | null {
  const isOctal = /^[0-7]+$/.test(mode) && Number.parseInt(mode, 8) <= 0o7777;
  if (isOctal || mode.split(',').every((part) => SYMBOLIC.test(part))) return null;
  return `--chmod=${mode} is no mode: write an octal number up to 07777, or letters as u=rwx,go-w`;
}

function runRefusal({ flags }: Instruction, workdir: string | null, known: Known): string | null {
  for (const { name, value } of flags) {
    if (name !== 'mount' || !value) continue;
    const mount = known(value);
    const fault = mount === null ? null : (mountFault(mount) ?? targetFault(mount, workdir));
    if (fault !== null) return `--mount=${value}: ${fault}`;
  }
  return null;
}

/** Nothing can be mounted over the root; a target is taken from the working directory. */
function targetFault(mount: string, workdir: string | null): string | null {
  if (/(?:^|,)type=(?:secret|ssh)(?:,|$)/i.test(mount)) return null;
  const target = mountTarget(mount);
  const isRoot = target === '/' || (workdir === '/' && /^(?:\.?\/?)*$/.test(target));
  return isRoot ? `invalid mount target "/"${target === '' ? ': it has no target' : ''}` : null;
}
