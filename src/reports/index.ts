export { type Asked, explainAll, explainCheck, type Explained, explainFinding } from './explain/explain.ts';
export { checkIndex, checkPage } from './explain/page.ts';
export { type Format, formats, readFormat, render } from './formats.ts';
export type { RenderContext } from './context.ts';
export { glyph } from './glyph.ts';
export { progressFor } from './progress/progress.ts';
export { isAsciiOnly } from './text/ascii.ts';
export { minuteOf } from './text/minute.ts';
export { oneLine, visible } from './text/visible.ts';
