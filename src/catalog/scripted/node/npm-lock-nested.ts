import type { Found } from '../../types.ts';
import type { JsonText } from '../../shared/json.ts';
import { given } from '../../shared/reading.ts';
import { entries, own, record, text, type Values } from '../../shared/values.ts';

/** A level of `dependencies`, and the one around it. */
interface Level {
  readonly packages: Values;
  readonly above: Level | null;
  /** In the folder of a package that is only there for development. */
  readonly isDev: boolean;
}

/** Format 1: packages lie in the `dependencies` of the package whose folder they are in. */
export function readNested(json: JsonText): Found[] {
  const made: Found[] = [];
  const levels: Level[] = [{ packages: record(own(json.value, 'dependencies')), above: null, isDev: false }];
  for (const level of levels) {
    for (const [name, said] of entries(level.packages)) {
      const isDev = level.isDev || own(said, 'dev') === true;
      const inside: Level = { packages: record(own(said, 'dependencies')), above: level, isDev };
      made.push(packageOf(name, said, inside, json));
      levels.push(inside);
    }
  }
  return made;
}

function packageOf(name: string, said: unknown, inside: Level, json: JsonText): Found {
  const requires = Object.keys(record(own(said, 'requires'))).flatMap((need) => {
    const found = lookUp(need, inside);
    return found === undefined ? [] : [identity(need, found)];
  });
  const [realName, version] = cut(name, said);
  return {
    type: 'npm',
    name: realName,
    version,
    ...given('requires', requires),
    ...(inside.isDev ? { isDev: true } : {}),
    ...given('integrity', text(own(said, 'integrity'))),
    ...given('lines', json.linesOf(said)),
  };
}

const identity = (name: string, said: unknown): string => cut(name, said).join('@');

/** An alias has its real name in the version: `npm:debug@4.3.4`. */
function cut(name: string, said: unknown): [string, string] {
  const version = text(own(said, 'version'));
  const at = version.lastIndexOf('@');
  return version.startsWith('npm:') && at > 4 ? [version.slice(4, at), version.slice(at + 1)] : [name, version];
}

function lookUp(name: string, from: Level): unknown {
  for (let level: Level | null = from; level !== null; level = level.above) {
    const found = own(level.packages, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
