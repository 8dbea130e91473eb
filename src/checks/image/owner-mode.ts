import { defineCheck, fail, type Finding, finding, isNonEmpty, pass, plant, seen, z } from '../kit.ts';
import { again, octal, resolveInTree } from './shared.ts';

const nameOrNumber = z.union([z.string().min(1), z.number().int().min(0)]).transform(String);

export default defineCheck({
  id: 'image/owner-mode',
  version: 1,
  title: 'The path has the owner, the group and the mode that it needs',
  why: 'A service that may not write its data fails when the first request comes; one that may write its own code can be changed by whoever breaks in.',
  remedy: 'Use `COPY --chown=… --chmod=…`, or set owner and mode in the layer that makes the path.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],
  reads: ['image.files', 'image.accounts'],
  params: z.strictObject({
    path: z
      .string()
      .regex(/^\//, { error: 'must be an absolute path' })
      .describe('The file or folder; links are followed'),
    owner: nameOrNumber.optional().describe('Name in the image, or number'),
    group: nameOrNumber.optional().describe('Name in the image, or number'),
    mode: z
      .string({ error: 'must be a text in quotes: `"0755"`, because YAML reads a bare number its own way' })
      .regex(/^[0-7]{3,4}$/, { error: 'must be octal, like `"0755"`' })
      .optional()
      .describe('All of the permission bits, in octal and in quotes, like `"0755"`'),
  }),
  reasons: ['path-missing', 'owner', 'group', 'mode'],
  example: {
    image: { layers: [[plant('/app/data', { type: 'directory', mode: 0o750, uid: 10001, gid: 10001 })]] },
    params: { path: '/app/data', owner: 10001, group: 10001, mode: '0750' },
  },
  mutants: [],
  mutantsFor: ({ image: { files } }, { path, owner, group, mode }) => {
    const { path: real, file } = resolveInTree(files, path);
    if (!file || real === '/') return [];
    const changed = (title: string, reason: 'owner' | 'group' | 'mode', how: Parameters<typeof again>[1]) => ({
      level: 'L' as const,
      title: `${path} with ${title}`,
      reason,
      edit: () => [[again(file, how)]],
    });
    return [
      {
        level: 'L',
        title: `${path} is gone`,
        reason: 'path-missing',
        edit: () => [[{ path: real, type: 'whiteout' }]],
      },
      ...(owner === undefined ? [] : [changed('another owner', 'owner', { uid: file.uid + 1 })]),
      ...(group === undefined ? [] : [changed('another group', 'group', { gid: file.gid + 1 })]),
      ...(mode === undefined ? [] : [changed('one bit more or less', 'mode', { mode: file.mode ^ 0o002 })]),
    ];
  },

  judge: ({ image: { files, accounts } }, { path, owner, group, mode }) => {
    const { path: real, file } = resolveInTree(files, path);
    if (!file || (real === '/' && files.length === 0))
      return fail(finding('path-missing', `${path} is not in the image`, seen.path(real)));
    const uid = owner === undefined ? null : idOf(owner, accounts.users.find(({ name }) => name === owner)?.uid);
    const gid = group === undefined ? null : idOf(group, accounts.groups.find(({ name }) => name === group)?.gid);
    const shown = seen.file(file, `mode ${octal(file.mode)}, owner ${file.uid}, group ${file.gid}`);
    const findings: readonly Finding<'owner' | 'group' | 'mode'>[] = [
      ...(uid === null || uid === file.uid
        ? []
        : [finding('owner', `${path} belongs to ${file.uid}, wanted ${owner}${unknown(uid)}`, shown)]),
      ...(gid === null || gid === file.gid
        ? []
        : [finding('group', `${path} has the group ${file.gid}, wanted ${group}${unknown(gid)}`, shown)]),
      ...(mode === undefined || Number.parseInt(mode, 8) === file.mode
        ? []
        : [finding('mode', `${path} has the mode ${octal(file.mode)}, wanted ${mode}`, shown)]),
    ];
    return isNonEmpty(findings) ? fail(...findings) : pass(shown);
  },
});

/** The number for a name or a number; undefined = the image has no such name. */
function idOf(asked: string, named: number | undefined): number | undefined {
  return /^\d+$/.test(asked) ? Number(asked) : named;
}

function unknown(id: number | undefined): string {
  return id === undefined ? ', whom the image does not know' : ` (${id})`;
}
