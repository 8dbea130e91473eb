export * from './canonical.ts';
export * from './dockerfile/index.ts';
export * from './overlay.ts';
export * from './reference/index.ts';
export * from './secrets/index.ts';
export * from './shell/index.ts';
export * from './tree/index.ts';
export * from './units.ts';
