import type { EvidenceRecord } from '../domain/index.ts';
import type { RenderContext } from './context.ts';
import { markdown } from './markdown/markdown.ts';
import { verdictLine } from './outcome.ts';
import { terminal } from './terminal/terminal.ts';
import { toAscii } from './text/ascii.ts';

const renderers = {
  markdown,
  json: (record: EvidenceRecord) => `${JSON.stringify(record, null, 2)}\n`,
} as const satisfies Readonly<Record<string, (record: EvidenceRecord) => string>>;

export type Format = 'terminal' | keyof typeof renderers;

/** Every format that a report can have. */
export const formats: readonly Format[] = ['terminal', 'markdown', 'json'];

/** Renders a record. No renderer computes a verdict; the same record gives the same bytes. `quiet` is the last line only. */
export function render(format: Format | 'quiet', record: EvidenceRecord, context: RenderContext): string {
  if (format === 'markdown' || format === 'json') return renderers[format](record);
  const text = format === 'quiet' ? `${verdictLine(record, context.recordPath)}\n` : terminal(record, context);
  return context.ascii ? toAscii(text) : text;
}
