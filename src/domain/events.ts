import type { CounterProof, Tick } from './record.ts';

/** What happens while verifying, for whoever shows it. Times come from the shower's own clock. */
export type VerifyEvent =
  | {
      readonly kind: 'plan';
      readonly criteria: number;
      readonly reused: number;
      readonly counterProofs: number;
      readonly work: readonly string[];
      /** What the counter-proofs will start, as far as it is known before, and how many are taken over. */
      readonly proofs?: {
        readonly reused: number;
        readonly containers: number;
        readonly stacks: number;
        readonly builds: number;
      };
    }
  /** A piece of work begins, goes on (`detail` changes, `share` of 1 where known) or ends. */
  | { readonly kind: 'work-started'; readonly id: string; readonly title: string }
  | { readonly kind: 'work-progress'; readonly id: string; readonly detail: string; readonly share?: number }
  | {
      readonly kind: 'work-ended';
      readonly id: string;
      readonly outcome: 'done' | 'failed' | 'reused';
      readonly detail?: string;
    }
  /** `counterProofs` are those of this tick's criterion. */
  | { readonly kind: 'tick'; readonly tick: Tick; readonly counterProofs?: readonly CounterProof[] }
  | { readonly kind: 'warning'; readonly message: string; readonly remedy: string };
