/** A question to the run or stack sensor that a criterion's parameters pose. */
export type Ask = HttpAsk | CommandAsk | ReachAsk;

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
