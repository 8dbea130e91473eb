import colors from 'picocolors';
import type { Standing } from '../record/index.ts';

/** How a text is to look: colours may be off, columns are those of the terminal. */
export interface Style {
  readonly colour: boolean;
  readonly columns: number;
}

type Tone =
  | 'bold'
  | 'dim'
  | 'red'
  | 'green'
  | 'yellow'
  | 'blue'
  | 'magenta'
  | 'cyan'
  | 'whiteBright'
  | 'bgRed'
  | 'bgGreen';

/** What puts a text in a colour, or leaves it as it is. */
export type Paint = Readonly<Record<Tone, (text: string) => string>>;

export function paintFor({ colour }: Style): Paint {
  return colors.createColors(colour);
}

/** Columns to write in: neither so few that nothing fits nor so many that the eye gets lost. */
export function roomOf({ columns }: Style): number {
  return Math.min(132, Math.max(40, columns));
}

/** The colour that goes with a standing; glyph and word say the same without it. */
export function toneOf(paint: Paint, standing: Standing): (text: string) => string {
  const tones: Readonly<Record<Standing, (text: string) => string>> = {
    proven: paint.green,
    waived: paint.blue,
    inapplicable: paint.dim,
    unproven: paint.yellow,
    vacuous: paint.yellow,
    stale: paint.cyan,
    inconclusive: paint.magenta,
    failed: paint.red,
  };
  return tones[standing];
}
