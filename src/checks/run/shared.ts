import type { Ask } from '../../domain/index.ts';

export { DEFAULT_LOG_PATTERN, headerFault, matchingLines, observed } from '../../formats/answers/index.ts';
export type { Ask };
