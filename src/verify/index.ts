export * from './gather.ts';
export * from './in-force.ts';
export * from './judge.ts';
export * from './meter.ts';
export * from './plan.ts';
export * from './reproduce.ts';
export { lastFromHere, seenFrom } from './reproduce-moved.ts';
