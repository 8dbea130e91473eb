import type { Facts } from '../../../domain/index.ts';
import { type Step, stepsOf } from '../../../formats/index.ts';
import { around } from './around.ts';
import type { Falsehood, Wanted } from './falsehood.ts';
import { type ImageSeen, imageSeen } from './image-seen.ts';
import { findsNothing, lookedThrough } from './looked-through.ts';
import { type Named, namedBy, spoilt, takenAway } from './named.ts';
import { searched } from './searched.ts';

const MOST = 16; // worlds of one criterion

/**
 * Worlds in which what a command says of its image is false, told by the shape of the command: files that it names are
 * taken away, files that it looks for are planted, also where it does not look. A program that is gone counts only where
 * it is what was asked for, or where nothing else is known. Never throws.
 */
export function falsehoodsOf(
  argv: readonly string[],
  wanted: Wanted,
  facts: Pick<Facts['image'], 'files' | 'config'>,
): readonly Falsehood[] {
  let image: ImageSeen = imageSeen(facts);
  const named: Named[] = [];
  const others: Falsehood[] = [];
  for (const step of stepsOf(argv, image.env)) {
    if (!findsNothing(step, wanted)) named.push(...namedBy(step, image, wanted));
    others.push(
      ...spoilt(step, image, wanted),
      ...searched(step, image, wanted),
      ...lookedThrough(step, image, wanted),
      ...around(step, image, wanted),
    );
    image = entered(step, image);
  }
  const all = different([...takenAway(named, image, wanted), ...others]);
  const strong = all.filter(({ weak }) => !weak);
  return (strong.length > 0 ? strong : all).slice(0, MOST);
}

function entered({ name, words }: Step, image: ImageSeen): ImageSeen {
  const [, to] = words;
  return (name === 'cd' || name === 'pushd') && to?.known ? image.at(to.text) : image;
}

/** Each world once, with the first reason that was given for it. */
function different(falsehoods: readonly Falsehood[]): readonly Falsehood[] {
  const worlds = new Map<string, Falsehood>();
  for (const it of falsehoods) {
    const key = JSON.stringify(it.change);
    if (!worlds.has(key)) worlds.set(key, it);
  }
  return [...worlds.values()];
}
