import { imageFromExample } from '../../src/sensors/index.ts';
import { falsehoodsOf } from '../../src/checks/run/commands/index.ts';
import type { Example, PlantedFile } from '../../src/domain/index.ts';

export interface Told {
  readonly exit?: number;
  readonly contains?: string;
  readonly matches?: string;
}

type Image = NonNullable<Example['image']>;

/** A file of an image: by default one that everybody may read. */
export function fileAt(path: string, mode = 0o644): PlantedFile {
  return { path, type: 'file', mode, text: 'x' };
}

/**
 * The worlds that are made of a command, each in short: its reason, then `-path` for what is taken away and `+path` for what
 * is planted, with mode, text or what it is where those are not `0644`, empty and a file.
 */
export function worldsOn(image: Image): (command: readonly string[] | string, wanted?: Told) => string[] {
  const made = falsehoodsOn(image);
  return (command, wanted) =>
    made(command, wanted).map(({ reason, change, weak }) => {
      const { layers, ...rest } = change;
      const other = Object.keys(rest).length > 0 ? [JSON.stringify(rest)] : [];
      return [...(weak ? ['weak'] : []), reason, ...(layers ?? []).flat().map(inShort), ...other].join(' ');
    });
}

/** The same with their titles: a text is what a shell is given by `-c`, a list stands for itself. */
export function falsehoodsOn(image: Image) {
  const read = imageFromExample(image);
  return (command: readonly string[] | string, wanted: Told = {}) =>
    falsehoodsOf(typeof command === 'string' ? ['sh', '-c', command] : command, { exit: 0, ...wanted }, read);
}

function inShort({ path, type, mode, text, linkTarget, sizeBytes }: PlantedFile): string {
  if (type === 'whiteout') return `-${path}`;
  const usual = type === 'directory' ? 0o755 : 0o644;
  const details = [
    ...(type === 'directory' ? ['folder'] : []),
    ...(linkTarget === undefined ? [] : [`-> ${linkTarget}`]),
    ...(mode === undefined || mode === usual ? [] : [mode.toString(8)]),
    ...(text ? [JSON.stringify(text)] : []),
    ...(sizeBytes === undefined ? [] : [`${sizeBytes} B`]),
  ];
  return details.length > 0 ? `+${path} (${details.join(' ')})` : `+${path}`;
}
