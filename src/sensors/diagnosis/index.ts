export { diagnose } from './diagnose.ts';
export type { Symptoms } from './symptoms.ts';
