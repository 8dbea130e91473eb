/** A question to the run or stack sensor that a criterion's parameters pose. */
export type Ask = HttpAsk | CommandAsk | ReachAsk | PersistAsk;

export interface HttpAsk {
  readonly kind: 'http';
  readonly path: string;
  readonly port?: number;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly service?: string;
}

export interface CommandAsk {
  readonly kind: 'command';
  readonly argv: readonly string[];
  readonly timeoutMs: number;
}

export interface ReachAsk {
  readonly kind: 'reach';
  readonly url: string;
  readonly service?: string;
}

/** One thing that is done to a service: a request from outside, or a program inside. Without a service it is the question's own. */
export type Step =
  | {
      readonly kind: 'http';
      readonly service?: string;
      readonly method: string;
      readonly path: string;
      readonly port?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | { readonly kind: 'command'; readonly service?: string; readonly argv: readonly string[] };

/** Write, `down`, `up`, read: is it still there? */
export interface PersistAsk {
  readonly kind: 'persist';
  readonly service?: string;
  readonly write: Step;
  readonly read: Step;
}
