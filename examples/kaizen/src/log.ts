export const LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL'] as const;
export type Level = (typeof LEVELS)[number];
export type Log = (level: Level, message: string, details?: Readonly<Record<string, unknown>>) => void;

/** Writes one JSON object a line, leaving out what is below `threshold`. */
export function createLog(threshold: Level, write: (line: string) => void): Log {
  const least = LEVELS.indexOf(threshold);
  return (level, message, details) => {
    if (LEVELS.indexOf(level) < least) return;
    write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...details })}\n`);
  };
}

/** What to say about a caught value: the innermost cause is where `fetch` keeps the reason. */
export function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  if (thrown.cause !== undefined) return reasonOf(thrown.cause);
  if (thrown.message !== '') return thrown.message;
  return 'code' in thrown ? String(thrown.code) : thrown.name; // a refused connection to several addresses has a code only
}
