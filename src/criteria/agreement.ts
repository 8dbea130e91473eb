import type { z } from 'zod';
import type { TickproofError } from '../domain/index.ts';
import { faultAt } from './faults.ts';
import { dig, type LocatedYaml } from './dig.ts';
import type { frame } from './schema.ts';

type Frame = Pick<z.output<typeof frame>, 'sections' | 'stacks' | 'scan'>;

/** Data and compose files that are named and are not there. */
export function missingPaths(
  file: string,
  yaml: LocatedYaml,
  { stacks, scan }: Frame,
  exists: (path: string) => boolean = () => true,
): TickproofError[] {
  const data = scan.advisories === null ? [] : [{ name: scan.advisories, path: ['scan', 'advisories'] }];
  const compose = Object.entries(stacks).flatMap(([stack, { files }]) =>
    files.map((name, index) => ({ name, path: ['stacks', stack, 'files', index] })),
  );
  return [...data, ...compose]
    .filter(({ name }) => !exists(name))
    .map(({ name, path }) => {
      const key = path.filter((it) => typeof it === 'string').join('.');
      const what = `there is no ${name}, which \`${key}\` names`;
      return faultAt(file, yaml.placeOf(path), what, 'Name what is there, relative to the folder of the deployment.');
    });
}

/** Ids that were written twice: evidence could not tell their criteria apart. */
export function repeatedIds(file: string, yaml: LocatedYaml, { sections }: Frame): TickproofError[] {
  const lines = new Map<string, number>();
  const paths = sections.flatMap(({ criteria }, section) =>
    criteria.map((_, position) => ['sections', section, 'criteria', position, 'id']),
  );
  return paths.flatMap((path) => {
    const id = dig(yaml.value, path);
    if (typeof id !== 'string') return [];
    const at = yaml.placeOf(path);
    const line = lines.get(id);
    lines.set(id, line ?? at.startLine);
    return line === undefined
      ? []
      : [
          faultAt(
            file,
            at,
            `the id \`${id}\` is already that of line ${line}`,
            'Give each criterion an id of its own.',
          ),
        ];
  });
}
