import type { Accounts } from '../../domain/index.ts';

/** Reads what /etc/passwd and /etc/group say; lines that do not parse (blank, comments, `+`) are skipped as libc does. */
export function accountsOf(passwd: string, group: string): Accounts {
  return {
    users: linesOf(passwd).flatMap(([name = '', , uid = '', gid = '', , home = '', shell = '']) =>
      isName(name) && isId(uid) && isId(gid) ? [{ name, uid: Number(uid), gid: Number(gid), home, shell }] : [],
    ),
    groups: linesOf(group).flatMap(([name = '', , gid = '', members = '']) =>
      isName(name) && isId(gid) ? [{ name, gid: Number(gid), members: members.split(',').filter(Boolean) }] : [],
    ),
  };
}

function linesOf(text: string): readonly string[][] {
  return text.split(/\r?\n/).map((line) => line.split(':'));
}

function isName(name: string): boolean {
  return name !== '' && !name.startsWith('#') && !name.startsWith('+') && !name.startsWith('-');
}

function isId(text: string): boolean {
  return /^\d{1,10}$/.test(text);
}
