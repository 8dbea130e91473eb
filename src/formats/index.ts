export * from './canonical.ts';
export * from './secrets/index.ts';
export * from './units.ts';
