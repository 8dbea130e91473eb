import type { Place } from './place.ts';

/** `--name=value` before an instruction's arguments; `value` is null for a bare flag. */
export interface Flag {
  readonly name: string;
  readonly value: string | null;
  readonly at: Place;
}

/** A here-document of ADD, COPY or RUN. */
export interface Heredoc {
  readonly name: string;
  readonly content: string;
  /** Variables are expanded (the delimiter was not quoted). */
  readonly expand: boolean;
  /** `<<-`: leading tabs are dropped. */
  readonly chomp: boolean;
  readonly fd: number;
  readonly at: Place;
}

/** A piece of a joined text: from index `at` on it stands at this offset, line and column of the file, up to the next piece. */
export interface Segment {
  readonly at: number;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** One instruction as BuildKit reads it: continuations joined, comments dropped, heredocs taken off. */
export interface Instruction {
  /** Upper case: `RUN`. */
  readonly keyword: string;
  /** The logical line as parsed, keyword included, without heredoc bodies. */
  readonly text: string;
  /** What stands behind keyword and flags, before any splitting. */
  readonly rest: string;
  readonly flags: readonly Flag[];
  /** `exec` for a JSON array, `shell` for a command line, null where the instruction knows no such difference. */
  readonly form: 'exec' | 'shell' | null;
  /** The words: of a JSON array its strings; of a shell form one string; of `ENV a=b` `['a=b']`; of COPY sources and destination. Unexpanded. */
  readonly args: readonly string[];
  /** Where each of `args` stands. */
  readonly argsAt: readonly Place[];
  readonly heredocs: readonly Heredoc[];
  /** The instruction behind ONBUILD or HEALTHCHECK's `CMD`. */
  readonly inner?: Instruction;
  /** The comment lines right above; a bare `#` separates, a blank line does not. */
  readonly comments: readonly string[];
  /** Where the characters of `text` stand, and the index of `rest` in it. */
  readonly segments: readonly Segment[];
  readonly restAt: number;
  readonly at: Place;
}

/** What a FROM names: another stage, nothing at all, or an image reference (after expansion of global ARGs). */
export type StageBase =
  | { readonly kind: 'stage'; readonly index: number; readonly name: string }
  | { readonly kind: 'scratch' }
  | { readonly kind: 'image'; readonly reference: string };

/** A build stage: its FROM and all that follows up to the next one. */
export interface Stage {
  readonly index: number;
  readonly name: string | null;
  readonly base: StageBase;
  readonly platform: string | null;
  readonly from: Instruction;
  readonly body: readonly Instruction[];
  readonly at: Place;
}

/** A fault in the text; `code` is `syntax`, `unknown-instruction`, `no-stage`, `bad-flag`, …: kebab-case. */
export interface ParseProblem {
  readonly code: string;
  readonly message: string;
  readonly at: Place;
}

/** A parsed Dockerfile. `stages` is empty where problems forbid a graph. */
export interface ParsedDockerfile {
  readonly file: string;
  readonly text: string;
  readonly escape: '\\' | '`';
  readonly directives: readonly { readonly name: string; readonly value: string; readonly at: Place }[];
  readonly comments: readonly { readonly text: string; readonly at: Place }[];
  /** Every instruction in file order, those before the first FROM included, whether or not they make a stage. */
  readonly instructions: readonly Instruction[];
  /** ARGs before the first FROM. */
  readonly globals: readonly Instruction[];
  readonly stages: readonly Stage[];
  readonly problems: readonly ParseProblem[];
}

/** A stretch of a file replaced. Offsets are in UTF-16 units. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
