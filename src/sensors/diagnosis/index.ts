export { diagnose, type Symptoms } from './diagnose.ts';
