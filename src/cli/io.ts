/** Where a command meets its person: streams, environment, terminal. Tests pass their own. */
export interface Io {
  readonly out: (text: string) => void;
  /** Standard output, for what may be no text. */
  readonly outBytes: (bytes: Uint8Array) => void;
  readonly err: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** stderr is a terminal: a live region may be drawn there. */
  readonly live: boolean;
  readonly columns: number;
  readonly colour: boolean;
  readonly signal: AbortSignal;
}
