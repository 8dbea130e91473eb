import { nameOf, readGrep, type Step, within } from '../../../formats/index.ts';
import { amountWanted } from './amount.ts';
import { type Falsehood, layered, reasonOfOutput, reasonOf, type Wanted } from './falsehood.ts';
import { type ImageSeen, isOfTheImage, nearestFolder, sampleOf } from './image-seen.ts';

const PLANT = 'tickproof-plant';

/** Lists and greps that must find nothing. */
export function findsNothing(step: Step, wanted: Wanted): boolean {
  const looks = step.name === 'ls' || readGrep(step) !== null;
  return looks && amountWanted(step, wanted)?.kind === 'none';
}

/** Worlds in which a `grep` or `ls` finds what it must not. */
export function lookedThrough(step: Step, image: ImageSeen, wanted: Wanted): readonly Falsehood[] {
  if (!findsNothing(step, wanted)) return [];
  return step.name === 'ls' ? listed(step, image, wanted) : grepped(step, image, wanted);
}

function listed(step: Step, image: ImageSeen, wanted: Wanted): readonly Falsehood[] {
  const reason = reasonOfOutput(step, wanted);
  if (step.readBy.length === 0 && !step.inside) return []; // what must not be there at all is planted as it is named
  const words = step.words.slice(1).filter(({ text, known }) => known && !text.startsWith('-'));
  const places = words.length > 0 ? words : [{ text: '.', quoted: true }];
  return places.flatMap(({ text, quoted }) => {
    const sample = quoted || !/[*?[]/.test(text) ? within(text, PLANT) : sampleOf(text);
    return sample === null ? [] : [planted(image.placeOf(sample), { image, reason, text: '' })];
  });
}

function grepped(step: Step, image: ImageSeen, wanted: Wanted): readonly Falsehood[] {
  const grep = readGrep(step);
  if (!grep?.pattern?.sample || grep.inverted) return [];
  const text = `${grep.pattern.sample}\n`;
  const reason = grep.counts ? reasonOfOutput(step, wanted) : reasonOf(step, wanted);
  const name = nameFor(step);
  return grep.paths.flatMap(({ text: written, known }) => {
    if (!known) return [];
    const folder = image.folder(written);
    const place = image.placeOf(written);
    if (folder === null && image.there(written) !== null) return [planted(place, { image, reason, text })];
    if (folder === null) return [planted(within(place, name), { image, reason, text })];
    if (!grep.recursive) return [];
    return [folder, ...leftOut(step, folder, image)].map((it) => planted(within(it, name), { image, reason, text }));
  });
}

/** One folder for each `--exclude-dir` that there is. */
function leftOut({ words }: Step, folder: string, { files }: ImageSeen): readonly string[] {
  const names = words.flatMap(({ text }) => /^--exclude-dir=(.+)$/s.exec(text)?.[1] ?? []);
  const base = folder === '/' ? '/' : `${folder}/`;
  return names.flatMap((name) => {
    const its = files.find(
      ({ path, type }) => type === 'directory' && path.startsWith(base) && nameOf(path) === name && isOfTheImage(path),
    );
    return its ? [its.path] : [];
  });
}

function nameFor({ words }: Step): string {
  const [glob = PLANT] = words.flatMap(({ text }) => /^--include=([^/]+)$/.exec(text)?.[1] ?? []);
  return sampleOf(glob) ?? PLANT;
}

function planted(
  path: string,
  how: { readonly image: ImageSeen; readonly reason: Falsehood['reason']; readonly text: string },
): Falsehood {
  const { image, reason, text } = how;
  const folder = path.slice(0, path.lastIndexOf('/')) || '/';
  if (image.folder(folder) === null) {
    const beside = within(nearestFolder(image.files, folder), nameOf(path));
    const title = `${beside}, as ${folder}, which is searched, is not in the image`;
    return { title, reason, change: layered([{ path: beside, type: 'file', mode: 0o644, text }]) };
  }
  const title = text === '' ? `${path} planted` : `${path} with \`${text.trim()}\` in it`;
  return { title, reason, change: layered([{ path, type: 'file', mode: 0o644, text }]) };
}
